"""maru-client on a page of another origin, which the browser gets from the test instead of a server."""

import asyncio
import secrets
from functools import cache

from playwright.async_api import Page, Route

from native.settings import ROOT
from tests.browser.visitor import Visitor
from tests.people.person import PASSWORD, base_url, new_name

# Both show a newcomer the fifteen lines.
DOCUMENTS = ("web/client/README.md", "docs/tutorial/1-a-call.md")
README_SERVER = "http://localhost:8080"
MOST_LINES = 15  # of JavaScript

PAGE = """<!doctype html><meta charset="utf-8"><title>Another origin</title><link rel="icon" href="data:,">
<button>Start</button> <audio autoplay></audio>
<script type="module">
  import { createMaru, dataOf, when } from "SERVER/client/v1/maru-client.js";
  const maru = createMaru({ baseUrl: "SERVER", storage: localStorage });
  Object.assign(window, { maru, when, dataOf });
  window.enter = async (info) => {
    const call = maru.call(info.room, info);
    window.call = call;
    call.subscribe(() => {
      const audio = document.querySelector("audio");
      if (audio.srcObject !== call.remoteStream) audio.srcObject = call.remoteStream ?? null;
    });
    await call.start();
  };
</script>"""


PROFILE = "async () => (await dataOf(maru.auth.GET('/api/auth/profile/'))).username"


def server() -> str:
    """The gateway, as README names it: by localhost."""
    return base_url().replace("127.0.0.1", "localhost")


def other_origin() -> str:
    """An origin that is not the server's, and that MARU_ALLOWED_ORIGINS has by default."""
    return server().replace("localhost", "127.0.0.1")


@cache
def page_of(document: str) -> str:
    """What the document tells a newcomer to put on a page."""
    text = (ROOT / document).read_text(encoding="utf-8")
    block = text.split("```html\n")[1].split("```")[0]
    assert block.count(README_SERVER) == 2, "it names the server in two places"
    assert len(block.split("<script")[1].split("</script>")[0].splitlines()[1:]) <= MOST_LINES
    block = block.removeprefix("<!doctype html>\n")
    return f'<!doctype html><link rel="icon" href="data:,">{block.replace(README_SERVER, server())}'


async def open_page(visitor: Visitor, html: str | None = None, *, page: Page | None = None) -> Page:
    """Opens it in the first tab, or in `page`."""
    content = html or PAGE.replace("SERVER", server())

    async def answer(route: Route) -> None:
        await route.fulfill(body=content, content_type="text/html; charset=utf-8")

    page = page or visitor.page
    await page.route(f"{other_origin()}/page.html", answer)
    await page.goto(f"{other_origin()}/page.html")
    return page


async def sign_up(page: Page, *, age: int, gender: str) -> str:
    """Signs up by the library; returns the username."""
    fields = {"username": new_name("page"), "password": PASSWORD, "age": age, "gender": gender}
    await page.wait_for_function("() => window.maru")
    await page.evaluate("(fields) => maru.session.signUp(fields)", fields)
    return fields["username"]  # type: ignore[return-value]


async def signed_up(visitor: Visitor) -> str:
    """On the page; returns the username."""
    await open_page(visitor)
    return await sign_up(visitor.page, age=30, gender="female")


async def only_wants(page: Page, *, age: int, gender: str) -> None:
    body = {"age_min": age, "age_max": age, "preferred_gender": gender}
    await page.evaluate("(body) => maru.auth.PATCH('/api/match/settings/', { body })", body)


async def in_a_call(one: Visitor, other: Visitor) -> None:
    """Both sign up, find each other and nobody else, and start their call."""
    ages = 18 + secrets.randbelow(40), 58 + secrets.randbelow(41)
    sides = (one, ages[0], "female", ages[1], "male"), (other, ages[1], "male", ages[0], "female")
    await asyncio.gather(*(_prepare(*side) for side in sides))
    await asyncio.gather(meet(one.page), meet(other.page))


async def _prepare(visitor: Visitor, age: int, gender: str, their_age: int, their_gender: str) -> None:
    await open_page(visitor)
    await sign_up(visitor.page, age=age, gender=gender)
    await only_wants(visitor.page, age=their_age, gender=their_gender)


async def meet(page: Page) -> None:
    await page.click("button")  # a gesture: browsers play no sound before one
    await page.evaluate(
        """async () => {
          const match = maru.match();
          await match.join();
          await when(match, (now) => now.offer);
          await match.accept();
          await enter(await when(match, (now) => now.call));
        }"""
    )
