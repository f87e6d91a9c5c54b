"""The session that maru-client keeps, on pages of another origin, while networks fail."""

import asyncio

from tests.browser import library
from tests.browser.conftest import MakeVisitor
from tests.browser.story import STORY
from tests.browser.visitor import NO_NETWORK, Visitor

pytestmark = STORY

OFFLINE_SECONDS = 30
TOKEN_SECONDS = 3600  # longer than an access token lives

# What a machine does that sleeps for so long: its clock has gone on, and no timer has run.
SLEEP = "(seconds) => { const now = Date.now; Date.now = () => now() + seconds * 1000; }"
PROFILE = "async () => (await dataOf(maru.auth.GET('/api/auth/profile/'))).username"


async def test_a_lost_answer_to_a_refresh_and_a_tunnel_log_nobody_out(visitor: MakeVisitor) -> None:
    """The server has used up the refresh token, and the page never heard of the next one."""
    alice = await visitor("alice")
    alice.expects(*NO_NETWORK)
    name = await _signed_up(alice)
    await alice.page.evaluate(SLEEP, TOKEN_SECONDS)
    with alice.network.losing_answers():
        await alice.page.evaluate(f"() => void ({PROFILE})().catch(() => undefined)")
        await asyncio.wait_for(alice.network.answer_lost.wait(), 10)
    with alice.network.down():
        await asyncio.sleep(OFFLINE_SECONDS)
        assert await alice.page.evaluate("maru.session.getSnapshot().status") == "user"
    assert await alice.page.evaluate(PROFILE) == name
    assert _refreshes(alice) == ["unanswered", "200"]


async def test_two_tabs_refresh_once(visitor: MakeVisitor) -> None:
    alice = await visitor("alice")
    name = await _signed_up(alice)
    second = await library.open_page(alice, page=await alice.context.new_page())
    tabs = alice.page, second
    await second.wait_for_function("() => maru.session.getSnapshot().status === 'user'")
    await asyncio.gather(*(tab.evaluate(SLEEP, TOKEN_SECONDS) for tab in tabs))
    assert await asyncio.gather(*(tab.evaluate(PROFILE) for tab in tabs)) == [name, name]
    assert _refreshes(alice) == ["200"]


async def _signed_up(alice: Visitor) -> str:
    await library.open_page(alice)
    return await library.sign_up(alice.page, age=30, gender="female")


def _refreshes(alice: Visitor) -> list[str]:
    return [line.split()[0] for line in alice.requests if "POST" in line and "/token/refresh/" in line]
