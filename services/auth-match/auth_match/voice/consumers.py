"""`/ws/voicechat/{room}/`: the two members of a room exchange WebRTC signals; the server only relays."""

from collections.abc import Sequence
from typing import Any, TypedDict

from django.conf import settings

from auth_match.matching import rooms
from auth_match.matching.announce import room_group
from auth_match.matching.domain.room import Room
from auth_match.matching.errors import RoomGone
from auth_match.realtime.close_codes import CloseCode
from auth_match.realtime.consumer import SocketConsumer
from auth_match.realtime.frames import understood
from auth_match.voice import messages
from auth_match.voice.errors import MailboxFull, NotAMember
from auth_match.voice.messages import Bye, Frame, Ping


class Sitter(TypedDict):
    """Who acts, in every call about the seat."""

    user_id: int
    connection: str


def seat_group(room: Room, user_id: int) -> str:
    return f"seat.{room.key}.{user_id}"


class VoiceConsumer(SocketConsumer):
    purpose = "voice"
    room: Room
    _groups: Sequence[str] = ()

    @property
    def _me(self) -> Sitter:
        return {"user_id": self.holder.user_id, "connection": self.connection}

    async def opened(self) -> None:
        user_id = self.holder.user_id
        self.room = await rooms.find(self.scope["url_route"]["kwargs"]["room"])
        if not self.room.is_member(user_id):
            raise NotAMember
        # listen first: what is posted once the seat is ours is pushed, not kept
        self._groups = [seat_group(self.room, user_id), room_group(self.room.key)]
        for group in self._groups:
            await self.channel_layer.group_add(group, self.channel_name)
        await self._sit_down()

    async def _sit_down(self) -> None:
        user_id = self.holder.user_id
        seat = await rooms.take_seat(self.room, user_id=user_id)
        self.connection = seat.connection
        message = {"type": "replaced", "connection": seat.connection}
        await self.channel_layer.group_send(seat_group(self.room, user_id), message)
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
        message = understood(messages.MESSAGES, frame)
        match message:
            case Bye():
                await rooms.close(self.room.key, user_id=self.holder.user_id)
            case Ping():
                await self.tell({"type": "pong"}, re=message.id)
            case _:
                await self._relay(messages.relayed(message, sender=self.holder.username))

    async def _relay(self, frame: Frame) -> None:
        result = await rooms.post(self.room, frame, **self._me)
        if result == "unknown":
            await self._find_room_again()
            result = await rooms.post(self.room, frame, **self._me)
        match result:
            case "deliver":
                await self._push_to_partner(frame)
            case "full":
                raise MailboxFull
            case "replaced":
                await self.close_with(CloseCode.REPLACED)

    async def beat(self) -> None:
        match await rooms.hold_seat(self.room, **self._me):
            case "replaced":
                await self.close_with(CloseCode.REPLACED)
            case "unknown":
                await self._find_room_again()

    async def _find_room_again(self) -> None:
        """Redis has no such room: it is over, or Redis was emptied and the row in PostgreSQL still stands."""
        try:
            self.room = await rooms.find(self.room.key)
            await self._sit_down()
        except RoomGone:
            await self.room_over({"reason": "room_closed"})

    async def closed(self) -> None:
        if self.connection:
            await rooms.free_seat(self.room, **self._me)
        for group in self._groups:
            await self.channel_layer.group_discard(group, self.channel_name)

    async def _push_to_partner(self, frame: Frame) -> None:
        partner = seat_group(self.room, self.room.partner_of(self.holder.user_id))
        await self.channel_layer.group_send(partner, {"type": "push", "frame": frame})

    # --- events of the group room.<room> ---

    async def room_seat_freed(self, event: dict[str, Any]) -> None:
        if event["user_id"] != self.holder.user_id:
            await self.tell(messages.peer_left(grace_seconds=settings.MATCH_GRACE_SECONDS))

    async def room_over(self, event: dict[str, Any]) -> None:
        await self.tell(messages.call_over(event["reason"]))
        await self.close_with(CloseCode.ROOM_OVER)
