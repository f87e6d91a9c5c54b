"""What a person does in the app: by roles and names, as people and screen readers find things."""

import asyncio
import itertools
from dataclasses import dataclass, replace
from typing import Any

from playwright.async_api import Locator, Page, expect

from tests.browser.sound import both_hear
from tests.browser.visitor import Visitor
from tests.browser.words import Words, words
from tests.people.person import PASSWORD, base_url, new_name

# Ages of their own for each couple: nobody of an earlier story, still leaving the queue, fits them.
_turn = itertools.count()


def app_url() -> str:
    """By localhost: the origin that the server knows as its own."""
    return base_url().replace("127.0.0.1", "localhost")


@dataclass(frozen=True)
class Somebody:
    """Whom a visitor plays, and whom they look for."""

    username: str
    age: int
    gender: str
    wanted_age: int
    wanted_gender: str


def new_couple() -> tuple[Somebody, Somebody]:
    turn = next(_turn)
    young, old = 19 + turn % 39, 59 + turn % 40
    return (
        Somebody(new_name("mina"), young, "female", old, "male"),
        Somebody(new_name("juno"), old, "male", young, "female"),
    )


@dataclass
class AppUser:
    """One visitor of the app, in English unless the visitor's locale says otherwise."""

    visitor: Visitor
    who: Somebody
    say: Words

    @classmethod
    def of(cls, visitor: Visitor, who: Somebody, language: str = "en") -> "AppUser":
        return cls(visitor, who, words(language))

    @property
    def page(self) -> Page:
        return self.visitor.page

    def button(self, key: str, **values: object) -> Locator:
        return self.page.get_by_role("button", name=self.say(key, **values), exact=True)

    def heading(self, key: str, **values: object) -> Locator:
        return self.page.get_by_role("heading", name=self.say(key, **values), exact=True)

    def text(self, key: str, **values: object) -> Locator:
        return self.page.get_by_text(self.say(key, **values), exact=True).first

    async def opens(self, path: str) -> None:
        await self.page.goto(app_url() + path)

    async def signs_up(self) -> None:
        """By the form, and agrees to the rules."""
        await self.opens("/sign-up")
        await self.fills_the_form()
        await self.button("signup.submit").click()
        await self.button("rules.accept").click()
        await expect(self.heading("talk.idle_title")).to_be_visible()

    async def fills_the_form(self) -> None:
        page, say, who = self.page, self.say, self.who
        await page.get_by_label(say("field.username"), exact=True).fill(who.username)
        await page.get_by_label(say("field.password"), exact=True).fill(PASSWORD)
        await page.get_by_label(say("field.age"), exact=True).fill(str(who.age))
        await page.get_by_label(say("field.gender"), exact=True).select_option(who.gender)

    async def logs_in(self, password: str = PASSWORD) -> None:
        """By the form, where it is on the screen."""
        page, say = self.page, self.say
        await page.get_by_label(say("field.username"), exact=True).fill(self.who.username)
        await page.get_by_label(say("field.password"), exact=True).fill(password)
        await self.button("login.submit").click()

    async def chooses_whom(self) -> None:
        """By the sentence of preferences."""
        page, say = self.page, self.say
        await page.get_by_label(say("pref.gender_label")).select_option(self.who.wanted_gender)
        for label in ("pref.min_label", "pref.max_label"):
            await page.get_by_label(say(label)).select_option(str(self.who.wanted_age))
            await expect(page.get_by_label(say(label))).to_have_value(str(self.who.wanted_age))
        await expect(self.text("pref.saved")).to_be_visible()

    async def has_signed_up(self, path: str = "/talk") -> None:
        """Without the forms: an account and its cookie, the rules agreed to, the wish saved."""
        request, url = self.visitor.context.request, app_url()
        own = {"Origin": url, "X-Maru-Session": "cookie"}
        who = self.who
        fields = {"username": who.username, "password": PASSWORD, "age": who.age, "gender": who.gender}
        answer = await request.post(f"{url}/api/auth/signup/", headers=own, data=fields)
        assert answer.status == 201, await answer.text()
        made = await answer.json()
        wish = {"age_min": who.wanted_age, "age_max": who.wanted_age, "preferred_gender": who.wanted_gender}
        bearer = {"Authorization": f"Bearer {made['tokens']['access']}"}
        saved = await request.patch(f"{url}/api/match/settings/", headers=bearer, data=wish)
        assert saved.status == 200, await saved.text()
        await self._has_kept({f"maru.session:{url}": "1", f"maru.rules:{made['id']}": "1"})
        await self.opens(path)

    async def _has_kept(self, items: dict[str, str]) -> None:
        await self.page.goto(f"{app_url()}/healthz")
        await self.page.evaluate("(items) => void Object.assign(localStorage, items)", items)

    async def in_another_tab(self) -> "AppUser":
        """The same person before a new tab; both tabs share what went wrong and what was asked."""
        page = await self.visitor.context.new_page()
        return AppUser(replace(self.visitor, page=page), self.who, self.say)

    async def joins(self) -> None:
        await self.button("talk.join").click()

    async def accepts(self) -> None:
        await self.button("offer.accept").click()


async def arrives(make_visitor: Any, path: str, name: str = "mina") -> AppUser:
    """One with an account, on that page."""
    user = AppUser.of(await make_visitor(name), new_couple()[0])
    await user.has_signed_up(path)
    return user


async def find_each_other(one: AppUser, other: AppUser) -> None:
    """From the idle page of both to the offer."""
    await asyncio.gather(one.joins(), other.joins())
    for each, partner in ((one, other.who), (other, one.who)):
        await expect(each.heading("offer.title", name=partner.username, age=partner.age)).to_be_visible()


async def talk(one: AppUser, other: AppUser) -> None:
    """From the idle page of both into a call in which both hear."""
    await find_each_other(one, other)
    await asyncio.gather(one.accepts(), other.accepts())
    await both_hear(one.page, other.page)


async def in_a_call(make_visitor: Any, **options: Any) -> tuple[AppUser, AppUser]:
    """Two with accounts, who hear each other."""
    users = await two_users(make_visitor, **options)
    await asyncio.gather(*(each.has_signed_up() for each in users))
    await talk(*users)
    return users


async def two_users(make_visitor: Any, **options: Any) -> tuple[AppUser, AppUser]:
    couple = new_couple()
    mina, juno = await asyncio.gather(*(make_visitor(who.username[:4], **options) for who in couple))
    return AppUser.of(mina, couple[0]), AppUser.of(juno, couple[1])
