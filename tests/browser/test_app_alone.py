"""What one person meets in the app: no account, no microphone, a session that ends."""

import asyncio
import time

from playwright.async_api import expect

from tests.browser.app import AppUser, app_url, new_couple
from tests.browser.conftest import MakeVisitor
from tests.browser.story import PAGES_ARE_LOADED_MS, SLEEP, STORY
from tests.browser.visitor import NO_NETWORK, refreshes
from tests.people.person import PASSWORD, base_url

pytestmark = STORY

TOLD_SECONDS = 2


async def _user(visitor: MakeVisitor, **options: object) -> AppUser:
    who = new_couple()[0]
    return AppUser.of(await visitor("mina", **options), who)


async def test_a_guest_may_look_and_is_asked_to_log_in_to_talk(visitor: MakeVisitor) -> None:
    guest = await _user(visitor)
    await guest.opens("/")
    await expect(guest.heading("welcome.title")).to_be_visible()
    await guest.opens("/talk")
    await expect(guest.heading("login.title")).to_be_visible()
    await expect(guest.text("login.needed")).to_be_visible()
    assert refreshes(guest.visitor) == []


async def test_a_microphone_that_is_denied_is_explained(visitor: MakeVisitor) -> None:
    """And nobody is offered who could not be heard."""
    mina = await _user(visitor, microphone=False)
    await mina.has_signed_up()
    await mina.joins()
    await expect(mina.heading("mic.denied_title")).to_be_visible()
    await expect(mina.button("action.retry")).to_be_visible()
    assert "join_queue" not in {frame.type for frame in mina.visitor.frames}
    await mina.visitor.context.grant_permissions(["microphone"])
    await mina.joins()
    await expect(mina.heading("wait.title")).to_be_visible()


async def test_a_kept_microphone_that_is_gone_locks_no_one_out(visitor: MakeVisitor) -> None:
    """The browser's own choice takes its place, for good."""
    mina = await _user(visitor)
    await mina.has_signed_up()
    await mina.page.evaluate("localStorage.setItem('maru.microphone', 'a headset of yesterday')")
    await mina.joins()
    await expect(mina.heading("wait.title")).to_be_visible()
    assert await mina.page.evaluate("localStorage.getItem('maru.microphone')") == ""


async def test_two_tabs_with_one_cookie_refresh_once(visitor: MakeVisitor) -> None:
    """The second tab takes the first one's token; after an hour's sleep of both, one asks for the next."""
    mina = await _user(visitor)
    await mina.has_signed_up("/rules")
    second = await mina.in_another_tab()
    await second.opens("/rules")
    tabs = mina, second
    links = [each.page.get_by_role("link", name=each.say("nav.me"), exact=True) for each in tabs]
    await asyncio.gather(*(expect(link).to_be_visible() for link in links))
    assert refreshes(mina.visitor) == ["200"]
    await asyncio.gather(*(each.page.evaluate(SLEEP) for each in tabs))
    await asyncio.gather(*(link.click() for link in links))
    await asyncio.gather(*(expect(each.page.get_by_text(each.who.username)).to_be_visible() for each in tabs))
    assert refreshes(mina.visitor) == ["200", "200"]


async def test_a_log_out_without_a_network_ends_the_session_later(visitor: MakeVisitor) -> None:
    """The cookie would go on for weeks: the page sends the log-out when it can."""
    mina = await _user(visitor)
    mina.visitor.expects(*NO_NETWORK)
    await mina.has_signed_up("/me")
    await expect(mina.button("me.log_out")).to_be_visible()
    await mina.page.wait_for_timeout(PAGES_ARE_LOADED_MS)
    with mina.visitor.network.down():
        await mina.button("me.log_out").click()
        await expect(mina.heading("login.title")).to_be_visible()
    async with mina.page.expect_response("**/api/auth/logout/"):
        await mina.opens("/")
    answer = await mina.visitor.context.request.post(
        f"{app_url()}/api/auth/token/refresh/",
        headers={"Origin": app_url(), "X-Maru-Session": "cookie"},
        data={},
    )
    assert answer.status in (401, 422)


async def test_a_session_that_is_ended_elsewhere_is_told(visitor: MakeVisitor) -> None:
    mina = await _user(visitor)
    mina.visitor.expects("status of 401")  # the last refresh, which finds no session
    await mina.has_signed_up()
    await mina.joins()
    await expect(mina.heading("wait.title")).to_be_visible()
    ended = await _end_sessions_of(mina)
    await expect(mina.text("login.ended")).to_be_visible()
    told = time.time() - ended
    print(f"session ended elsewhere: told after {told:.2f} s")  # noqa: T201
    assert told <= TOLD_SECONDS
    await expect(mina.heading("login.title")).to_be_visible()


async def _end_sessions_of(user: AppUser) -> float:
    """From another device, all but its own; returns when."""
    request = user.visitor.context.request
    login = {"username": user.who.username, "password": PASSWORD}
    answer = await request.post(f"{base_url()}/api/auth/login/", data=login)
    bearer = {"Authorization": f"Bearer {(await answer.json())['access']}"}
    sessions = await (await request.get(f"{base_url()}/api/auth/sessions/", headers=bearer)).json()
    for session in sessions:
        if not session["current"]:
            ended = await request.delete(f"{base_url()}/api/auth/sessions/{session['sid']}/", headers=bearer)
            assert ended.status == 204
    return time.time()
