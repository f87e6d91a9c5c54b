"""The sockets of this process by session, so that the end of a session closes its sockets.

None is missed: only sockets of active sessions register, and the feed is read from before the first one.
"""

import asyncio
import time
import uuid
from collections import defaultdict
from collections.abc import Awaitable, Callable
from contextlib import suppress

Close = Callable[[bool], Awaitable[None]]  # given whether the session has ended; else it may have

# Longer than any handshake takes between its check of the session and its registration here.
REMEMBERED_SECONDS = 60
CLOSE_SECONDS = 10


class OpenSockets:
    def __init__(self) -> None:
        self._closers: defaultdict[uuid.UUID, dict[object, Close]] = defaultdict(dict)
        self._ended: dict[uuid.UUID, float] = {}
        self._closing: set[asyncio.Task[None]] = set()  # the loop itself keeps only weak references

    def register(self, sid: uuid.UUID, socket: object, close: Close) -> bool:
        """False when the session has ended since the handshake checked it."""
        if sid in self._ended:
            return False
        self._closers[sid][socket] = close
        return True

    def unregister(self, sid: uuid.UUID, socket: object) -> None:
        self._closers[sid].pop(socket, None)
        if not self._closers[sid]:
            del self._closers[sid]

    def close_session(self, sid: uuid.UUID) -> None:
        """Closes every socket of the session, and refuses handshakes of it that are under way.

        Returns before the sockets are closed: a client that does not read could delay its close for ever.
        """
        now = time.monotonic()
        self._ended = {each: at for each, at in self._ended.items() if now - at < REMEMBERED_SECONDS}
        self._ended[sid] = now
        self._close(self._closers.get(sid, {}), has_ended=True)

    def close_all(self) -> None:
        """Clients with an active session may reconnect at once."""
        for closers in list(self._closers.values()):
            self._close(closers, has_ended=False)

    def _close(self, closers: dict[object, Close], *, has_ended: bool) -> None:
        for close in list(closers.values()):
            task = asyncio.create_task(_close_soon(close, has_ended=has_ended))
            self._closing.add(task)
            task.add_done_callback(self._closing.discard)


async def _close_soon(close: Close, *, has_ended: bool) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(CLOSE_SECONDS):
            await close(has_ended)


open_sockets = OpenSockets()
