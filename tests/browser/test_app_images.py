"""Images in the app: the feed, an image's own page, the upload, one's own."""

import asyncio
import re

import pyvips
from playwright.async_api import Locator, expect

from tests.browser.app import AppUser, arrives, new_couple
from tests.browser.conftest import MakeVisitor
from tests.browser.story import STORY
from tests.people.person import MakePerson, Person, new_name
from tests.people.pictures import picture

pytestmark = STORY

BIG_BYTES = 5_000_000
# About 4 s for five megabytes.
SLOW = {"offline": False, "latency": 20, "downloadThroughput": -1, "uploadThroughput": BIG_BYTES / 4}
PAGE_SIZE = 24


def big_picture() -> bytes:
    """Noise, which no encoder makes small: a PNG of a little over five megabytes."""
    side = 1320
    noise = pyvips.Image.gaussnoise(side, side, mean=128, sigma=60)
    image = noise.bandjoin([noise.rot90(), noise.rot180()]).cast("uchar").copy(interpretation="srgb")
    encoded: bytes = image.write_to_buffer(".png")
    assert len(encoded) >= BIG_BYTES
    return encoded


async def chooses(user: AppUser, content: bytes, name: str = "hills.png") -> None:
    file = user.page.locator("input[type=file]")
    await file.set_input_files({"name": name, "mimeType": "image/png", "buffer": content})
    await expect(user.page.get_by_role("img", name=user.say("upload.preview", name=name))).to_be_visible()


def prompt_of(user: AppUser) -> Locator:
    return user.page.get_by_label(user.say("upload.prompt"), exact=True)


async def slows_down(user: AppUser) -> None:
    devtools = await user.visitor.context.new_cdp_session(user.page)
    await devtools.send("Network.enable")
    await devtools.send("Network.emulateNetworkConditions", SLOW)


async def test_an_upload_moves_arrives_in_the_feed_and_is_liked_by_another(visitor: MakeVisitor) -> None:
    mina = await arrives(visitor, "/upload")
    prompt = new_name("a floor in the morning")
    await chooses(mina, big_picture())
    await prompt_of(mina).fill(prompt)
    await mina.page.get_by_label(mina.say("upload.model"), exact=True).fill("Hanji 2")
    await slows_down(mina)
    await mina.button("upload.submit").click()
    seen = await progress_of(mina)
    assert len({share for share in seen if 0 < share < 1}) >= 3, seen
    assert seen == sorted(seen)
    await expect(mina.page).to_have_url(re.compile(r"/images/\d+$"))
    await expect(mina.page.get_by_role("main").get_by_text(prompt)).to_be_visible()

    juno = await arrives(visitor, "/images", "juno")
    card = juno.page.get_by_role("listitem").filter(has=juno.page.get_by_role("img", name=prompt))
    like = card.get_by_role("button")
    await expect(like).to_have_accessible_name(juno.say("image.like", count=0))
    await like.click()
    await expect(like).to_have_attribute("aria-pressed", "true")
    await expect(like).to_have_accessible_name(juno.say("image.like", count=1))
    await mina.page.reload()
    await expect(mina.button("image.like", count=1)).to_be_visible()
    await like.click()
    await expect(like).to_have_accessible_name(juno.say("image.like", count=0))


async def progress_of(user: AppUser) -> list[float]:
    """What the bar showed until it was gone."""
    bar = user.page.get_by_role("progressbar")
    await expect(bar).to_be_visible()
    seen: list[float] = []
    while True:
        share = await user.page.evaluate("() => document.querySelector('progress')?.getAttribute('value')")
        if share is None:
            return seen
        seen.append(float(share))
        await asyncio.sleep(0.1)


async def test_an_upload_can_be_stopped_and_sent_again(visitor: MakeVisitor) -> None:
    mina = await arrives(visitor, "/upload")
    await chooses(mina, big_picture())
    await prompt_of(mina).fill("a river")
    await slows_down(mina)
    await mina.button("upload.submit").click()
    await mina.button("upload.abort").click()
    await expect(mina.button("upload.submit")).to_be_visible()
    await expect(prompt_of(mina)).to_have_value("a river")
    await mina.button("upload.submit").click()
    await expect(mina.page).to_have_url(re.compile(r"/images/\d+$"), timeout=20_000)
    sent = [line.split()[0] for line in mina.visitor.requests if re.search(r"POST \S+/api/v1/images ", line)]
    assert sent == ["unanswered", "201"]


async def test_the_same_image_again_is_the_one_that_is_there(visitor: MakeVisitor) -> None:
    """And a new one is in the list that one goes back to."""
    mina = await arrives(visitor, "/my-images")
    content = picture(".png")
    addresses = []
    for _ in range(2):
        await mina.page.get_by_role("main").get_by_role("link", name=re.compile("Upload")).first.click()
        await chooses(mina, content)
        await prompt_of(mina).fill("a gate")
        await mina.button("upload.submit").click()
        await expect(mina.page).to_have_url(re.compile(r"/images/\d+$"))
        addresses.append(mina.page.url)
        await mina.page.go_back()
        await expect(mina.page.get_by_role("article")).to_have_count(1)
    assert addresses[0] == addresses[1]


async def test_a_half_written_form_survives_a_tunnel_and_a_reload(visitor: MakeVisitor) -> None:
    mina = await arrives(visitor, "/upload")
    await prompt_of(mina).fill("half of a")
    await mina.visitor.context.set_offline(True)
    await expect(mina.text("upload.offline")).to_be_visible()
    await prompt_of(mina).fill("half of a moon")
    await mina.visitor.context.set_offline(False)
    await expect(mina.text("upload.offline")).to_have_count(0)
    await mina.page.reload()
    await expect(prompt_of(mina)).to_have_value("half of a moon")
    await mina.button("upload.submit").click()
    await expect(mina.text("upload.choose")).to_be_visible()
    await expect(mina.page.locator("input[type=file]")).to_be_focused()
    await chooses(mina, picture(".png"))
    await mina.button("upload.submit").click()
    await expect(mina.page).to_have_url(re.compile(r"/images/\d+$"))
    await mina.opens("/upload")
    await expect(prompt_of(mina)).to_have_value("")


async def test_what_is_wrong_is_said_beside_it(visitor: MakeVisitor) -> None:
    mina = await arrives(visitor, "/upload")
    mina.visitor.expects("status of 422")
    file = mina.page.locator("input[type=file]")
    await file.set_input_files({"name": "note.png", "mimeType": "image/png", "buffer": b"no image"})
    await prompt_of(mina).fill("words")
    await mina.button("upload.submit").click()
    await expect(mina.text("upload.unreadable_image")).to_be_visible()
    await chooses(mina, picture(".png"))
    await prompt_of(mina).fill("")
    await mina.button("upload.submit").click()
    await expect(mina.text("fielderror.required")).to_be_visible()


async def test_the_owner_edits_and_deletes(visitor: MakeVisitor) -> None:
    mina = await arrives(visitor, "/upload")
    await chooses(mina, picture(".png"))
    await prompt_of(mina).fill("a lamp")
    await mina.button("upload.submit").click()
    await mina.button("image.edit").click()
    await prompt_of(mina).fill("a paper lamp")
    await mina.page.get_by_label(mina.say("upload.opt_in")).uncheck()
    await mina.button("action.save").click()
    await expect(mina.page.get_by_role("main").get_by_text("a paper lamp").first).to_be_visible()
    await expect(mina.text("image.not_in_arena")).to_be_visible()
    address = mina.page.url
    await mina.button("image.delete").click()
    await mina.button("me.delete_now").click()
    await expect(mina.text("images.none_of_mine")).to_be_visible()
    mina.visitor.expects("status of 404")
    await mina.page.goto(address)
    await expect(mina.heading("image.gone_title")).to_be_visible()


async def test_the_feed_goes_on_and_back_is_where_one_was(
    visitor: MakeVisitor, make_person: MakePerson
) -> None:
    """One author's images: more than a page, each once, newest first, and the keyboard meets them so."""
    author = await make_person("author")
    await _posts(author, PAGE_SIZE + 6)
    guest = AppUser.of(await visitor("guest"), new_couple()[0])
    await guest.opens(f"/images?author={author.id}")
    cards = guest.page.get_by_role("article")
    await expect(cards).to_have_count(PAGE_SIZE + 6)  # the next page comes before one is at the end
    names = [await each.get_attribute("alt") for each in await cards.get_by_role("img").all()]
    assert names == [f"hill {number}" for number in reversed(range(PAGE_SIZE + 6))]
    await expect(guest.button("action.more")).to_have_count(0)
    last = cards.last.get_by_role("link").first
    await last.scroll_into_view_if_needed()
    before = await guest.page.evaluate("scrollY")
    assert before > 0
    await last.click()
    await expect(guest.page).to_have_url(re.compile(r"/images/\d+$"))
    assert await guest.page.evaluate("scrollY") == 0
    await guest.page.go_back()
    await expect(cards).to_have_count(PAGE_SIZE + 6)
    assert abs(await guest.page.evaluate("scrollY") - before) < 5


async def _posts(author: Person, count: int) -> None:
    for number in range(count):
        shape = {"width": 320, "height": 240 + 40 * (number % 4)}
        await author.post_image(picture(".jpg", **shape), f"hill {number}")


async def test_nothing_moves_while_images_come(visitor: MakeVisitor, make_person: MakePerson) -> None:
    author = await make_person("author")
    await _posts(author, 8)
    guest = AppUser.of(await visitor("guest"), new_couple()[0])
    await guest.page.add_init_script(
        "window.shift = 0; new PerformanceObserver((list) => list.getEntries().forEach((entry) => {"
        " if (!entry.hadRecentInput) window.shift += entry.value; }))"
        ".observe({type: 'layout-shift', buffered: true})"
    )
    await guest.opens(f"/images?author={author.id}")
    await expect(guest.page.get_by_role("article")).to_have_count(8)
    await guest.page.wait_for_load_state("networkidle")
    assert await guest.page.evaluate("window.shift") <= 0.02


async def test_a_guest_is_led_to_log_in_and_back(visitor: MakeVisitor, make_person: MakePerson) -> None:
    author = await make_person("author")
    await _posts(author, 1)
    mina = await arrives(visitor, "/me")
    await mina.button("me.log_out").click()
    await mina.opens(f"/images?author={author.id}")
    await mina.page.get_by_role("link", name=mina.say("image.like", count=0)).click()
    await expect(mina.heading("login.title")).to_be_visible()
    await mina.logs_in()
    await expect(mina.page).to_have_url(re.compile(rf"/images\?author={author.id}$"))
    await mina.button("image.like", count=0).click()
    await expect(mina.button("image.like", count=1)).to_be_visible()


async def test_an_author_without_images_is_said_in_a_sentence(visitor: MakeVisitor) -> None:
    mina = await arrives(visitor, "/images?author=999999999")
    await expect(mina.text("images.none_here")).to_be_visible()
    await mina.opens("/my-images")
    await expect(mina.text("images.none_of_mine")).to_be_visible()
    await mina.page.get_by_role("main").get_by_role("link", name=mina.say("images.upload_first")).click()
    await expect(mina.heading("upload.title")).to_be_visible()
