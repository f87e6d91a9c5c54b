"""The use case of the ranking."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.engine import RowMapping

from image_community.ranking import repository
from image_community.runtime.database import Sessions, transaction

WINDOW = timedelta(hours=24)


async def top_24h(
    *, sessions: Sessions, as_of: datetime, limit: int, viewer_id: int | None
) -> Sequence[RowMapping]:
    """The ranking of the 24 hours before `as_of`, rolling, not by calendar day."""
    async with transaction(sessions) as session:
        return await repository.top(session, since=as_of - WINDOW, limit=limit, viewer_id=viewer_id)
