"""Calls by maru-client alone, between two pages of another origin."""

import asyncio
import time

import pytest

from tests.browser import library
from tests.browser.conftest import MakeVisitor
from tests.browser.sound import both_hear, longest_silence, signaling
from tests.browser.story import STORY
from tests.browser.visitor import NO_NETWORK, Visitor

pytestmark = STORY

# Who gives way takes an offer back. Chromium then plays nothing of it for two seconds, although packets come.
ROLLBACK_SECONDS = 4


@pytest.mark.parametrize("document", library.DOCUMENTS)
async def test_the_fifteen_lines_make_a_call(visitor: MakeVisitor, document: str) -> None:
    one, other = await asyncio.gather(visitor("one"), visitor("other"))
    for each in (one, other):
        await library.open_page(each, library.page_of(document))
    await asyncio.gather(one.page.click("button"), other.page.click("button"))
    await both_hear(one.page, other.page)


async def test_the_sound_goes_on_while_both_sockets_are_cut(visitor: MakeVisitor) -> None:
    """For 5 s, then for 15 s, on both sides."""
    one, other = await _in_a_call(visitor)
    for each in (one, other):
        each.expects(*NO_NETWORK)
    for seconds in (5, 15):
        since = time.time()
        with one.network.down(), other.network.down():
            await asyncio.sleep(seconds)
            assert one.network.connections == other.network.connections == 0
        await asyncio.gather(*(_hears_from_both_sockets(each) for each in (one, other)))
        silence = await longest_silence(one.page, other.page, since=since)
        print(f"both sockets cut for {seconds} s: at most {silence:.2f} s without sound")  # noqa: T201
        assert silence < 1


async def test_both_offer_at_once(visitor: MakeVisitor) -> None:
    """Both come to a slower network in the same moment, and restart ICE: each speaks before it hears."""
    one, other = await _in_a_call(visitor)
    one.network.latency_seconds = other.network.latency_seconds = 0.3
    since = time.time()
    change = "(at) => void setTimeout(() => dispatchEvent(new Event('online')), at - Date.now())"
    await asyncio.gather(*(each.page.evaluate(change, (since + 0.5) * 1000) for each in (one, other)))
    for each in (one, other):
        first = await each.sees("offer", lambda frame: frame.type == "offer", since=since)
        assert first.is_ours, "the offers did not cross"
        await each.sees(
            "offer of the other", lambda frame: frame.type == "offer" and not frame.is_ours, since=since
        )
    await asyncio.sleep(ROLLBACK_SECONDS)
    assert await asyncio.gather(*(signaling(each.page) for each in (one, other))) == ["stable", "stable"]
    await both_hear(one.page, other.page)
    silence = await longest_silence(one.page, other.page, since=since)
    print(f"both offer at once: at most {silence:.2f} s without sound")  # noqa: T201
    assert silence < ROLLBACK_SECONDS


async def _in_a_call(visitor: MakeVisitor) -> tuple[Visitor, Visitor]:
    one, other = await asyncio.gather(visitor("one"), visitor("other"))
    await library.in_a_call(one, other)
    await both_hear(one.page, other.page)
    return one, other


async def _hears_from_both_sockets(each: Visitor) -> None:
    """After now."""
    since = time.time()
    await each.sees("frame of matching", lambda frame: frame.socket == "match", since=since)
    await each.sees("frame of the call", lambda frame: frame.socket == "voice", since=since)
