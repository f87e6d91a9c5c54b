"""The practice partner: waits for a user, meets them, plays back what they say, and waits again."""

# ruff: noqa: T201 - a command line tool prints
import asyncio
from dataclasses import dataclass

from demo_data.record import Record
from practice import accounts, call, waiting
from practice.accounts import Account
from practice.sockets import opened
from practice.waiting import WaitingUser

WAITED_SECONDS = 3.0  # users who fit each other meet before
LOOK_SECONDS = 0.5
OFFER_SECONDS = 5.0  # one who has left meanwhile is not waited for
WHY_NOT = {"rejected": "{name} says: not now.", "expired": "{name} does not answer."}


def say(sentence: str) -> None:
    print(sentence, flush=True)


@dataclass
class Partner:
    """`url`: http:// address of the gateway; `age`: its own where the user accepts it."""

    url: str
    age: int
    record: Record

    async def run(self) -> None:
        """Until it is cancelled. The record then may hold an account that is not deleted."""
        while True:
            say("Waits for a user.")
            user = await self._next()
            account = await asyncio.to_thread(accounts.sign_up, self.record, user.seeker, self.age)
            if room := await self._match(account):
                await self._talk(account, room)
            await asyncio.to_thread(accounts.delete_all, self.record)

    async def _next(self) -> WaitingUser:
        while True:
            if found := await asyncio.to_thread(waiting.longest_waiting, seconds=WAITED_SECONDS):
                return found
            await asyncio.sleep(LOOK_SECONDS)

    async def _match(self, account: Account) -> str | None:
        """The room's key; None if no user is met."""
        try:
            async with asyncio.timeout(OFFER_SECONDS) as limit:
                return await self._answer(account, limit)
        except TimeoutError:
            say("The user has left.")
            return None

    async def _answer(self, account: Account, limit: asyncio.Timeout) -> str | None:
        """Accepts the offer that comes within the limit."""
        met = ""
        async with opened(self.url, "/ws/match/", account.access) as socket:
            await socket.send(action="join_queue")
            async for frame in socket.frames():
                match frame["type"]:
                    case "match_found":
                        limit.reschedule(None)
                        met = frame["partner"]
                        say(f"Meets {met}.")
                        await socket.send(action="respond", response="accept", offer_id=frame["offer_id"])
                    case "match_success":
                        return str(frame["room"])
                    case "match_cancelled":
                        say(WHY_NOT.get(frame["reason"], "{name} has left.").format(name=met))
                        return None
        return None

    async def _talk(self, account: Account, room: str) -> None:
        try:
            async with opened(self.url, f"/ws/voicechat/{room}/", account.access) as socket:
                await call.echo(socket)
        except call.Refused as refused:
            say(f"{refused}.")
        say("The call is over.")
