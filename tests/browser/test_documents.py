"""Every page of /docs/: axe in both themes, no error of the console, 360 px and 200 % zoom."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any, Literal

from playwright.async_api import Page, expect

from docs_pages.layout import NAVIGATION
from tests.browser.app import app_url
from tests.browser.axe import ALL_RULES, CONTRAST, violations
from tests.browser.conftest import MakeVisitor
from tests.browser.story import OVERFLOW, STORY

pytestmark = STORY

SWAGGER = ("/docs/auth-match/", "/docs/image-community/")
PAGES = [address for address, _ in NAVIGATION]
THEMES: tuple[tuple[Literal["light", "dark"], dict[str, Any]], ...] = (
    ("light", ALL_RULES),
    ("dark", CONTRAST),
)


async def _opens(page: Page, address: str) -> None:
    answer = await page.goto(f"{app_url()}{address}", wait_until="load")
    assert answer is not None
    assert answer.status == 200
    policy = await answer.header_value("content-security-policy") or ""
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy
    if address in SWAGGER:
        await expect(page.locator(".opblock").first).to_be_visible()


async def test_axe_finds_nothing_serious_on_any_page(visitor: MakeVisitor) -> None:
    """Swagger UI with two operations and a dialog open, too. The fixture fails on console errors."""
    page = (await visitor("reader", microphone=False)).page
    found: list[str] = []
    for address in PAGES:
        await _opens(page, address)
        async for state in _states(page, address):
            # Swagger UI is light in both themes.
            for theme, rules in THEMES[:1] if address in SWAGGER else THEMES:
                await page.emulate_media(color_scheme=theme, reduced_motion="reduce")
                found += [f"{address} {state} {theme}: {each}" for each in await violations(page, rules)]
    assert not found, "\n".join(found)


async def _states(page: Page, address: str) -> AsyncIterator[str]:
    if address not in SWAGGER:
        yield "as opened"
        return
    for method in ("get", "post"):
        operation = page.locator(f".opblock-{method}").first
        await operation.locator(".opblock-summary-control").click()
        await operation.locator(".try-out__btn").click()
        await expect(operation.locator(".execute")).to_be_visible()
    yield "with two operations open"
    await page.locator(".btn.authorize").click()
    await expect(page.locator(".modal-ux")).to_be_visible()
    yield "with the dialog of tokens"


async def test_pages_fit_a_narrow_window_and_double_zoom(visitor: MakeVisitor) -> None:
    """200 % zoom of 1280 px is a window of 640. What is wider scrolls alone, within reach of the keyboard."""
    page = (await visitor("reader", microphone=False)).page
    for address in PAGES:
        await _opens(page, address)
        for width in (360, 640):
            await page.set_viewport_size({"width": width, "height": 740})
            assert await page.evaluate(OVERFLOW) <= 0, (address, width)
        unreachable = page.locator("pre:not([tabindex='0']), .scroll:not([tabindex='0'])")
        await expect(unreachable).to_have_count(0)


async def test_every_link_and_icon_leads_somewhere(visitor: MakeVisitor) -> None:
    """From each page, within this system; an anchor must be on its page. Swagger UI makes its own."""
    reader = await visitor("reader", microphone=False)
    links: set[str] = set()
    for address in (each for each in PAGES if each not in SWAGGER):
        await _opens(reader.page, address)
        links |= set(
            await reader.page.eval_on_selector_all(
                "main a[href], header a[href], link[href]", "all => all.map((each) => each.href)"
            )
        )
    ours = sorted(each for each in links if each.startswith(app_url()))
    answers = await asyncio.gather(*(reader.context.request.get(each) for each in ours))
    dead = [each for each, answer in zip(ours, answers, strict=True) if answer.status != 200]
    lost = [
        each
        for each, answer in zip(ours, answers, strict=True)
        if "/docs/" in each and "#" in each and f'id="{each.split("#")[1]}"' not in await answer.text()
    ]
    assert (dead, lost) == ([], [])


async def test_a_call_can_be_tried_on_the_page(visitor: MakeVisitor) -> None:
    """Swagger UI may ask the API under the policy of /docs/."""
    page = (await visitor("reader", microphone=False)).page
    await _opens(page, "/docs/image-community/")
    operation = page.locator("#operations-images-listImages")
    await operation.locator(".opblock-summary-control").click()
    await operation.locator(".try-out__btn").click()
    async with page.expect_response("**/api/v1/images*") as response:
        await operation.locator(".execute").click()
    assert (await response.value).status == 200
