"""`/ws/voicechat/{room}/`: the two members of a room exchange WebRTC signals; the server only relays."""

from typing import Any

from django.conf import settings
from pydantic import ValidationError

from auth_match.matching import rooms
from auth_match.matching.announce import room_group
from auth_match.matching.errors import RoomGone
from auth_match.matching.rooms import Room
from auth_match.realtime.close_codes import CloseCode
from auth_match.realtime.consumer import SocketConsumer
from auth_match.realtime.errors import InvalidFrame
from auth_match.voice import messages
from auth_match.voice.errors import MailboxFull, NotAMember
from auth_match.voice.messages import Bye, Frame, Ping


def seat_group(room: Room, user_id: int) -> str:
    return f"seat.{room.key}.{user_id}"


class VoiceConsumer(SocketConsumer):
    purpose = "voice"
    room: Room
    connection = ""

    @property
    def _me(self) -> dict[str, Any]:
        return {"user_id": self.holder.user_id, "connection": self.connection}

    @property
    def _partner_group(self) -> str:
        return seat_group(self.room, self.room.partner_of(self.holder.user_id))

    async def opened(self) -> None:
        user_id = self.holder.user_id
        self.room = await rooms.find(self.scope["url_route"]["kwargs"]["room"])
        if not self.room.is_member(user_id):
            raise NotAMember
        # listen first: what is posted once the seat is ours is pushed, not kept
        await self.channel_layer.group_add(seat_group(self.room, user_id), self.channel_name)
        await self.channel_layer.group_add(room_group(self.room.key), self.channel_name)
        seat = await rooms.take_seat(self.room, user_id=user_id)
        self.connection = seat.connection
        await self._send_to(
            seat_group(self.room, user_id), {"type": "replaced", "connection": seat.connection}
        )
        if seat.partner_present:
            await self._introduce()
        for frame in seat.mail:
            await self.tell(frame)

    async def _introduce(self) -> None:
        """Both are here: the member with the smaller id makes the offer."""
        offers = self.holder.user_id == self.room.user1
        await self._push_to_partner(messages.peer_joined())
        await self._push_to_partner(messages.role_assignment(offers=not offers))
        await self.tell(messages.role_assignment(offers=offers))

    async def received(self, frame: dict[str, Any]) -> None:
        try:
            message = messages.MESSAGES.validate_python(frame)
        except ValidationError as error:
            raise InvalidFrame from error
        match message:
            case Bye():
                await rooms.close(self.room.key, user_id=self.holder.user_id)
            case Ping():
                await self.tell({"type": "pong"}, re=message.id)
            case _:
                await self._relay(messages.relayed(message, sender=self.holder.username))

    async def _relay(self, frame: Frame) -> None:
        match await rooms.post(self.room, frame, **self._me):
            case "deliver":
                await self._push_to_partner(frame)
            case "full":
                raise MailboxFull
            case "replaced":
                await self.close_with(CloseCode.REPLACED)
            case "none":
                raise RoomGone

    async def beat(self) -> None:
        match await rooms.hold_seat(self.room, **self._me):
            case "replaced":
                await self.close_with(CloseCode.REPLACED)
            case "none":
                await self.room_over({"reason": "room_closed"})

    async def closed(self) -> None:
        for group in (seat_group(self.room, self.holder.user_id), room_group(self.room.key)):
            await self.channel_layer.group_discard(group, self.channel_name)
        if await rooms.free_seat(self.room, **self._me):
            await self._push_to_partner(messages.peer_left(grace_seconds=settings.MATCH_GRACE_SECONDS))

    async def _push_to_partner(self, frame: Frame) -> None:
        await self._send_to(self._partner_group, {"type": "push", "frame": frame})

    async def _send_to(self, group: str, message: dict[str, Any]) -> None:
        await self.channel_layer.group_send(group, message)

    # --- events of the groups seat.<room>.<user id> and room.<room> ---

    async def push(self, event: dict[str, Any]) -> None:
        await self.tell(event["frame"])

    async def replaced(self, event: dict[str, Any]) -> None:
        if self.connection and int(event["connection"]) > int(self.connection):
            await self.close_with(CloseCode.REPLACED)

    async def room_over(self, event: dict[str, Any]) -> None:
        await self.tell(messages.call_over(event["reason"]))
        await self.close_with(CloseCode.ROOM_OVER)
