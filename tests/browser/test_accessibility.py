"""axe-core on every screen, in both themes and both languages; where the focus goes, and what is read out."""

import asyncio
from typing import Any

from playwright.async_api import expect

from tests.browser.app import two_users
from tests.browser.axe import ALL_RULES, CONTRAST, violations
from tests.browser.conftest import MakeVisitor
from tests.browser.story import STORY
from tests.browser.walk import Screen, every_screen, two_languages

pytestmark = STORY


async def test_axe_finds_nothing_serious_on_any_screen(visitor: MakeVisitor) -> None:
    """Without motion: colours are measured as they stay."""
    users = await two_languages(visitor, reduced_motion="reduce")
    found: list[str] = []
    async for screens in every_screen(*users):
        for each in await asyncio.gather(*(_looked_at(screen) for screen in screens)):
            found += each
    assert not found, "\n".join(found)


async def test_axe_would_find_something(visitor: MakeVisitor) -> None:
    one = await visitor("one")
    await one.page.set_content("<main><button></button><p style='color: #999'>pale</p></main>")
    found = " ".join(await violations(one.page, ALL_RULES))
    assert "button-name" in found
    assert "color-contrast" in found


async def _looked_at(screen: Screen) -> list[str]:
    name, user = screen
    await user.page.emulate_media(color_scheme="light", reduced_motion="reduce")
    light = await violations(user.page, ALL_RULES)
    await user.page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    dark = await violations(user.page, CONTRAST)
    return [f"{name}, {user.say.language}, {each}" for each in (*light, *(f"dark: {each}" for each in dark))]


async def test_an_offer_is_read_out_and_takes_the_focus(visitor: MakeVisitor) -> None:
    mina, juno = await two_users(visitor)
    await asyncio.gather(mina.has_signed_up(), juno.has_signed_up("/talk"))
    await mina.joins()
    await expect(mina.heading("wait.title")).to_be_focused()
    await mina.page.get_by_role("link", name=mina.say("nav.me"), exact=True).click()
    await expect(mina.heading("me.title")).to_be_focused()
    await juno.joins()
    partner: dict[str, Any] = {"name": juno.who.username, "age": juno.who.age}
    said = mina.page.locator("[aria-live]", has_text=mina.say("offer.announce", **partner))
    await expect(said).to_have_count(1)
    await expect(mina.heading("offer.title", **partner)).to_be_focused()
