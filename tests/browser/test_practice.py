"""`make practice`: a user who is alone meets a program, which plays back what it hears."""

import asyncio
import os
import signal
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import expect

from native.settings import ROOT
from tests.browser.app import AppUser, Somebody
from tests.browser.conftest import MakeVisitor
from tests.browser.sound import heard, until_sound
from tests.browser.story import STORY
from tests.people.person import new_name
from tests.system import NativeSystem

pytestmark = STORY

SAID_SECONDS = 20  # for what takes one or two: the machine may be busy
NAMES = "SELECT username FROM accounts_user WHERE username LIKE 'practice-partner-%%'"
AGE = 97  # asked for by no other story; the partner's setting is 30


class Practice:
    """The process, and what it says."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process

    async def says(self, sentence: str) -> None:
        """The next line is that."""
        assert self.process.stdout
        async with asyncio.timeout(SAID_SECONDS):
            assert (await self.process.stdout.readline()).decode().rstrip() == sentence


@asynccontextmanager
async def practice(**changed: str) -> AsyncIterator[Practice]:
    """Started as `make practice` does."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "native", "practice"),
        env={**os.environ, "PYTHONPATH": str(ROOT / "deploy"), **changed},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        cwd=ROOT,
    )
    try:
        yield Practice(process)
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def test_echo_of_the_practice_partner_is_heard_and_told_from_silence(
    visitor: MakeVisitor, system: NativeSystem
) -> None:
    who = Somebody(new_name("mina"), 25, "female", AGE, "male")
    async with practice() as partner:
        await partner.says("Waits for a user.")
        mina = AppUser.of(await visitor("mina"), who)
        await mina.has_signed_up()
        await mina.joins()
        await expect(mina.heading("wait.title")).to_be_visible()
        name = await _says_what_it_is(mina, system)
        await partner.says(f"Meets {who.username}.")
        await mina.accepts()
        await until_sound(mina.page)
        await _plays_back_after_a_second(mina)
        await mina.button("call.hang_up").click()
        await expect(mina.heading("ended.title")).to_be_visible()
        await partner.says("The call is over.")
        await partner.says("Waits for a user.")
        assert [name] not in [list(row) for row in await system.rows(NAMES)]
        partner.process.send_signal(signal.SIGINT)
        await partner.says("Ended. Its accounts are deleted.")
        assert await partner.process.wait() == 0
    assert not (system.settings.data / "practice.json").exists()


async def _says_what_it_is(user: AppUser, system: NativeSystem) -> str:
    """In the offer; returns the partner's name. Its age is one that the user asked for."""
    await expect(user.button("offer.accept")).to_be_visible(timeout=SAID_SECONDS * 1000)
    ((name,),) = await system.rows(NAMES)
    await expect(user.heading("offer.title", name=name, age=AGE)).to_be_visible()
    await expect(user.text("offer.practice", name=name)).to_be_visible()
    return str(name)


async def _plays_back_after_a_second(user: AppUser) -> None:
    """What the user says comes back a second later; after a user who is silent, silence comes."""
    await user.button("call.mute").click()
    await asyncio.sleep(2)  # what was said before has come back
    since = time.time()
    await asyncio.sleep(1)
    quiet = await heard(user.page, since)
    await user.button("call.mute").click()
    spoke = time.time()
    delay = await until_sound(user.page, spoke) - spoke
    since = time.time()
    await asyncio.sleep(1)
    loud = await heard(user.page, since)
    print(f"echo after {delay:.2f} s; energy {loud.energy:.3f}, of silence {quiet.energy:.6f}")  # noqa: T201
    assert quiet.packets > 0
    assert quiet.energy < loud.energy / 1000
    assert 0.8 < delay < 5


async def test_user_who_says_not_now_is_offered_another_partner_at_the_next_join(
    visitor: MakeVisitor, system: NativeSystem
) -> None:
    who = Somebody(new_name("juno"), 26, "male", AGE, "female")
    async with practice() as partner:
        await partner.says("Waits for a user.")
        juno = AppUser.of(await visitor("juno", locale="ko-KR"), who, "ko")
        await juno.has_signed_up()
        await juno.joins()
        await _says_what_it_is(juno, system)
        await partner.says(f"Meets {who.username}.")
        await juno.button("offer.reject").click()
        await partner.says(f"{who.username} says: not now.")
        await partner.says("Waits for a user.")
        await juno.joins()
        await partner.says(f"Meets {who.username}.")
        partner.process.send_signal(signal.SIGTERM)
        await partner.says("Ended. Its accounts are deleted.")
        await expect(juno.heading("wait.title")).to_be_visible()
        assert await system.rows(NAMES) == []


async def test_second_partner_and_a_system_that_is_not_local_are_refused() -> None:
    async with practice() as first:
        await first.says("Waits for a user.")
        async with practice() as second:
            await second.says("A practice partner of this system runs already.")
            assert await second.process.wait() == 1
    async with practice(MARU_PUBLIC_URL="https://maru.example") as refused:
        await refused.says("This is for a local system; this one serves https://maru.example.")
        assert await refused.process.wait() == 1
