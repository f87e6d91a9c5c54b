"""The use cases of requests: all read."""

from collections.abc import Sequence

from image_community.leaderboards import document_repository, image_repository
from image_community.posts import count_repository
from image_community.runtime.database import Sessions, reading
from image_community.runtime.prepared import Row
from image_community.runtime.problem import Unavailable


async def rankings(
    *, sessions: Sessions, limit: int, viewer_id: int | None
) -> tuple[Sequence[Row], Sequence[Row], int]:
    """Rated images, then images with votes but no rating, `limit` in total; and the number of all.

    The number says whether there are any without a rating, so that they are looked for only then.
    """
    async with reading(sessions) as connection:
        total = await count_repository.count_judged(connection)
        rated = await image_repository.best_rated(connection, limit=limit, viewer_id=viewer_id)
        new: Sequence[Row] = ()
        if len(rated) < min(limit, total):
            rest = limit - len(rated)
            new = await image_repository.not_yet_rated(connection, limit=rest, viewer_id=viewer_id)
        return rated, new, total


async def published(*, sessions: Sessions, name: str) -> Row:
    """as_of, etag and body of a document of the last fit.

    Raises:
        Unavailable: there was no fit yet, as in the first seconds of a new system.
    """
    async with reading(sessions) as connection:
        found = await document_repository.document(connection, name)
    if found is None:
        raise Unavailable("no fit yet")
    return found
