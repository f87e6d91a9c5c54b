"""`/ws/match/`: one socket per user, on which users wait, are offered to each other and answer."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from functools import partial
from typing import Any, assert_never

from auth_match.matching.delivery.publisher import user_group
from auth_match.matching.errors import InRoom
from auth_match.matching.protocol import frames, last_sent
from auth_match.matching.protocol.frames import Frame, JoinQueue, LeaveQueue, Ping, Respond, Sync
from auth_match.matching.protocol.last_sent import LastSentState
from auth_match.matching.queue import actions
from auth_match.matching.state.events import Event
from auth_match.matching.state.store import Outcome
from auth_match.realtime.close_codes import CloseCode
from auth_match.realtime.consumer import SocketConsumer
from auth_match.realtime.frames import parsed_as

Act = Callable[..., Awaitable[Outcome]]


class MatchConsumer(SocketConsumer):
    purpose = "match"
    _last_sent: LastSentState | None = None

    @property
    def user_id(self) -> int:
        user_id: int = self.holder.user_id
        return user_id

    async def send_frame(self, frame: Frame, *, re: str | int | None = None) -> None:
        self._last_sent = last_sent.of_frame(frame) or self._last_sent
        await super().send_frame(frame, re=re)

    async def push(self, event: Mapping[str, Any]) -> None:
        """An offer or a match comes first, then the state; once, also to the user whose command caused it."""
        frame = event["frame"]
        is_of_both = frame["type"] in last_sent.OF_BOTH
        if is_of_both and last_sent.of_frame(frame) == self._last_sent:
            return
        await self.send_frame(frame)
        if is_of_both:
            await self._send_state()

    async def _send_state(self, *, re: str | int | None = None) -> None:
        state = await actions.look_up(user_id=self.user_id)
        await self.send_frame(frames.state(state, self.user_id), re=re)

    async def push_unless_told(self, event: Mapping[str, Any]) -> None:
        """A push that may have been lost: sent if this socket has not sent it, and it is still true.

        Named as processes of other releases know it.
        """
        pushed = last_sent.of_frame(event["frame"])
        if pushed == self._last_sent:
            return
        state = await actions.look_up(user_id=self.user_id)
        if pushed == last_sent.of_snapshot(state):
            await self.send_frame(event["frame"])
            await self.send_frame(frames.state(state, self.user_id))

    async def opened(self) -> None:
        # listen first: what happens from the attach on must reach this socket
        await self.channel_layer.group_add(user_group(self.user_id), self.channel_name)
        await self._attach()

    async def _attach(self) -> None:
        attached = await actions.attach(user_id=self.user_id)
        self.connection = attached.connection
        await self.send_frame(frames.state(attached.state, self.user_id))

    async def received(self, frame: Frame) -> None:
        command = parsed_as(frames.COMMANDS, frame)
        match command:
            case JoinQueue():
                join = partial(actions.join, widening=command.widening)
                await self._answer_join(await self._act(join), command.id)
            case LeaveQueue():
                await self._answer_state(await self._act(actions.leave), command.id)
            case Respond():
                answer = partial(
                    actions.respond,
                    response=command.response,
                    offer_id=command.offer_id,
                    partner=command.partner,
                )
                await self._answer_response(await self._act(answer), command.id)
            case Sync():
                await self._send_state(re=command.id)
            case Ping():
                await self.send_frame({"type": "pong"}, re=command.id)
            case _:
                assert_never(command)

    async def _act(self, action: Act) -> Outcome:
        """As this socket. When Redis has lost the user: attaches, and repeats the action."""
        outcome = await action(user_id=self.user_id, connection=self.connection)
        if outcome.result == "unknown":
            await self._attach()
            outcome = await action(user_id=self.user_id, connection=self.connection)
        await self._send_own_pushes(outcome.events)
        return outcome

    async def _send_own_pushes(self, events: Iterable[Event]) -> None:
        """What this command led to, before the state that follows. `push` drops each the second time."""
        for event in events:
            for user_id, frame in frames.pushes(event):
                if user_id == self.user_id and frame["type"] in last_sent.OF_BOTH:
                    await self.send_frame(frame)

    async def _answer_join(self, outcome: Outcome, re: str | int | None) -> None:
        if outcome.result == "in_room":
            raise InRoom
        if outcome.snapshot and outcome.snapshot.entry:
            await self.send_frame(frames.queue_joined(outcome.snapshot), re=re)
        else:
            await self._answer_state(outcome, re)

    async def _answer_response(self, outcome: Outcome, re: str | int | None) -> None:
        if outcome.result == "none":
            await self.send_frame(frames.no_active_match(), re=re)
        else:
            await self._answer_state(outcome, re)

    async def _answer_state(self, outcome: Outcome, re: str | int | None) -> None:
        """The state after the command; what it changed for others, and for this user, comes as pushes."""
        match outcome.result:
            case "replaced":
                await self.close_with(CloseCode.REPLACED)
            case "unknown":  # lost again at once: the account is disabled, and this socket is about to end
                await self.close_with(CloseCode.RESTARTING)
            case _:
                await self.send_frame(frames.state(outcome.state, self.user_id), re=re)

    async def beat(self) -> None:
        known = self._last_sent
        outcome = await actions.beat(user_id=self.user_id, connection=self.connection)
        if outcome.result == "replaced":
            await self.close_with(CloseCode.REPLACED)
        elif outcome.result == "unknown":  # Redis was emptied: the state says that the user no longer waits
            await self._attach()
        elif last_sent.of_snapshot(outcome.state) != known:
            await self._send_state_if_push_was_lost(known)

    async def _send_state_if_push_was_lost(self, known: LastSentState | None) -> None:
        """It was, if this socket has sent nothing while we looked: else the push was only on its way."""
        state = await actions.look_up(user_id=self.user_id)
        if self._last_sent == known != last_sent.of_snapshot(state):
            await self.send_frame(frames.state(state, self.user_id))

    async def closed(self) -> None:
        if self.connection:
            await actions.detach(user_id=self.user_id, connection=self.connection)
        await self.channel_layer.group_discard(user_group(self.user_id), self.channel_name)
