"""Metrics of the media folder, per web process."""

from prometheus_client import Gauge

from image_community.posts.domain.media import Refusal

REFUSED = Gauge(
    "maru_media_store_refused",
    "1 while the media folder does not belong to this database: no file is moved or deleted.",
)
WAITING = Gauge("maru_media_deletions_waiting", "Files whose deletion waits for an operator.")


def publish(*, refusal: Refusal | None, waiting: int) -> None:
    """Set the gauges."""
    REFUSED.set(refusal is not None)
    WAITING.set(waiting)
