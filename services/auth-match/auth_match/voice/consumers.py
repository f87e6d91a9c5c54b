"""`/ws/voicechat/{room}/`: the two members of a room exchange WebRTC signals; the server relays them."""

from collections.abc import Sequence
from typing import Any, TypedDict, assert_never

from django.conf import settings

from auth_match.matching import rooms
from auth_match.matching.delivery.publisher import room_group
from auth_match.matching.domain.room import Room
from auth_match.matching.errors import RoomGone
from auth_match.realtime.close_codes import CloseCode
from auth_match.realtime.consumer import SocketConsumer
from auth_match.realtime.frames import parsed_as
from auth_match.voice import messages
from auth_match.voice.errors import NotAMember, PendingFull
from auth_match.voice.messages import Answer, Bye, Frame, IceCandidate, Offer, Ping


class Participant(TypedDict):
    """The acting user and socket, in every call about the seat."""

    user_id: int
    connection: str


def seat_group(room: Room, user_id: int) -> str:
    return f"seat.{room.key}.{user_id}"


class VoiceConsumer(SocketConsumer):
    purpose = "voice"
    room: Room
    _groups: Sequence[str] = ()

    @property
    def _me(self) -> Participant:
        return {"user_id": self.holder.user_id, "connection": self.connection}

    async def opened(self) -> None:
        user_id = self.holder.user_id
        self.room = await rooms.find(self.scope["url_route"]["kwargs"]["room"])
        if not self.room.is_member(user_id):
            raise NotAMember
        # listen first: a signal sent once the seat is taken is pushed, not kept
        self._groups = [seat_group(self.room, user_id), room_group(self.room.key)]
        for group in self._groups:
            await self.channel_layer.group_add(group, self.channel_name)
        await self._take_seat()

    async def _take_seat(self) -> None:
        user_id = self.holder.user_id
        seat = await rooms.take_seat(self.room, user_id=user_id, instance=self.holder.instance)
        self.connection = seat.connection
        message = {"type": "replaced", "connection": seat.connection}
        await self.channel_layer.group_send(seat_group(self.room, user_id), message)
        if seat.partner_present:
            await self._assign_roles(fresh=seat.fresh)
        for frame in seat.pending:
            await self.send_frame(frame)

    async def _assign_roles(self, *, fresh: bool) -> None:
        """Both are here: the member with the smaller id makes the offer."""
        offers = self.holder.user_id == self.room.user1
        await self._push_to_partner(messages.peer_joined(fresh=fresh))
        await self._push_to_partner(messages.role_assignment(offers=not offers))
        await self.send_frame(messages.role_assignment(offers=offers))

    async def received(self, frame: dict[str, Any]) -> None:
        message = parsed_as(messages.MESSAGES, frame)
        match message:
            case Bye():
                await rooms.close(self.room.key, user_id=self.holder.user_id)
            case Ping():
                await self.send_frame({"type": "pong"}, re=message.id)
            case Offer() | Answer() | IceCandidate():
                await self._relay(messages.relayed(message, sender=self.holder.username))
            case _:
                assert_never(message)

    async def _relay(self, frame: Frame) -> None:
        result = await rooms.send_signal(self.room, frame, **self._me)
        if result == "unknown":
            await self._find_room_again()
            result = await rooms.send_signal(self.room, frame, **self._me)
        match result:
            case "deliver":
                await self._push_to_partner(frame)
            case "full":
                raise PendingFull
            case "replaced":
                await self.close_with(CloseCode.REPLACED)

    async def beat(self) -> None:
        match await rooms.hold_seat(self.room, **self._me):
            case "replaced":
                await self.close_with(CloseCode.REPLACED)
            case "unknown":
                await self._find_room_again()

    async def _find_room_again(self) -> None:
        """Redis has no such room: it has closed, or Redis lost its data and PostgreSQL still has the row."""
        try:
            self.room = await rooms.find(self.room.key)
            await self._take_seat()
        except RoomGone:
            await self.room_over({"reason": "partner_left"})

    async def closed(self) -> None:
        if self.connection:
            await rooms.free_seat(self.room, **self._me)
        for group in self._groups:
            await self.channel_layer.group_discard(group, self.channel_name)

    async def _session_over(self, has_ended: bool) -> None:
        """The call ends at once if its user cannot come back."""
        await super()._session_over(has_ended)
        if has_ended:
            await rooms.close(self.room.key, user_id=self.holder.user_id)

    async def _push_to_partner(self, frame: Frame) -> None:
        partner = seat_group(self.room, self.room.partner_of(self.holder.user_id))
        await self.channel_layer.group_send(partner, {"type": "push", "frame": frame})

    # --- events of the group room.<room> ---

    async def room_seat_freed(self, event: dict[str, Any]) -> None:
        if event["user_id"] != self.holder.user_id:
            await self.send_frame(messages.peer_left(grace_seconds=settings.VOICE_GRACE_SECONDS))

    async def room_over(self, event: dict[str, Any]) -> None:
        await self.send_frame(messages.call_over(event["reason"]))
        await self.close_with(CloseCode.ROOM_OVER)
