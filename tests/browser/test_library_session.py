"""The session that maru-client keeps on pages of another origin."""

import asyncio

from tests.browser import library
from tests.browser.conftest import MakeVisitor
from tests.browser.library import PROFILE
from tests.browser.story import SLEEP, STORY
from tests.browser.visitor import refreshes

pytestmark = STORY


async def test_two_tabs_refresh_once(visitor: MakeVisitor) -> None:
    alice = await visitor("alice")
    name = await library.signed_up(alice)
    second = await library.open_page(alice, page=await alice.context.new_page())
    tabs = alice.page, second
    await second.wait_for_function("() => maru.session.getSnapshot().status === 'user'")
    await asyncio.gather(*(tab.evaluate(SLEEP) for tab in tabs))
    assert await asyncio.gather(*(tab.evaluate(PROFILE) for tab in tabs)) == [name, name]
    assert refreshes(alice) == ["200"]
