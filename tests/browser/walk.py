"""A walk of two people past every screen of the app: Mina in English, Juno in Korean."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

from playwright.async_api import expect

from tests.browser.app import AppUser, new_couple
from tests.browser.sound import both_hear

Screen = tuple[str, AppUser]

GUEST_PAGES = {
    "welcome": ("/", "welcome.title"),
    "sign-up": ("/sign-up", "signup.title"),
    "log-in": ("/log-in", "login.title"),
    "not-found": ("/nowhere", "not_found.title"),
}
USER_PAGES = {
    "rules": ("/rules", "rules.title"),
    "me": ("/me", "me.title"),
    "idle": ("/talk", "talk.idle_title"),
}


async def two_languages(make_visitor: Callable[..., Any], **options: Any) -> tuple[AppUser, AppUser]:
    mina, juno = new_couple()
    visitors = await asyncio.gather(
        make_visitor("mina", locale="en-US", **options), make_visitor("juno", locale="ko-KR", **options)
    )
    for visitor in visitors:
        visitor.expects("status of 404.*/nowhere", "status of 422.*/signup/")
    return AppUser.of(visitors[0], mina), AppUser.of(visitors[1], juno, "ko")


async def every_screen(one: AppUser, other: AppUser) -> AsyncIterator[list[Screen]]:
    """One screen after the other, for both at once, with its name."""
    both = one, other
    for name, (path, title) in GUEST_PAGES.items():
        await _all(each.opens(path) for each in both)
        yield await _at(name, title, both)
    await _all(each.opens("/sign-up") for each in both)
    await _all(each.button("signup.submit").click() for each in both)
    await _all(expect(each.page.get_by_label(each.say("field.username"))).to_be_focused() for each in both)
    yield await _at("sign-up-refused", "signup.title", both)
    await _all(each.has_signed_up() for each in both)
    for name, (path, title) in USER_PAGES.items():
        await _all(each.opens(path) for each in both)
        yield await _at(name, title, both)
    async for screens in _a_call(one, other):
        yield screens


async def _a_call(one: AppUser, other: AppUser) -> AsyncIterator[list[Screen]]:
    both = one, other
    await one.joins()
    yield await _at("waiting", "wait.title", [one])
    await one.button("wait.leave").click()
    await expect(one.heading("talk.idle_title")).to_be_visible()
    await other.joins()
    yield await _at("waiting", "wait.title", [other])
    await one.joins()
    partners = ((one, other.who), (other, one.who))
    await _all(
        expect(each.heading("offer.title", name=p.username, age=p.age)).to_be_visible()
        for each, p in partners
    )
    yield [("offer", each) for each in both]
    await _all(each.accepts() for each in both)
    await both_hear(one.page, other.page)
    yield [("call", each) for each in both]
    for name, button in (("devices", "call.devices"), ("safety", "call.safety")):
        await _all(each.button(button).click() for each in both)
        yield [(name, each) for each in both]
        await _all(each.button("action.close").click() for each in both)
    await one.button("call.hang_up").click()
    yield await _at("ended", "ended.title", both)


async def _at(name: str, title: str, users: Any) -> list[Screen]:
    await _all(expect(each.heading(title)).to_be_visible() for each in users)
    await _all(each.page.wait_for_load_state("networkidle") for each in users if name in ("welcome", "me"))
    return [(name, each) for each in users]


async def _all(steps: Any) -> None:
    await asyncio.gather(*steps)
