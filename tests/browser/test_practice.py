"""`make practice`: a user who is alone meets a program, which plays back what it hears."""

import asyncio
import signal
import time

from playwright.async_api import expect

from tests.browser.app import AppUser, Somebody
from tests.browser.conftest import MakeVisitor
from tests.browser.sound import heard, until_sound
from tests.browser.story import STORY
from tests.people.person import new_name
from tests.people.practice import SAID_SECONDS, names_of_partners, practice
from tests.system import NativeSystem

pytestmark = STORY

AGE = 97  # that no other story asks for; the partner's setting is 30


async def test_echo_of_the_practice_partner_is_heard_and_told_from_silence(
    visitor: MakeVisitor, system: NativeSystem
) -> None:
    mina = AppUser.of(await visitor("mina"), Somebody(new_name("mina"), 25, "female", AGE, "male"))
    async with practice() as partner:
        await mina.has_signed_up()
        await partner.says("Waits for a user.")
        await mina.joins()
        await expect(mina.heading("wait.title")).to_be_visible()
        await _reads_what_it_is(mina, system)
        await partner.says(f"Meets {mina.who.username}.")
        await mina.accepts()
        await until_sound(mina.page)
        await _hears_itself_a_second_later(mina)
        reloaded = time.time()
        await mina.page.reload(wait_until="commit")
        await until_sound(mina.page, reloaded)
        await mina.button("call.hang_up").click()
        await expect(mina.heading("ended.title")).to_be_visible()
        await partner.says("The call is over.")
        await partner.says("Waits for a user.")
        assert await names_of_partners(system) == []
        await partner.ends(by=signal.SIGINT)


async def _reads_what_it_is(user: AppUser, system: NativeSystem) -> None:
    """In the offer. Its age is the one that the user asked for."""
    await expect(user.button("offer.accept")).to_be_visible(timeout=SAID_SECONDS * 1000)
    (name,) = await names_of_partners(system)
    await expect(user.heading("offer.title", name=name, age=AGE)).to_be_visible()
    await expect(user.text("offer.practice", name=name)).to_be_visible()


async def _hears_itself_a_second_later(user: AppUser) -> None:
    """While the microphone is off silence comes back, after it is on again sound."""
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
