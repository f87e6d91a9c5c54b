"""The Flutter client's frames (contracts/frames_in_the_field.json) are taken, and it gets what it reads."""

import asyncio
import json
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any, Self

from tests.people.meeting import only_for_each_other
from tests.people.person import TIMEOUT_SECONDS, Person
from tests.people.sockets import Socket
from websockets.asyncio.client import connect

CONTRACT = json.loads(
    (Path(__file__).parents[2] / "contracts" / "frames_in_the_field.json").read_text(encoding="utf-8")
)
SDP = "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\n"
KNOWN = {"offer_sdp": SDP, "answer_sdp": SDP}


class Phone(Socket):
    """A socket as that client opens it. `seen` collects what was sent and read, over all phones."""

    def __init__(self, person: Person, purpose: str, seen: set[tuple[str, str]], **known: str) -> None:
        super().__init__(person, purpose, CONTRACT[purpose]["path"].format(**known))
        self._seen = seen
        self._taken: set[int] = set()

    async def __aenter__(self) -> Self:
        self.connection = await connect(
            self.url,
            additional_headers=self.person.bearer,
            open_timeout=TIMEOUT_SECONDS,
            compression=None,
        )
        self._begin_reading()
        return self

    async def says(self, name: str, **known: str) -> None:
        text = json.dumps(CONTRACT[self.purpose]["sends"][name])
        for key, value in {**KNOWN, **known}.items():
            text = text.replace(f'"{{{key}}}"', json.dumps(value))
        await self.connection.send(text)
        self._seen.add((self.purpose, name))

    async def reads(self, kind: str, **fields: Any) -> dict[str, Any]:
        """Whatever came before it: `match_success` may overtake the partner's `match_response`."""
        frame = await self._first(kind, fields)
        for path in CONTRACT[self.purpose]["reads"][kind]:
            value: Any = frame
            for name in path.split("."):
                assert name in value, f"{kind} without {path}: {frame}"
                value = value[name]
        self._seen.add((self.purpose, f"reads {kind}"))
        return frame

    async def _first(self, kind: str, fields: dict[str, Any]) -> dict[str, Any]:
        async with asyncio.timeout(TIMEOUT_SECONDS), self._arrived:
            while True:
                for frame in self.frames:
                    is_new = frame["seq"] not in self._taken
                    if is_new and frame["type"] == kind and fields.items() <= frame.items():
                        self._taken.add(frame["seq"])
                        return frame
                await self._arrived.wait()


async def test_frames_of_the_client_in_the_field(alice: Person, bob: Person) -> None:
    await only_for_each_other(alice, bob)
    seen: set[tuple[str, str]] = set()
    async with AsyncExitStack() as stack:
        one = await stack.enter_async_context(Phone(alice, "match", seen))
        other = await stack.enter_async_context(Phone(bob, "match", seen))
        await _waits_and_asks(one)
        room = await _meets(one, other)
        await _talks(alice, bob, seen, room)
        await one.reads("match_cancelled", reason="partner_left", requeued=False)
        await one.says("join")  # after a call, without leaving the room first
        await one.reads("queue_joined")
    assert seen == _everything()


async def _waits_and_asks(phone: Phone) -> None:
    await phone.reads("state", status="idle")
    await phone.says("join")
    await phone.reads("queue_joined")
    await phone.says("leave")
    await phone.reads("queue_left")
    await phone.says("reject the current offer")
    await phone.reads("match_cancelled", reason="no_active_match")
    await phone.says("ping")
    await phone.reads("pong")
    await phone.says("nonsense")
    await phone.reads("error")
    await phone.says("sync")
    await phone.reads("state", status="idle")


async def _meets(one: Phone, other: Phone) -> str:
    for each in (one, other):
        await each.says("join")
    for each, partner in ((one, other), (other, one)):
        found = await each.reads("match_found", partner=partner.person.username)
    await one.says("accept the current offer")
    await other.says("accept this offer", offer_id=found["offer_id"], partner=found["partner"])
    for each in (one, other):
        await each.reads("match_response")
        success = await each.reads("match_success")
    return str(success["room"])


async def _talks(alice: Person, bob: Person, seen: set[tuple[str, str]], room: str) -> None:
    async with AsyncExitStack() as stack:
        one = await stack.enter_async_context(Phone(alice, "voice", seen, room=room))
        other = await stack.enter_async_context(Phone(bob, "voice", seen, room=room))
        await one.reads("peer_joined")
        first = await one.reads("role_assignment")
        caller, callee = (one, other) if first["role"] == "offer" else (other, one)
        await caller.says("offer")
        await callee.reads("offer", **{"from": caller.person.username})
        await callee.says("answer")
        await caller.reads("answer", **{"from": callee.person.username})
        for name in ("candidate", "end of candidates"):
            await caller.says(name)
            await callee.reads("ice-candidate")
        await caller.says("ping")
        await caller.reads("pong")
        async with Phone(alice, "voice", seen, room=room) as again:  # its app came back from the background
            await again.reads("role_assignment")
        await other.reads("peer_left")
        await other.says("bye")
        await other.reads("match_cancelled", reason="partner_left")


def _everything() -> set[tuple[str, str]]:
    """All of the contract: a frame that is not replayed here is not promised."""
    sockets = ("match", "voice")
    sent = {(socket, name) for socket in sockets for name in CONTRACT[socket]["sends"]}
    read = {(socket, f"reads {kind}") for socket in sockets for kind in CONTRACT[socket]["reads"]}
    return sent | read
