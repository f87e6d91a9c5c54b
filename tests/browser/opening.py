"""The browser of the stories, and one context of it for each person."""

import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, Playwright

from tests.browser import sound
from tests.browser.network import network
from tests.browser.tone import write_tone
from tests.browser.visitor import Visitor

FLAGS = (
    "--disable-background-networking",
    "--no-sandbox",  # these pages are ours; as root Chromium starts with nothing else
    "--allow-loopback-in-peer-connection",
    "--use-fake-device-for-media-stream",
)
ACTION_SECONDS = 15  # for what takes less than one: the machine may be busy


@asynccontextmanager
async def launched(playwright: Playwright, chromium: str) -> AsyncIterator[Browser]:
    """Its microphones hear a tone without pauses."""
    with tempfile.TemporaryDirectory() as folder:
        tone = Path(folder) / "tone.wav"
        write_tone(tone)
        arguments = [*FLAGS, f"--use-file-for-fake-audio-capture={tone}"]
        browser = await playwright.chromium.launch(executable_path=chromium, args=arguments)
        try:
            yield browser
        finally:
            await browser.close()


@asynccontextmanager
async def opened(
    browser: Browser, name: str, *, microphone: bool = True, **options: Any
) -> AsyncIterator[Visitor]:
    """A person before a browser of their own, with its network.

    Args:
        microphone: whether pages get it; without it the browser refuses.
        options: of Playwright's `new_context`.
    """
    async with network() as wire:
        context = await browser.new_context(
            proxy={"server": wire.proxy},
            permissions=["microphone"] if microphone else [],
            **{"locale": "en-US", **options},
        )
        try:
            context.set_default_timeout(ACTION_SECONDS * 1000)
            await context.add_init_script(sound.LISTEN)
            visitor = Visitor(name, context, await context.new_page(), wire)
            visitor.watch()
            yield visitor
        finally:
            await context.close()
