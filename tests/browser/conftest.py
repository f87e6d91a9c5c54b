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

from tests.browser.chromium import find_chromium
from tests.browser.opening import launched, opened
from tests.browser.visitor import Visitor

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
async def browser(chromium_path: str) -> AsyncIterator[Browser]:
    async with async_playwright() as playwright, launched(playwright, chromium_path) as browser:
        yield browser


@pytest_asyncio.fixture(loop_scope="session")
async def visitor(
    browser: Browser, request: pytest.FixtureRequest, tmp_path: Path
) -> AsyncIterator[MakeVisitor]:
    """Opens a browser for one more person: `await visitor("alice", microphone=False, locale="ko-KR")`.

    Errors of the console and of scripts fail the test, except those that the visitor `expects`.
    """
    visitors: list[Visitor] = []
    async with AsyncExitStack() as stack:

        async def open_browser(name: str, **options: Any) -> Visitor:
            visitors.append(await stack.enter_async_context(opened(browser, name, **options)))
            return visitors[-1]

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
