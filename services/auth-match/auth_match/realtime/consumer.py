"""What every socket does: accept, authenticate, number its frames, beat, and fail in order.

A feature's consumer implements `purpose`, `opened`, `received`, `beat`, `closed`; its state is in Redis.
"""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, ClassVar

import structlog
from channels.exceptions import StopConsumer
from channels.generic.websocket import AsyncWebsocketConsumer
from django.conf import settings
from django.db import Error as DatabaseError
from redis.exceptions import RedisError

from auth_match.accounts.errors import InvalidToken
from auth_match.accounts.service import TicketHolder
from auth_match.errors import DomainError
from auth_match.realtime import frames, handshake, socket_store
from auth_match.realtime.close_codes import CLOSE_CODE_OF, CloseCode
from auth_match.realtime.errors import MalformedFrame, TooManySockets
from auth_match.realtime.open_sockets import open_sockets
from auth_match.runtime.request_id import bind_request_id

log = structlog.get_logger(__name__)

UNAVAILABLE = "The service is not available right now. Try again."


class SocketConsumer(AsyncWebsocketConsumer):  # type: ignore[misc]
    """One WebSocket. `holder` is its user once the handshake has succeeded."""

    purpose: ClassVar[str]
    beat_seconds: ClassVar[float] = 20
    # After a failed beat: well within the grace, or the next sweep would disconnect every user.
    retry_seconds: ClassVar[float] = 3
    holder: TicketHolder
    connection = ""  # this socket's number among its user's, once a feature has assigned it
    _seq = 0
    _closing = False
    _is_registered = False
    _beating: asyncio.Task[None] | None = None

    async def opened(self) -> None:
        raise NotImplementedError

    async def received(self, frame: dict[str, Any]) -> None:
        raise NotImplementedError

    async def beat(self) -> None:
        """Called every `beat_seconds` while the socket is open."""
        raise NotImplementedError

    async def closed(self) -> None:
        """Called when the socket is gone, perhaps during `opened`. Not called when the process dies: then
        deadlines in Redis clean up."""
        raise NotImplementedError

    # --- Channels' entry points ---

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        send = partial(self._send_if_there, send)
        try:
            await super().__call__(scope, receive, send)
        except (RedisError, OSError) as error:  # Channels asks Redis for this socket's channel at first
            _log_unavailable(error)
            await send({"type": "websocket.accept", "subprotocol": handshake.selected_subprotocol(scope)})
            await send({"type": "websocket.close", "code": int(CloseCode.RESTARTING)})

    async def connect(self) -> None:
        bind_request_id(handshake.header(self.scope, b"x-request-id"))
        # accept first: a close before it reaches browsers as a bare HTTP 403, without a code
        await self.accept(handshake.selected_subprotocol(self.scope))
        try:
            self.holder = await handshake.authenticate(self.scope, self.purpose)
            if not open_sockets.register(self.holder.sid, self, self._session_over):
                raise InvalidToken
            self._is_registered = True
            await self._register_socket()
            await self.opened()
        except DomainError as refusal:
            await self.close_with(CLOSE_CODE_OF[refusal.kind], refusal.detail)
            return
        log.info("socket_opened", purpose=self.purpose, user_id=self.holder.user_id)
        self._beating = asyncio.create_task(self._beat_forever())

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        if self._closing:
            return
        try:
            frame = frames.parse(text_data)
        except MalformedFrame as refusal:
            await self.send_error(refusal)
            await self.close_with(CloseCode.PROTOCOL)
            return
        try:
            await self.received(frame)
        except DomainError as refusal:
            await self.send_error(refusal, re=answered_id(frame))

    async def disconnect(self, code: int) -> None:
        if code == CloseCode.TOO_OFTEN and self._is_registered:
            await handshake.penalize_flood(self.holder)
        await self._end()

    async def dispatch(self, message: dict[str, Any]) -> None:
        """An edge: without it an exception would end the consumer and skip `disconnect`."""
        if not hasattr(self, message["type"].replace(".", "_")):
            log.warning("unknown_channel_event", event_type=message["type"])
            return
        try:
            await super().dispatch(message)
        except StopConsumer:
            raise
        except (RedisError, DatabaseError, OSError) as error:
            _log_unavailable(error)
            await self._send_unavailable()
        except Exception:
            log.exception("consumer_failed", event_type=message["type"])
            await self.close_with(CloseCode.INTERNAL)
        if message["type"] == "websocket.disconnect":
            raise StopConsumer  # also when `disconnect` failed half-way

    # --- for features to call ---

    async def send_frame(self, frame: dict[str, Any], *, re: str | int | None = None) -> None:
        if not self._closing:
            self._seq += 1
            await self.send(text_data=frames.render(frame, seq=self._seq, re=re))

    async def send_error(self, refusal: DomainError, *, re: str | int | None = None) -> None:
        wait = {} if refusal.retry_after is None else {"retry_after": refusal.retry_after}
        await self.send_frame(
            {"type": "error", "code": refusal.code, "message": refusal.detail, **wait}, re=re
        )

    async def close_with(self, code: CloseCode, reason: str = "") -> None:
        """`reason` is a sentence for the developer of the client, at most 123 bytes (RFC 6455 5.5)."""
        if not self._closing:
            self._closing = True
            await self.close(code=int(code), reason=reason[:120])

    # --- channel events of every socket ---

    async def push(self, event: dict[str, Any]) -> None:
        await self.send_frame(event["frame"])

    async def replaced(self, event: dict[str, Any]) -> None:
        """A newer socket of the same user took over."""
        if self.connection and int(event["connection"]) > int(self.connection):
            await self.close_with(CloseCode.REPLACED)

    # --- inside ---

    async def _send_if_there(self, send: Callable[[Any], Awaitable[None]], message: dict[str, Any]) -> None:
        """A client that has just disconnected is no failure: `websocket.disconnect` comes next and cleans up.

        The server raises OSError then (ASGI specification, WebSocket, "Disconnected Client").
        """
        try:
            await send(message)
        except OSError:
            self._closing = True
            log.debug("client_gone")

    async def _send_unavailable(self) -> None:
        if self._beating is None:  # the handshake could not finish: the client reconnects
            await self.close_with(CloseCode.RESTARTING)
        else:
            await self.send_frame({"type": "error", "code": "unavailable", "message": UNAVAILABLE})

    async def _beat_forever(self) -> None:
        wait = self.beat_seconds
        while not self._closing:
            await asyncio.sleep(wait)
            wait = self.beat_seconds
            try:
                await self.beat()
                await self._renew_socket()
            except (RedisError, DatabaseError, OSError):
                log.warning("beat_failed", exc_info=True)
                wait = self.retry_seconds
            except Exception:  # an edge: this task is never awaited
                log.exception("beat_failed")
                await self.close_with(CloseCode.INTERNAL)

    async def _register_socket(self) -> None:
        limit = settings.SOCKETS_PER_USER
        if not await socket_store.register(self.holder.user_id, self.channel_name, limit=limit):
            raise TooManySockets

    async def _renew_socket(self) -> None:
        """A full Redis refuses this. The beat must not fail for it: the socket is then not counted."""
        try:
            await socket_store.renew(self.holder.user_id, self.channel_name)
        except RedisError as error:
            log.warning("socket_renewal_failed", error=type(error).__name__)

    async def _session_over(self, has_ended: bool) -> None:
        """`has_ended`: for certain; else the client may come back."""
        await self.close_with(CloseCode.AUTH)

    async def _end(self) -> None:
        self._closing = True
        if self._beating is not None:
            self._beating.cancel()
        if self._is_registered:
            open_sockets.unregister(self.holder.sid, self)
            log.info("socket_closed", purpose=self.purpose, user_id=self.holder.user_id, frames=self._seq)
            try:
                await self.closed()
            finally:
                await socket_store.unregister(self.holder.user_id, self.channel_name)


def _log_unavailable(error: Exception) -> None:
    """As `runtime.problem` does for a request."""
    log.warning("dependency_unavailable", error=type(error).__name__, detail=str(error)[:200])


def answered_id(frame: dict[str, Any]) -> str | int | None:
    """A command's `id`, if a response can repeat it."""
    given = frame.get("id")
    if isinstance(given, str):
        return given if len(given) <= 64 else None
    return given if isinstance(given, int) and not isinstance(given, bool) else None
