"""The end of a session closes its sockets, whatever their clients do."""

import asyncio
import uuid
from functools import partial

from auth_match.realtime.open_sockets import OpenSockets

SID, OTHER = uuid.uuid4(), uuid.uuid4()


async def test_end_of_a_session_closes_all_its_sockets_and_no_other() -> None:
    sockets = OpenSockets()
    closed: list[tuple[str, bool]] = []

    async def close(name: str, has_ended: bool) -> None:
        closed.append((name, has_ended))

    for name, sid in (("one", SID), ("two", SID), ("three", OTHER)):
        assert sockets.register(sid, name, partial(close, name))
    sockets.unregister(SID, "two")
    sockets.close_session(SID)
    await asyncio.sleep(0)
    assert closed == [("one", True)]


async def test_after_a_gap_of_the_feed_all_sockets_close_and_may_come_back() -> None:
    sockets = OpenSockets()
    closed: list[bool] = []

    async def close(has_ended: bool) -> None:
        closed.append(has_ended)

    for sid in (SID, OTHER):
        assert sockets.register(sid, "one", close)
    sockets.close_all()
    await asyncio.sleep(0)
    assert closed == [False, False]


async def test_client_that_does_not_read_delays_no_other() -> None:
    sockets, closed = OpenSockets(), asyncio.Event()

    async def never(_has_ended: bool) -> None:
        await asyncio.Event().wait()

    async def close(_has_ended: bool) -> None:
        closed.set()

    sockets.register(SID, "stuck", never)
    sockets.register(SID, "fine", close)
    sockets.close_session(SID)
    await asyncio.wait_for(closed.wait(), 1)


async def test_handshake_of_a_session_that_has_just_ended_is_refused() -> None:
    sockets = OpenSockets()

    async def close(_has_ended: bool) -> None:
        raise AssertionError("it was never let in")

    sockets.close_session(SID)
    assert not sockets.register(SID, "late", close)
    assert sockets.register(OTHER, "other", close)
