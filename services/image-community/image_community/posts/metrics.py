"""What is told of the media at `/metrics`, by each web process."""

from prometheus_client import Gauge

from image_community.posts.domain.media import Refusal

REFUSED = Gauge(
    "maru_media_store_refused", "1 while the media are not this database's: no file is moved or deleted."
)
WAITING = Gauge("maru_media_deletions_waiting", "Files whose deletion waits for an operator.")


def publish(*, refusal: Refusal | None, waiting: int) -> None:
    """Take over what was found just now."""
    REFUSED.set(refusal is not None)
    WAITING.set(waiting)
