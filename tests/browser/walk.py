"""A walk of two people past every screen of the app: Mina in English, Juno in Korean."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

from playwright.async_api import expect

from tests.browser.app import AppUser, new_couple
from tests.browser.sound import both_hear
from tests.people.person import Person
from tests.people.pictures import picture

FORGET_RULES = """() => Object.keys(localStorage)
  .filter((name) => name.startsWith("maru.rules:"))
  .forEach((name) => localStorage.removeItem(name))"""

Screen = tuple[str, AppUser]

GUEST_PAGES = {
    "welcome": ("/", "welcome.title"),
    "sign-up": ("/sign-up", "signup.title"),
    "log-in": ("/log-in", "login.title"),
    "not-found": ("/nowhere", "not_found.title"),
}
USER_PAGES = {
    "rules": ("/rules", "rules.title"),
    "images": ("/images", "images.title"),
    "upload": ("/upload", "upload.title"),
    "my-images": ("/my-images", "me.my_images"),
    "arena": ("/arena", "arena.question"),
    "ranks": ("/ranks", "ranks.title"),
    "ranks-images": ("/ranks?board=images", "ranks.title"),
    "ranks-models": ("/ranks?board=models", "ranks.title"),
    "calls": ("/calls", "calls.title"),
    "me": ("/me", "me.title"),
    "idle": ("/talk", "talk.idle_title"),
}

# What must be there before a screen is looked at.
CONTENT = {"images": ".image-card", "arena": ".contestant", "ranks": ".ranked", "ranks-images": ".ranked"}
LOADS = ("welcome", "me", "images", "my-images", "arena", "ranks", "ranks-images", "ranks-models", "calls")


async def two_languages(make_visitor: Callable[..., Any], **options: Any) -> tuple[AppUser, AppUser]:
    mina, juno = new_couple()
    visitors = await asyncio.gather(
        make_visitor("mina", locale="en-US", **options), make_visitor("juno", locale="ko-KR", **options)
    )
    for visitor in visitors:
        visitor.expects("status of 404.*/nowhere", "status of 422.*/signup/")
    return AppUser.of(visitors[0], mina), AppUser.of(visitors[1], juno, "ko")


async def _has_images() -> None:
    """So that no page is empty: of two other authors, in the arena, one with a vote and a like."""
    authors = [await Person.sign_up(name) for name in ("hana", "dori")]
    for author in authors:
        for number in range(2):
            await author.post_image(picture(".webp"), f"hills {number}")
    voter = await Person.sign_up("voter")
    match = await voter.get("/api/v1/tournaments/match")
    winner, loser = (image["id"] for image in match["images"])
    vote = {"match_id": match["match_id"], "winner_image_id": winner, "loser_image_id": loser}
    await voter.post("/api/v1/tournaments/vote", status=201, json=vote)
    await voter.post(f"/api/v1/images/{winner}/like", status=201)
    for person in (*authors, voter):
        await person.aclose()


async def every_screen(one: AppUser, other: AppUser) -> AsyncIterator[list[Screen]]:
    """One screen after the other, for both at once, with its name."""
    both = one, other
    await _has_images()
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
    for screens in (_an_image, _rules_to_accept, _without_a_microphone, _taken_over, _a_call):
        async for each in screens(one, other):
            yield each


async def _an_image(*both: AppUser) -> AsyncIterator[list[Screen]]:
    """Of the first user: the other sees it as it is, the owner corrects and deletes it."""
    owner = both[0]
    await owner.opens("/upload")
    file = {"name": "hills.png", "mimeType": "image/png", "buffer": picture(".png")}
    await owner.page.locator("input[type=file]").set_input_files(file)  # type: ignore[arg-type]
    await owner.page.get_by_label(owner.say("upload.prompt"), exact=True).fill("hills in the morning")
    await owner.button("upload.submit").click()
    await expect(owner.button("image.edit")).to_be_visible()
    await both[1].page.goto(owner.page.url)
    await expect(both[1].page.get_by_role("heading", level=1)).to_be_visible()
    yield [("image", each) for each in both]
    for name in ("edit", "delete"):
        await owner.button(f"image.{name}").click()
        yield [(f"image-{name}", owner)]
        await owner.button("action.close").click()


async def _rules_to_accept(*both: AppUser) -> AsyncIterator[list[Screen]]:
    """From the idle page and back to it, as the next two."""
    await _all(each.page.evaluate(FORGET_RULES) for each in both)
    await _all(each.opens("/talk") for each in both)
    yield await _at("rules-to-accept", "rules.title", both)
    await _all(each.button("rules.accept").click() for each in both)
    await _at("idle", "talk.idle_title", both)


async def _without_a_microphone(*both: AppUser) -> AsyncIterator[list[Screen]]:
    await _all(each.visitor.context.clear_permissions() for each in both)
    await _all(each.joins() for each in both)
    yield await _at("microphone-denied", "mic.denied_title", both)
    await _all(each.visitor.context.grant_permissions(["microphone"]) for each in both)


async def _taken_over(*both: AppUser) -> AsyncIterator[list[Screen]]:
    others = [await each.in_another_tab() for each in both]
    await _all(each.opens("/talk") for each in others)
    yield await _at("taken-over", "talk.taken_over_title", both)
    await _all(each.page.close() for each in others)
    await _all(each.button("talk.use_here").click() for each in both)
    await _at("idle", "talk.idle_title", both)


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
    async for screens in _trouble(one, other):
        yield screens
    for name, button in (("devices", "call.devices"), ("safety", "call.safety")):
        await _all(each.button(button).click() for each in both)
        yield [(name, each) for each in both]
        await _all(each.button("action.close").click() for each in both)
    await one.button("call.hang_up").click()
    yield await _at("ended", "ended.title", both)


async def _trouble(one: AppUser, other: AppUser) -> AsyncIterator[list[Screen]]:
    """In a call: each is muted for a while, then away."""
    for muted, here in ((one, other), (other, one)):
        await muted.button("call.mute").click()
        await expect(here.text("call.partner_muted", name=muted.who.username)).to_be_visible()
        yield [("muted", muted), ("partner-muted", here)]
        await muted.button("call.mute").click()
    for away, here in ((one, other), (other, one)):
        await away.page.goto("about:blank")
        await expect(here.text("call.partner_away", name=away.who.username)).to_be_visible()
        yield [("partner-away", here)]
        await away.opens("/talk")
        await both_hear(one.page, other.page)


async def _at(name: str, title: str, users: Any) -> list[Screen]:
    await _all(expect(each.heading(title)).to_be_visible() for each in users)
    await _all(each.page.wait_for_load_state("networkidle") for each in users if name in LOADS)
    if name in CONTENT:
        await _all(expect(each.page.locator(CONTENT[name]).first).to_be_visible() for each in users)
    return [(name, each) for each in users]


async def _all(steps: Any) -> None:
    await asyncio.gather(*steps)
