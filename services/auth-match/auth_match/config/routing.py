"""WebSocket paths and their consumers. An unknown path is accepted and closed with a code, not dropped."""

from channels.generic.websocket import AsyncWebsocketConsumer
from channels.routing import URLRouter
from django.urls import path, re_path

from auth_match.matching.queue.consumer import MatchConsumer
from auth_match.realtime.close_codes import CloseCode
from auth_match.realtime.handshake import selected_subprotocol
from auth_match.voice.consumers import VoiceConsumer


class UnknownPathConsumer(AsyncWebsocketConsumer):  # type: ignore[misc]
    async def connect(self) -> None:
        await self.accept(selected_subprotocol(self.scope))
        await self.close(code=int(CloseCode.ROOM_GONE))


sockets = URLRouter(
    [
        path("ws/match/", MatchConsumer.as_asgi()),
        re_path(r"^ws/voicechat/(?P<room>[A-Za-z0-9_-]{1,64})/$", VoiceConsumer.as_asgi()),
        re_path(r"", UnknownPathConsumer.as_asgi()),
    ]
)
