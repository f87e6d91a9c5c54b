"""The page of docs/tutorial/2-images.md, word for word but for the address, on another origin."""

import re

from playwright.async_api import Page, expect

from native.settings import ROOT
from tests.browser import library
from tests.browser.conftest import MakeVisitor
from tests.browser.story import STORY

pytestmark = STORY

CHAPTER = ROOT / "docs/tutorial/2-images.md"
FLOOR, WINDOW = (ROOT / "web/site/docs/tutorial" / name for name in ("floor.png", "window.png"))


def _page() -> str:
    block = CHAPTER.read_text(encoding="utf-8").split("```html\n")[1].split("```")[0]
    assert block.count(library.README_SERVER) == 2, "it names the server in two places"
    return '<link rel="icon" href="data:,">' + block.replace(library.README_SERVER, library.server())


async def test_the_page_of_the_chapter_uploads_shows_and_judges(visitor: MakeVisitor) -> None:
    """Two authors upload; a third user, who sees both in the feed, votes."""
    for author, image in (("one", FLOOR), ("two", WINDOW)):
        page = await _joined(visitor, author)
        await page.locator("#file").set_input_files(image)
        await expect(page.locator("output")).to_have_text("uploaded")
        await expect(page.locator("#feed img").first).to_have_attribute("alt", image.name)
    page = await _joined(visitor, "three")
    await expect(page.locator("#feed img").nth(1)).to_be_visible()
    await page.click("#judge")
    await page.locator("#pair button").first.click()
    await expect(page.locator("output")).to_have_text(re.compile(r"it has won \d+ times"))


async def _joined(visitor: MakeVisitor, name: str) -> Page:
    page = await library.open_page(await visitor(name, microphone=False), _page())
    await page.click("#join")
    await expect(page.locator("output")).to_have_text(re.compile("signed up as u"))
    return page
