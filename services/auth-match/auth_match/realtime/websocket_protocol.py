"""uvicorn's WebSocket connection with bounds, so that no client can block the process that serves it.

uvicorn parses all frames of a read at once (up to 256 KiB: 43,690 empty pings, 0.2 s), answers control frames
itself, and closes a connection only after the client has read everything. This class adds bounds:

- every frame costs a token: data, control frames and fragments, also after a close; a client without tokens
  gets close 4429, and its later bytes are discarded unparsed;
- a client that does not read is cut: when its full send buffer does not drain within STALLED_WRITE_SECONDS,
  and CLOSE_SECONDS after the connection was closed;
- a handshake that cannot be parsed is answered or closed, not left hanging.

`uvicorn --ws auth_match.realtime.websocket_protocol:BoundedWebSocketProtocol`
"""

import asyncio
import socket
from typing import Any, cast

import structlog
from django.conf import settings
from uvicorn.protocols.utils import ClientDisconnected
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets import http11
from websockets.frames import Frame
from websockets.protocol import OPEN

from auth_match.realtime.close_codes import CloseCode
from auth_match.realtime.token_bucket import TokenBucket

log = structlog.get_logger(__name__)

SLICE_BYTES = 1024  # at most 170 frames, less than 1 ms of parsing, between two checks of the tokens
SEND_BUFFER_BYTES = 256 * 1024  # in the kernel, which would let it grow to 4 MiB
WRITE_HIGH_WATER_BYTES = 64 * 1024  # in the process; beyond it the consumer waits
STALLED_WRITE_SECONDS = 5.0
CLOSE_SECONDS = 2.0
CLOSE_REPLY_SECONDS = 5.0  # for the client's own close frame after ours
MAX_FRAGMENTS = 64  # per message; `ws_max_size` counts bytes, and an empty fragment has none
DISCARDED_BYTES = 1024**2  # read after a flood, so that a reset does not lose the close frame (RFC 9112 9.6)
FLOOD = "Too many frames at once."

# The gateway accepts header lines of 16 KiB, the library half of that; it reads this constant at each use.
http11.MAX_LINE_LENGTH = 16 * 1024 + 2


class BoundedTransport:
    """A transport with a bounded `close`; asyncio's waits for ever for a peer that does not read."""

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        self._transport = transport
        self._loop = loop

    def close(self) -> None:
        if not self._transport.is_closing():
            self._loop.call_later(CLOSE_SECONDS, self._transport.abort)
        self._transport.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)


class BoundedWebSocketProtocol(WebSocketsSansIOProtocol):
    """One connection; the limits are settings (SOCKET_FRAMES_…)."""

    _stalled: asyncio.TimerHandle | None = None
    _discarded: int | None = None  # bytes, once a flood is refused

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.close_timeout = CLOSE_REPLY_SECONDS
        self._tokens = TokenBucket(settings.SOCKET_FRAMES_PER_SECOND, settings.SOCKET_FRAMES_AT_ONCE)

    # --- asyncio's entry points ---

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        transport = cast(asyncio.Transport, transport)
        transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER_BYTES)
        transport.set_write_buffer_limits(high=WRITE_HIGH_WATER_BYTES)
        super().connection_made(cast(asyncio.Transport, BoundedTransport(transport, self.loop)))

    def connection_lost(self, exc: Exception | None) -> None:
        self._end_stall()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        for start in range(0, len(data), SLICE_BYTES):
            if self.transport.is_closing():
                return
            if self._discarded is not None:
                self._discard(len(data) - start)
                return
            super().data_received(data[start : start + SLICE_BYTES])
            if self.conn.handshake_exc is not None:
                self._answer_bad_handshake()
                return

    def eof_received(self) -> bool:  # type: ignore[override]  # asyncio asks for it (Protocol.eof_received)
        """The client stopped sending. The base class leaves this to asyncio, whose close is unbounded."""
        self.transport.close()
        return True

    def pause_writing(self) -> None:
        super().pause_writing()
        self._stalled = self.loop.call_later(STALLED_WRITE_SECONDS, self._cut_stalled)

    def resume_writing(self) -> None:
        self._end_stall()
        super().resume_writing()

    # --- uvicorn's ---

    async def send(self, message: Any) -> None:
        """Raises ClientDisconnected, an OSError, also when this side cut the connection."""
        await self.writable.wait()
        if self._discarded is not None or self.transport.is_closing():
            raise ClientDisconnected
        await super().send(message)

    def handle_events(self) -> None:
        """Counts the frames of a slice before any is handled."""
        now = self.loop.time()
        for _ in range(self._frames_parsed()):
            if not self._tokens.take(now):
                self._refuse_flood()
                return
        super().handle_events()

    def handle_cont(self, event: Frame) -> None:
        if len(self.frames) >= MAX_FRAGMENTS:
            self._refuse_flood()
        else:
            super().handle_cont(event)

    # --- inside ---

    def _frames_parsed(self) -> int:
        return len(self.conn.events) if self.handshake_initiated else 0

    def _refuse_flood(self) -> None:
        if self._discarded is not None:
            return
        log.warning("socket_flooded", request_id=self.request.headers.get("X-Request-ID"))
        self._discarded = 0
        self.conn.events.clear()
        self.frames.clear()
        if self.conn.state is OPEN:
            self.conn.data_to_send()  # drops the pongs that the flood requests
            self.conn.send_close(int(CloseCode.TOO_OFTEN), FLOOD)
            self.transport.write(b"".join(self.conn.data_to_send()))
        if not self.close_sent:
            self.close_sent = True
            self.queue.put_nowait(
                {"type": "websocket.disconnect", "code": int(CloseCode.TOO_OFTEN), "reason": FLOOD}
            )
        self.stop_keepalive()
        if self.close_timer is not None:
            self.close_timer.cancel()
        # While this timer is set, the end of the application does not close: that would reset unread data.
        self.close_timer = self.loop.call_later(CLOSE_SECONDS, self.transport.abort)

    def _discard(self, count: int) -> None:
        assert self._discarded is not None
        self._discarded += count
        if self._discarded > DISCARDED_BYTES:
            self.transport.abort()

    def _answer_bad_handshake(self) -> None:
        self.transport.write(b"".join(self.conn.data_to_send()))
        self.transport.close()

    def _cut_stalled(self) -> None:
        log.info("socket_not_read", request_id=self.request.headers.get("X-Request-ID"))
        self.transport.abort()

    def _end_stall(self) -> None:
        if self._stalled is not None:
            self._stalled.cancel()
            self._stalled = None
