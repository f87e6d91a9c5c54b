"""axe-core on every screen, in both themes and both languages; where the focus goes, and what is read out."""

import asyncio
from importlib import resources
from typing import Any

from playwright.async_api import Page, expect

from tests.browser.app import two_users
from tests.browser.conftest import MakeVisitor
from tests.browser.story import STORY
from tests.browser.walk import Screen, every_screen, two_languages

pytestmark = STORY

WORSE_THAN_MODERATE = ("serious", "critical")
AXE = resources.files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
ALL_RULES: dict[str, Any] = {"resultTypes": ["violations"]}
# Of all rules this one alone depends on the theme.
CONTRAST = {**ALL_RULES, "runOnly": {"type": "rule", "values": ["color-contrast"]}}


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
    found = " ".join(await _violations(one.page, ALL_RULES))
    assert "button-name" in found
    assert "color-contrast" in found


async def _looked_at(screen: Screen) -> list[str]:
    name, user = screen
    await user.page.emulate_media(color_scheme="light", reduced_motion="reduce")
    light = await _violations(user.page, ALL_RULES)
    await user.page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    dark = await _violations(user.page, CONTRAST)
    return [f"{name}, {user.say.language}, {each}" for each in (*light, *(f"dark: {each}" for each in dark))]


async def _violations(page: Page, options: dict[str, Any]) -> list[str]:
    if not await page.evaluate("'axe' in window"):
        await page.evaluate(AXE)
    results = await page.evaluate("(options) => axe.run(options)", options)
    return [
        f"{each['id']} ({each['impact']}): {node['target']} {node['failureSummary']}"
        for each in results["violations"]
        if each["impact"] in WORSE_THAN_MODERATE
        for node in each["nodes"]
    ]


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
