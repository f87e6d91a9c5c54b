"""Real Chromium beside the running system.

One browser for all stories, and one event loop: each module says `pytestmark = STORY`.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Generator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Error, async_playwright

from tests.browser import sound
from tests.browser.chromium import find_chromium
from tests.browser.network import network
from tests.browser.tone import write_tone
from tests.browser.visitor import Visitor
from tests.people.person import MakePerson, Person

FLAGS = (
    "--disable-background-networking",
    "--no-sandbox",  # these pages are ours; as root Chromium starts with nothing else
    "--allow-loopback-in-peer-connection",
    "--use-fake-device-for-media-stream",
)
ACTION_SECONDS = 15  # for what takes less than one: the machine may be busy

MakeVisitor = Callable[..., Awaitable[Visitor]]
_failed = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Generator[None, Any, Any]:
    report = yield
    item.stash[_failed] = item.stash.get(_failed, False) or report.failed
    return report


@pytest.fixture(scope="session")
def chromium_path() -> str:
    return find_chromium()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser(chromium_path: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Browser]:
    tone = tmp_path_factory.mktemp("microphone") / "tone.wav"
    write_tone(tone)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=chromium_path, args=[*FLAGS, f"--use-file-for-fake-audio-capture={tone}"]
        )
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="session")
async def visitor(
    browser: Browser, request: pytest.FixtureRequest, tmp_path: Path
) -> AsyncIterator[MakeVisitor]:
    """Opens a browser for one more person: `await visitor("alice", microphone=False, locale="ko-KR")`."""
    visitors: list[Visitor] = []
    async with AsyncExitStack() as stack:

        async def open_browser(name: str, *, microphone: bool = True, **options: Any) -> Visitor:
            wire = await stack.enter_async_context(network())
            context = await browser.new_context(
                proxy={"server": wire.proxy},
                permissions=["microphone"] if microphone else [],
                **{"locale": "en-US", **options},
            )
            stack.push_async_callback(context.close)
            context.set_default_timeout(ACTION_SECONDS * 1000)
            await context.add_init_script(sound.LISTEN)
            made = Visitor(name, context, await context.new_page(), wire)
            made.watch()
            made.follow(made.page)
            visitors.append(made)
            return made

        yield open_browser
        troubles = [trouble for each in visitors for trouble in each.undeclared()]
        if troubles or request.node.stash.get(_failed, False):
            await _keep(visitors, tmp_path)
        assert not troubles, "\n".join(["errors that the story does not declare:", *troubles])


async def _keep(visitors: list[Visitor], folder: Path) -> None:
    kept = await asyncio.gather(*(each.keep(folder) for each in visitors), return_exceptions=True)
    for failure in kept:
        if failure is not None and not isinstance(failure, Error):  # a tab that was closed has no picture
            raise failure
    print(f"screenshots and request ids: {folder}")  # noqa: T201 - shown with the failure


@pytest_asyncio.fixture(loop_scope="session")
async def make_person() -> AsyncIterator[MakePerson]:
    """People who act beside the browser, in the loop of these tests."""
    people: list[Person] = []

    async def make(prefix: str, *, age: int = 30, gender: str = "female") -> Person:
        people.append(await Person.sign_up(prefix, age=age, gender=gender))
        return people[-1]

    yield make
    for person in people:
        await person.aclose()
