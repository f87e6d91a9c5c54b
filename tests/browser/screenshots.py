"""`make screenshots to=FOLDER`: each screen of a running system, in both languages, themes and sizes."""

import asyncio
import sys
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any, Literal

from playwright.async_api import Playwright, async_playwright

from tests.browser.chromium import find_chromium
from tests.browser.opening import launched, opened
from tests.browser.visitor import Visitor
from tests.browser.walk import Screen, every_screen, two_languages

SIZES = {"phone": {"width": 390, "height": 844}, "desktop": {"width": 1280, "height": 800}}
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


async def main(folder: Path) -> None:
    path = await asyncio.to_thread(find_chromium)
    async with async_playwright() as playwright:
        for device, size in SIZES.items():
            await _walk(playwright, path, folder, device, viewport=size)


async def _walk(playwright: Playwright, path: str, folder: Path, device: str, **options: Any) -> None:
    async with AsyncExitStack() as stack:
        browser = await stack.enter_async_context(launched(playwright, path))

        async def visitor(name: str, **given: Any) -> Visitor:
            return await stack.enter_async_context(opened(browser, name, **options, **given))

        async for screens in every_screen(*await two_languages(visitor, reduced_motion="reduce")):
            await asyncio.gather(*(_take(folder, device, screen) for screen in screens))


async def _take(folder: Path, device: str, screen: Screen) -> None:
    name, user = screen
    for theme in THEMES:
        await user.page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        file = folder / f"{name}-{user.say.language}-{theme}-{device}.png"
        await user.page.screenshot(path=file, animations="disabled")


if __name__ == "__main__":
    to = Path(sys.argv[1])
    to.mkdir(parents=True, exist_ok=True)
    asyncio.run(main(to))
    print(f"{len(list(to.glob('*.png')))} pictures in {to}")  # noqa: T201 - a command
