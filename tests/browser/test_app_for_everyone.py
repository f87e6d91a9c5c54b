"""The app without a mouse, and on a narrow phone."""

import asyncio

from playwright.async_api import Locator, expect

from tests.browser.app import AppUser, new_couple, two_users
from tests.browser.conftest import MakeVisitor
from tests.browser.sound import both_hear
from tests.browser.story import OVERFLOW, STORY
from tests.people.person import PASSWORD, MakePerson
from tests.people.pictures import picture

pytestmark = STORY

NARROW = {"width": 360, "height": 740}
ZOOMED = {"width": 640, "height": 400}  # 1280 x 800 at 200 %
PAGES = (
    "/rules",
    "/images",
    "/upload",
    "/my-images",
    "/arena",
    "/ranks",
    "/ranks?board=images",
    "/ranks?board=models",
    "/calls",
    "/me",
    "/talk",
)
TARGET_PIXELS = 44
MANY_TABS = 40
KEYS_AFTER_SECONDS = 0.8  # a key that comes sooner was meant for what was there before

# An outline, or another look than without focus, on what has it or on its label.
SHOWS_FOCUS = """() => {
  const looks = (element) => {
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
    return (outlineStyle !== "none" && parseFloat(outlineWidth) >= 2) || boxShadow !== "none";
  };
  const focused = document.activeElement;
  return [focused, focused.nextElementSibling, focused.closest("label")].some((each) => each && looks(each));
}"""

FOCUSED = (
    "() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.innerText?.trim()"
)

# Of what one presses: the control, or the label that belongs to it. Exempt are links within a sentence (WCAG
# 2.5.8), words of a sentence that are controls, and what is out of sight until it has the focus.
SMALL_TARGETS = """(least) => [...document.querySelectorAll("button, select, input, a[href]")]
  .filter((each) => each.checkVisibility() && !each.matches("p:not(.actions) a, p select, .skip"))
  .map((each) => each.closest("label") ?? each)
  .map((each) => ({ name: each.innerText || each.ariaLabel || each.id, box: each.getBoundingClientRect() }))
  .filter(({ box }) => box.width > 0 && (box.height < least - 0.5 || box.width < least - 0.5))
  .map(({ name, box }) => `${name}: ${box.width} x ${box.height}`)"""


async def test_the_keyboard_alone_is_enough(visitor: MakeVisitor) -> None:
    """From the first page to a call, with a focus that is seen at each step."""
    mina, juno = await two_users(visitor)
    await asyncio.gather(_signs_up_by_keys(mina), juno.has_signed_up())
    await _presses(mina, "talk.join")
    await expect(mina.heading("wait.title")).to_be_visible()
    await juno.joins()
    await expect(mina.heading("offer.title", name=juno.who.username, age=juno.who.age)).to_be_visible()
    await asyncio.sleep(KEYS_AFTER_SECONDS)
    await mina.page.keyboard.press("Enter")
    await juno.accepts()
    await both_hear(mina.page, juno.page)
    await _presses(mina, "call.hang_up")
    await expect(mina.heading("ended.title")).to_be_visible()


async def _signs_up_by_keys(user: AppUser) -> None:
    keys, who = user.page.keyboard, user.who
    await user.opens("/")
    await expect(user.heading("welcome.title")).to_be_visible()
    await _presses(user, "welcome.sign_up")
    await expect(user.heading("signup.title")).to_be_focused()
    for key, text in (("username", who.username), ("password", PASSWORD), ("age", str(who.age))):
        await _tabs_to(user, user.page.get_by_label(user.say(f"field.{key}"), exact=True))
        await keys.type(text)
    await _tabs_to(user, user.page.get_by_label(user.say("field.gender"), exact=True))
    await keys.type(user.say(f"gender.{who.gender}"))
    await _presses(user, "signup.submit")
    await expect(user.heading("rules.title")).to_be_focused()
    await _presses(user, "rules.accept")
    await expect(user.heading("talk.idle_title")).to_be_focused()
    await _wishes_by_keys(user)


async def _wishes_by_keys(user: AppUser) -> None:
    label = user.page.get_by_label
    await _tabs_to(user, label(user.say("pref.gender_label")))
    await user.page.keyboard.type(user.say(f"pref.{user.who.wanted_gender}"))
    await expect(label(user.say("pref.gender_label"))).to_have_value(user.who.wanted_gender)
    await _tabs_to(user, label(user.say("pref.min_label")))
    await user.page.keyboard.type(str(user.who.wanted_age))
    await expect(label(user.say("pref.min_label"))).to_have_value(str(user.who.wanted_age))
    await expect(user.text("pref.saved")).to_be_visible()


async def _presses(user: AppUser, key: str) -> None:
    """Comes to a link or button by Tab, and presses Enter."""
    name = user.say(key)
    target = user.page.get_by_role("button", name=name, exact=True).or_(
        user.page.get_by_role("link", name=name, exact=True)
    )
    await _tabs_to(user, target.first)
    await user.page.keyboard.press("Enter")


async def _tabs_to(user: AppUser, target: Locator) -> None:
    for _ in range(MANY_TABS):
        await user.page.keyboard.press("Tab")
        assert await user.page.evaluate(SHOWS_FOCUS), (
            f"no visible focus on {await user.page.evaluate(FOCUSED)}"
        )
        if await target.evaluate("(each) => each === document.activeElement"):
            return
    raise AssertionError(f"Tab does not come to {target}")


async def test_a_narrow_phone_shows_all_and_is_pressed_with_a_thumb(
    visitor: MakeVisitor, make_person: MakePerson
) -> None:
    """360 pixels: nothing scrolls sideways, and what is pressed is 44 pixels in both directions."""
    mina, juno = await two_users(visitor, viewport=NARROW, has_touch=True)
    for path in ("/", "/sign-up", "/log-in"):
        await mina.opens(path)
        await _fits(mina)
    await asyncio.gather(mina.has_signed_up(), juno.has_signed_up())
    for path in (await _an_image(make_person), *PAGES):
        await mina.opens(path)
        await _fits(mina)
    await mina.joins()
    await expect(mina.heading("wait.title")).to_be_visible()
    await _fits(mina)
    await juno.joins()
    await expect(mina.heading("offer.title", name=juno.who.username, age=juno.who.age)).to_be_visible()
    await _fits(mina)
    await asyncio.gather(mina.accepts(), juno.accepts())
    await both_hear(mina.page, juno.page)
    await _fits(mina)
    await mina.button("call.safety").click()
    await _fits(mina)
    await mina.button("action.close").click()
    await mina.button("call.hang_up").click()
    await expect(mina.heading("ended.title")).to_be_visible()
    await _fits(mina)


async def test_pages_at_200_percent_scroll_in_one_direction(
    visitor: MakeVisitor, make_person: MakePerson
) -> None:
    """WCAG 1.4.10."""
    user = AppUser.of(await visitor("mina", viewport=ZOOMED), new_couple()[0])
    for path in ("/", "/sign-up", "/log-in"):
        await user.opens(path)
        await _fits(user)
    await user.has_signed_up()
    for path in (await _an_image(make_person), *PAGES):
        await user.opens(path)
        await _fits(user)


async def _an_image(make_person: MakePerson) -> str:
    """The address of its page: a prompt of one long word, a long name of a model."""
    author = await make_person("author")
    image = await author.post_image(picture(".webp"), "hills" * 40)
    return f"/images/{image['id']}"


async def _fits(user: AppUser) -> None:
    await expect(user.page.get_by_role("heading", level=1)).to_be_visible()
    path = user.page.url
    assert await user.page.evaluate(OVERFLOW) <= 0, f"{path} scrolls sideways"
    assert await user.page.evaluate(SMALL_TARGETS, TARGET_PIXELS) == [], path
