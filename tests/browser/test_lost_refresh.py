"""A refresh whose answer is lost, and half a minute without a network, log nobody out.

The server has used up the refresh token, and the page never heard of the next one.
"""

import asyncio

from playwright.async_api import expect

from tests.browser import library
from tests.browser.app import AppUser, new_couple
from tests.browser.conftest import MakeVisitor
from tests.browser.story import PAGES_ARE_LOADED_MS, SLEEP, STORY
from tests.browser.visitor import NO_NETWORK, Visitor, refreshes

pytestmark = STORY

OFFLINE_SECONDS = 30


async def test_a_lost_refresh_and_a_tunnel_log_nobody_out(visitor: MakeVisitor) -> None:
    """Neither the app, whose cookie keeps the refresh token, nor a page elsewhere, which keeps it itself."""
    mina, alice = await asyncio.gather(visitor("mina"), visitor("alice"))
    await asyncio.gather(_in_the_app(AppUser.of(mina, new_couple()[0])), _on_another_page(alice))
    for each in (mina, alice):
        assert "unanswered" in refreshes(each)
        assert refreshes(each)[-1] == "200"


async def _in_the_app(mina: AppUser) -> None:
    await mina.has_signed_up("/me")
    name = mina.page.get_by_text(mina.who.username)
    await expect(name).to_be_visible()
    await mina.page.wait_for_timeout(PAGES_ARE_LOADED_MS)  # the answer that is lost is the refresh's
    network = mina.visitor.network
    mina.visitor.expects(*NO_NETWORK)
    with network.losing_answers():
        await mina.page.evaluate(SLEEP)
        await mina.page.get_by_role("link", name=mina.say("nav.talk"), exact=True).click()
        await asyncio.wait_for(network.answer_lost.wait(), 10)
    with network.down():
        await asyncio.sleep(OFFLINE_SECONDS)
    await expect(mina.heading("talk.idle_title")).to_be_visible(timeout=20_000)
    await mina.page.get_by_role("link", name=mina.say("nav.me"), exact=True).click()
    await expect(name).to_be_visible()


async def _on_another_page(alice: Visitor) -> None:
    name = await library.signed_up(alice)
    alice.expects(*NO_NETWORK)
    with alice.network.losing_answers():
        await alice.page.evaluate(SLEEP)
        await alice.page.evaluate(f"() => void ({library.PROFILE})().catch(() => undefined)")
        await asyncio.wait_for(alice.network.answer_lost.wait(), 10)
    with alice.network.down():
        await asyncio.sleep(OFFLINE_SECONDS)
        assert await alice.page.evaluate("maru.session.getSnapshot().status") == "user"
    assert await alice.page.evaluate(library.PROFILE) == name
