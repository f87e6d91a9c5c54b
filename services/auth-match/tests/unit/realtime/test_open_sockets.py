"""The end of a session closes its sockets, whatever their clients do."""

import asyncio
import uuid

from auth_match.realtime.open_sockets import OpenSockets

SID, OTHER = uuid.uuid4(), uuid.uuid4()


async def test_end_of_a_session_closes_all_its_sockets_and_no_other() -> None:
    sockets, closed = OpenSockets(), []

    async def close(name: str) -> None:
        closed.append(name)

    for name, sid in (("one", SID), ("two", SID), ("three", OTHER)):
        assert sockets.register(sid, name, lambda name=name: close(name))
    sockets.unregister(SID, "two")
    sockets.close_session(SID)
    await asyncio.sleep(0)
    assert closed == ["one"]


async def test_client_that_does_not_read_delays_no_other() -> None:
    sockets, closed = OpenSockets(), asyncio.Event()

    async def never() -> None:
        await asyncio.Event().wait()

    async def close() -> None:
        closed.set()

    sockets.register(SID, "stuck", never)
    sockets.register(SID, "fine", close)
    sockets.close_session(SID)
    await asyncio.wait_for(closed.wait(), 1)


async def test_handshake_of_a_session_that_has_just_ended_is_refused() -> None:
    sockets = OpenSockets()

    async def close() -> None:
        raise AssertionError("it was never let in")

    sockets.close_session(SID)
    assert not sockets.register(SID, "late", close)
    assert sockets.register(OTHER, "other", close)
