"""`/ws/match/`: one socket a user, on which people wait, are offered to each other and answer."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from auth_match.matching import messages, standing, transitions
from auth_match.matching.announce import user_group
from auth_match.matching.errors import InRoom
from auth_match.matching.messages import JoinQueue, LeaveQueue, Ping, Respond, Sync
from auth_match.matching.standing import Standing
from auth_match.matching.store import Outcome
from auth_match.realtime.close_codes import CloseCode
from auth_match.realtime.consumer import SocketConsumer
from auth_match.realtime.frames import understood

Act = Callable[..., Awaitable[Outcome]]


class MatchConsumer(SocketConsumer):
    purpose = "match"
    _standing: Standing | None = None  # as this socket was told last

    @property
    def user_id(self) -> int:
        user_id: int = self.holder.user_id
        return user_id

    async def tell(self, frame: dict[str, Any], *, re: str | int | None = None) -> None:
        self._standing = standing.told_by(frame) or self._standing
        await super().tell(frame, re=re)

    async def push_unless_told(self, event: dict[str, Any]) -> None:
        """A push that may have been lost: told if this socket does not know of it, and it is still so."""
        told = standing.told_by(event["frame"])
        if told == self._standing:
            return
        state = await transitions.look_up(user_id=self.user_id)
        if told == standing.of_state(state):
            await self.tell(event["frame"])

    async def opened(self) -> None:
        # listen first: what happens from the attach on must reach this socket
        await self.channel_layer.group_add(user_group(self.user_id), self.channel_name)
        await self._attach()

    async def _attach(self) -> None:
        attached = await transitions.attach(user_id=self.user_id)
        self.connection = attached.connection
        await self.tell(messages.state(attached.state, self.user_id))

    async def received(self, frame: dict[str, Any]) -> None:
        command = understood(messages.COMMANDS, frame)
        match command:
            case JoinQueue():
                join = partial(transitions.join, widening=command.widening)
                await self._joined(await self._act(join), command.id)
            case LeaveQueue():
                await self._told(await self._act(transitions.leave), command.id)
            case Respond():
                answer = partial(
                    transitions.respond,
                    response=command.response,
                    offer_id=command.offer_id,
                    partner=command.partner,
                )
                await self._responded(await self._act(answer), command.id)
            case Sync():
                state = await transitions.look_up(user_id=self.user_id)
                await self.tell(messages.state(state, self.user_id), re=command.id)
            case Ping():
                await self.tell({"type": "pong"}, re=command.id)

    async def _act(self, action: Act) -> Outcome:
        """As this socket. When Redis has lost the user, they get their state and the command is done anew."""
        outcome = await action(user_id=self.user_id, connection=self.connection)
        if outcome.result == "unknown":
            await self._attach()
            outcome = await action(user_id=self.user_id, connection=self.connection)
        return outcome

    async def _joined(self, outcome: Outcome, re: str | int | None) -> None:
        if outcome.result == "in_room":
            raise InRoom
        if outcome.state.get("status") == "queued":
            await self.tell(messages.queue_joined(outcome.state), re=re)
        else:
            await self._told(outcome, re)

    async def _responded(self, outcome: Outcome, re: str | int | None) -> None:
        if outcome.result == "none":
            await self.tell(messages.no_active_match(), re=re)
        else:
            await self._told(outcome, re)

    async def _told(self, outcome: Outcome, re: str | int | None) -> None:
        """The state after the command; what it changed for others, and for us, comes as pushes."""
        match outcome.result:
            case "replaced":
                await self.close_with(CloseCode.REPLACED)
            case "unknown":  # lost again at once: shut out, and the socket is about to hear of it
                await self.close_with(CloseCode.RESTARTING)
            case _:
                await self.tell(messages.state(outcome.state, self.user_id), re=re)

    async def beat(self) -> None:
        known = self._standing
        outcome = await transitions.beat(user_id=self.user_id, connection=self.connection)
        if outcome.result == "replaced":
            await self.close_with(CloseCode.REPLACED)
        elif outcome.result == "unknown":  # Redis was emptied: our state says that nobody waits any more
            await self._attach()
        elif standing.of_state(outcome.state) != known:
            await self._tell_state_unless_told(known)

    async def _tell_state_unless_told(self, known: Standing | None) -> None:
        """A push was lost, if this socket heard of nothing while we looked: else it was only on its way."""
        state = await transitions.look_up(user_id=self.user_id)
        if self._standing == known != standing.of_state(state):
            await self.tell(messages.state(state, self.user_id))

    async def closed(self) -> None:
        if self.connection:
            await transitions.detach(user_id=self.user_id, connection=self.connection)
        await self.channel_layer.group_discard(user_group(self.user_id), self.channel_name)
