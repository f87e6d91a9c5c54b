"""The arena: two images, a press or a key, and what becomes of the vote."""

import asyncio
import re
from typing import Any

from playwright.async_api import Locator, expect

from tests.browser.app import AppUser, arrives, new_couple
from tests.browser.conftest import MakeVisitor
from tests.browser.story import SLEEP, STORY
from tests.browser.visitor import refreshes
from tests.people.person import MakePerson
from tests.people.pictures import picture

pytestmark = STORY

LIKES = 4  # with the win more than the fifty best of other stories have
PAIR_IS_NEW_SECONDS = 6


async def enters(visitor: MakeVisitor, make_person: MakePerson, path: str = "/arena") -> AppUser:
    """A user in the arena, in a community of three other authors."""
    for number in range(3):
        author = await make_person(f"painter{number}")
        await author.post_image(picture(".png"), f"hills {number}")
    user = await arrives(visitor, path)
    if path == "/arena":
        await expect(user.heading("arena.question")).to_be_visible()
        await expect(choices(user)).to_have_count(2)
    return user


def choices(user: AppUser) -> Locator:
    return user.page.locator(".contestant-choose")


async def pair_of(user: AppUser) -> list[str]:
    """The addresses of both images, left first."""
    return [str(await each.get_attribute("src")) for each in await choices(user).locator("img").all()]


async def test_votes_by_keys_and_finds_the_winner_in_the_ranking(
    visitor: MakeVisitor, make_person: MakePerson
) -> None:
    mina = await enters(visitor, make_person)
    before = await pair_of(mina)
    async with mina.page.expect_response("**/tournaments/vote") as answered:
        await mina.page.keyboard.press("ArrowRight")
    result: dict[str, Any] = await (await answered.value).json()
    won = mina.page.locator(".contestant-won")
    await expect(won.locator("img")).to_have_attribute("src", before[1])
    await expect(won).to_contain_text(f"It has {result['winner_new_win_count']} win")
    await expect(won).to_have_count(0, timeout=PAIR_IS_NEW_SECONDS * 1000)
    assert await pair_of(mina) != before
    winner = result["winner_image_id"]
    for number in range(LIKES):
        fan = await make_person(f"fan{number}")
        await fan.post(f"/api/v1/images/{winner}/like", status=201)
    await mina.page.get_by_role("link", name=mina.say("nav.ranks"), exact=True).click()
    await expect(mina.heading("ranks.title")).to_be_focused()
    row = mina.page.get_by_role("listitem").filter(has=mina.page.locator(f"a[href='/images/{winner}']"))
    await expect(row).to_contain_text(re.compile(r"\d+ points.*\d+ likes?, \d+ wins?"))


async def test_an_open_match_is_there_after_a_reload_and_a_skipped_one_is_not(
    visitor: MakeVisitor, make_person: MakePerson
) -> None:
    mina = await enters(visitor, make_person)
    before = await pair_of(mina)
    await mina.page.reload()
    await expect(choices(mina).locator("img").first).to_have_attribute("src", before[0])
    assert await pair_of(mina) == before
    async with mina.page.expect_response("**/tournaments/skip") as answered:
        await mina.page.keyboard.press("s")
    assert (await answered.value).status == 204
    await expect(choices(mina).first).to_have_attribute("aria-disabled", "false")
    after = await pair_of(mina)
    assert after != before
    await mina.page.reload()
    await expect(choices(mina).locator("img").first).to_have_attribute("src", after[0])


async def test_the_next_pair_is_loaded_before_it_is_wanted(
    visitor: MakeVisitor, make_person: MakePerson
) -> None:
    mina = await enters(visitor, make_person)
    await mina.page.wait_for_load_state("networkidle")
    asked = len(mina.visitor.requests)
    await choices(mina).first.click()
    await expect(mina.page.locator(".contestant-won")).to_be_visible()
    await expect(mina.page.locator(".contestant-won")).to_have_count(0)
    images = [line for line in mina.visitor.requests[asked:] if "/uploads/" in line]
    shown = await pair_of(mina)
    assert not [line for line in images if any(address in line for address in shown)]


async def test_a_match_whose_time_is_over_gives_way_to_the_next(
    visitor: MakeVisitor, make_person: MakePerson
) -> None:
    mina = await enters(visitor, make_person)
    await mina.page.wait_for_load_state("networkidle")
    await expect(mina.page.get_by_role("timer")).to_contain_text(re.compile(r"0[45]:\d\d left"))
    async with mina.page.expect_response("**/tournaments/match"):
        await mina.page.evaluate("() => { const now = Date.now; Date.now = () => now() + 301e3; }")


async def test_a_guest_may_look_and_is_led_to_log_in(visitor: MakeVisitor, make_person: MakePerson) -> None:
    await enters(visitor, make_person)
    guest = AppUser.of(await visitor("guest"), new_couple()[0])
    await guest.opens("/arena")
    await expect(choices(guest)).to_have_count(2)
    await expect(choices(guest).first).to_have_attribute("aria-disabled", "true")
    await guest.page.get_by_role("main").get_by_role("link", name=guest.say("nav.log_in")).click()
    await expect(guest.heading("login.title")).to_be_visible()


async def test_a_vote_that_could_not_be_sent_can_be_repeated(
    visitor: MakeVisitor, make_person: MakePerson
) -> None:
    mina = await enters(visitor, make_person)
    mina.visitor.expects("net::ERR_")
    before = await pair_of(mina)
    await mina.visitor.context.set_offline(True)
    await mina.page.keyboard.press("ArrowLeft")
    await expect(mina.text("problem.network")).to_be_visible()
    assert await pair_of(mina) == before
    await mina.visitor.context.set_offline(False)
    await mina.page.keyboard.press("ArrowLeft")
    await expect(mina.page.locator(".contestant-won").locator("img")).to_have_attribute("src", before[0])


async def test_a_token_that_is_stale_in_two_tabs_is_not_noticed(
    visitor: MakeVisitor, make_person: MakePerson
) -> None:
    """An hour later both matches are over and both tokens stale: one refresh, another pair in each, and votes
    that count. Nothing is said."""
    here = await enters(visitor, make_person)
    there = await here.in_another_tab()
    await there.opens("/arena")
    await expect(choices(there)).to_have_count(2)
    tabs = (here, there)
    before = len(refreshes(here.visitor))
    await asyncio.gather(*(sleeps_until_the_next_pair(tab) for tab in tabs))
    # 200: both had the same open match, and said the same.
    assert {*await asyncio.gather(*(votes_left(tab) for tab in tabs))} <= {200, 201}
    assert refreshes(here.visitor)[before:] == ["200"]


async def test_a_clock_that_is_wrong_costs_no_pair(visitor: MakeVisitor, make_person: MakePerson) -> None:
    """To a device an hour ahead each match is over when it comes: the server decides, and takes the vote."""
    mina = await enters(visitor, make_person, "/me")
    await mina.page.add_init_script(f"({SLEEP})()")
    await mina.opens("/arena")
    await expect(choices(mina)).to_have_count(2)
    await mina.page.wait_for_timeout(2000)
    drawn = [line for line in mina.visitor.requests if "/tournaments/match " in line]
    assert len(drawn) <= 2  # the pair, and the next one
    assert await votes_left(mina) == 201


async def sleeps_until_the_next_pair(tab: AppUser) -> None:
    async with tab.page.expect_response("**/tournaments/match"):
        await tab.page.evaluate(SLEEP)
    await expect(choices(tab).first).to_have_attribute("aria-disabled", "false")


async def votes_left(tab: AppUser) -> int:
    async with tab.page.expect_response("**/tournaments/vote") as answered:
        await tab.page.keyboard.press("ArrowLeft")
    return (await answered.value).status
