"""Pictures of a running system, in both languages, themes and sizes.

`make screenshots` takes the five main screens into docs/screenshots/ (best after `make seed-demo`),
`make screenshots to=FOLDER` every screen.
"""

import asyncio
import sys
from collections.abc import Mapping
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any, Literal

import pyvips
from playwright.async_api import Playwright, async_playwright

from tests.browser.chromium import find_chromium
from tests.browser.opening import launched, opened
from tests.browser.visitor import Visitor
from tests.browser.walk import Screen, every_screen, two_languages

SIZES = {"phone": {"width": 390, "height": 844}, "desktop": {"width": 1280, "height": 800}}
# Of the walk's screens, by the names of their pages.
MAIN = {"images": "images", "arena": "arena", "ranks": "ranks", "me": "me", "idle": "talk"}
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


async def main(folder: Path, names: Mapping[str, str] | None) -> None:
    """`names`: of the screens to take, and of their pictures; None for all."""
    path = await asyncio.to_thread(find_chromium)
    async with async_playwright() as playwright:
        for device, size in SIZES.items():
            await _walk(playwright, path, folder, device, names, viewport=size)


async def _walk(
    playwright: Playwright,
    path: str,
    folder: Path,
    device: str,
    names: Mapping[str, str] | None,
    **options: Any,
) -> None:
    async with AsyncExitStack() as stack:
        browser = await stack.enter_async_context(launched(playwright, path))

        async def visitor(name: str, **given: Any) -> Visitor:
            return await stack.enter_async_context(opened(browser, name, **options, **given))

        left = set(names or ())
        async for screens in every_screen(*await two_languages(visitor, reduced_motion="reduce")):
            chosen = [(names[name] if names else name, who) for name, who in screens if _is_in(name, names)]
            await asyncio.gather(*(_take(folder, device, screen) for screen in chosen))
            left -= {name for name, _ in screens}
            if names and not left:
                return


def _is_in(name: str, names: Mapping[str, str] | None) -> bool:
    return names is None or name in names


async def _take(folder: Path, device: str, screen: Screen) -> None:
    name, user = screen
    for theme in THEMES:
        await user.page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        taken = await user.page.screenshot(animations="disabled")
        file = folder / f"{name}-{user.say.language}-{theme}-{device}.webp"
        pyvips.Image.new_from_buffer(taken, "").webpsave(str(file), Q=80, effort=6)


if __name__ == "__main__":
    to = Path(sys.argv[1] if len(sys.argv) > 1 else "docs/screenshots")
    to.mkdir(parents=True, exist_ok=True)
    asyncio.run(main(to, None if len(sys.argv) > 1 else MAIN))
    print(f"{len(list(to.glob('*.webp')))} pictures in {to}")  # noqa: T201 - a command
