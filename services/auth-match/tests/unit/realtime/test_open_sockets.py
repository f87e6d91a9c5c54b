"""A session that ends takes its sockets with it, whatever their clients do."""

import asyncio
import uuid

from auth_match.realtime.open_sockets import OpenSockets

SID, OTHER = uuid.uuid4(), uuid.uuid4()


async def test_ending_closes_all_sockets_of_the_session_and_no_other() -> None:
    sockets, closed = OpenSockets(), []

    async def close(name: str) -> None:
        closed.append(name)

    for name, sid in (("one", SID), ("two", SID), ("three", OTHER)):
        assert sockets.enter(sid, name, lambda name=name: close(name))
    sockets.leave(SID, "two")
    sockets.end(SID)
    await asyncio.sleep(0)
    assert closed == ["one"]


async def test_client_that_reads_nothing_holds_up_nobody() -> None:
    sockets, closed = OpenSockets(), asyncio.Event()

    async def never() -> None:
        await asyncio.Event().wait()

    async def close() -> None:
        closed.set()

    sockets.enter(SID, "stuck", never)
    sockets.enter(SID, "fine", close)
    sockets.end(SID)
    await asyncio.wait_for(closed.wait(), 1)


async def test_handshake_that_looked_too_early_is_refused() -> None:
    sockets = OpenSockets()

    async def close() -> None:
        raise AssertionError("it was never let in")

    sockets.end(SID)
    assert not sockets.enter(SID, "late", close)
    assert sockets.enter(OTHER, "other", close)
