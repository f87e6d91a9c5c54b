"""The rows of many events in a few statements. Each does for all what repository.py does for one.

The order of locks is that of room_rows.py: meetings before rooms. Parameters are arrays, so a statement's
text is the same for any number of rows.
"""

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper

from auth_match.matching.history.row_changes import Meeting, RowChanges

_ENTRIES = """
    INSERT INTO matching_matchqueue (user_id, entered_at, is_active)
    SELECT * FROM unnest(%s::int[], %s::timestamptz[], %s::bool[])
    ON CONFLICT (user_id) DO UPDATE SET entered_at = excluded.entered_at, is_active = excluded.is_active
"""
_QUEUED = """
    UPDATE matching_matchqueue AS old SET is_active = new.is_active
    FROM unnest(%s::int[], %s::bool[]) AS new (user_id, is_active) WHERE old.user_id = new.user_id
"""
_OFFERS = """
    INSERT INTO matching_matchrequest (offer_id, from_user_id, to_user_id, created_at, status)
    SELECT *, 'pending' FROM unnest(%s::text[], %s::int[], %s::int[], %s::timestamptz[])
    ON CONFLICT (offer_id) DO NOTHING
"""
_STATUSES = """
    UPDATE matching_matchrequest AS old SET status = new.status
    FROM unnest(%s::text[], %s::text[]) AS new (offer_id, status)
    WHERE old.offer_id = new.offer_id AND old.status IN ('pending', 'accepted')
"""
_MEETINGS = """
    INSERT INTO matching_matchhistory AS old
      (user1_id, user2_id, matched_at, last_matched_at, last_offer_id, times_met)
    SELECT user1, user2, at, at, offer_id, 1
    FROM unnest(%s::int[], %s::int[], %s::timestamptz[], %s::text[]) AS new (user1, user2, at, offer_id)
    ON CONFLICT (user1_id, user2_id) DO UPDATE SET times_met = old.times_met + 1,
      last_matched_at = excluded.last_matched_at, last_offer_id = excluded.last_offer_id
    WHERE old.last_matched_at < excluded.last_matched_at AND old.last_offer_id <> excluded.last_offer_id
"""
_ROOMS = "DELETE FROM matching_matchedroom WHERE key = ANY(%s)"


def write(changes: RowChanges) -> None:
    """All of them, in the transaction of the caller.

    Raises:
        IntegrityError: a user was deleted meanwhile.
    """
    with connection.cursor() as cursor:
        _write_queue(cursor, changes)
        offers, statuses = changes.offers, changes.statuses.items()
        _run(cursor, _OFFERS, [(one.offer_id, one.from_user, one.to_user, one.created_at) for one in offers])
        _run(cursor, _STATUSES, [(offer_id, status.value) for offer_id, status in statuses])
        for meetings in _once_a_pair(changes.meetings):
            _run(cursor, _MEETINGS, [(one.user1, one.user2, one.at, one.offer_id) for one in meetings])
        if changes.closed_rooms:
            cursor.execute(_ROOMS, [changes.closed_rooms])


def _write_queue(cursor: CursorWrapper, changes: RowChanges) -> None:
    queued = dict(changes.queued)
    _run(cursor, _ENTRIES, [(user, at, queued.pop(user)) for user, at in sorted(changes.entered_at.items())])
    _run(cursor, _QUEUED, sorted(queued.items()))


def _run(cursor: CursorWrapper, statement: str, rows: Sequence[tuple[Any, ...]]) -> None:
    if rows:
        cursor.execute(statement, [list(column) for column in zip(*rows, strict=True)])


def _once_a_pair(meetings: Sequence[Meeting]) -> list[list[Meeting]]:
    """In their order, each pair once in each: a statement may not touch a row twice."""
    rounds: list[dict[tuple[int, int], Meeting]] = []
    for meeting in meetings:
        pair = (meeting.user1, meeting.user2)
        free = next((each for each in rounds if pair not in each), None)
        if free is None:
            rounds.append(free := {})
        free[pair] = meeting
    return [list(each.values()) for each in rounds]
