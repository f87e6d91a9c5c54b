"""A system on its first day: no images, no votes, no one waiting. Each page says so, and what to do next."""

import os
from collections.abc import Iterator

import pytest
from playwright.async_api import expect

from native.throw_away import throw_away_system
from tests.browser.app import AppUser, new_couple
from tests.browser.conftest import MakeVisitor
from tests.browser.story import STORY

pytestmark = STORY

# A page, and the one sentence that it has.
EMPTY_PAGES = {
    "/images": "images.none",
    "/my-images": "images.none_of_mine",
    "/arena": "arena.too_few",
    "/ranks": "ranks.day_empty",
    "/ranks?board=images": "ranks.images_empty",
    "/calls": "calls.empty",
}


@pytest.fixture
def first_day(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A system of its own: on the one of the other stories there is a lot already."""
    with throw_away_system({**os.environ}) as settings:
        monkeypatch.setenv("MARU_BASE_URL", f"http://127.0.0.1:{settings.ports.gateway}")
        yield


@pytest.mark.usefixtures("first_day")
async def test_every_page_of_an_empty_system_says_what_to_do(visitor: MakeVisitor) -> None:
    mina = AppUser.of(await visitor("mina"), new_couple()[0])
    mina.visitor.expects("status of 409.*/match", "status of 503.*/leaderboards/")
    await mina.has_signed_up()
    for path, sentence in EMPTY_PAGES.items():
        await mina.opens(path)
        await expect(mina.text(sentence)).to_be_visible()
        await expect(mina.page.get_by_role("main").locator(".empty").locator("a")).to_be_visible()
    await mina.opens("/ranks?board=models")
    await expect(mina.page.get_by_role("main").locator(".empty a, [role=alert] button").first).to_be_visible()
    await mina.opens("/talk")
    await mina.joins()
    await expect(mina.text("wait.alone")).to_be_visible()
