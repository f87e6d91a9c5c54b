"""One person before a browser: a context of its own, its network, and what went wrong meanwhile."""

import asyncio
import json
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.async_api import BrowserContext, ConsoleMessage, Page, Request, Response, WebSocket

from tests.browser.network import Network

# What Chromium writes about connections that `Network.down` ends.
NO_NETWORK = (r"net::ERR_(SOCKS_CONNECTION_FAILED|CONNECTION_\w+|EMPTY_RESPONSE|NETWORK_CHANGED)",)
FRAME_SECONDS = 30  # for what takes milliseconds, or the pause before the next attempt


@dataclass(frozen=True)
class Frame:
    """One frame of a WebSocket, in the order in which the page saw them. `at` is time.time()."""

    at: float
    socket: str
    is_ours: bool
    content: dict[str, Any]

    @property
    def type(self) -> str:
        return str(self.content.get("type") or self.content.get("action"))


@dataclass
class Visitor:
    """Made by the fixture `visitor`. `page` is the first tab."""

    name: str
    context: BrowserContext
    page: Page
    network: Network
    troubles: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    frames: list[Frame] = field(default_factory=list)
    _expected: list[str] = field(default_factory=list)

    def expects(self, *patterns: str) -> None:
        """Console errors that belong to the story, as regular expressions."""
        self._expected += patterns

    async def sees(self, what: str, chosen: Callable[[Frame], bool], *, since: float = 0) -> Frame:
        """The first such frame after `since`, waiting for it."""
        deadline = time.monotonic() + FRAME_SECONDS
        while time.monotonic() < deadline:
            for frame in self.frames:
                if frame.at >= since and chosen(frame):
                    return frame
            await asyncio.sleep(0.05)
        raise AssertionError(f"{self.name} saw no {what} within {FRAME_SECONDS} s")

    def watch(self) -> None:
        self._follow(self.page)
        self.context.on("page", self._follow)
        self.context.on("console", self._console)
        self.context.on("weberror", lambda error: self.troubles.append(f"page error: {error.error}"))
        self.context.on("response", self._response)
        self.context.on("requestfailed", self._unanswered)

    def undeclared(self) -> list[str]:
        return [
            f"{self.name}: {trouble}"
            for trouble in self.troubles
            if not any(re.search(pattern, trouble) for pattern in self._expected)
        ]

    async def keep(self, folder: Path) -> None:
        """What explains a failure: how each tab looks, the console's errors, the requests with their ids."""
        for number, page in enumerate(self.context.pages, start=1):
            await page.screenshot(path=folder / f"{self.name}-{number}.png", full_page=True)
        (folder / f"{self.name}-console.txt").write_text("\n".join(self.troubles), encoding="utf-8")
        (folder / f"{self.name}-requests.txt").write_text("\n".join(self.requests), encoding="utf-8")

    def _follow(self, page: Page) -> None:
        page.on("websocket", self._socket)

    def _socket(self, socket: WebSocket) -> None:
        path = "match" if "/ws/match/" in socket.url else "voice"

        def keep(text: str | bytes, *, is_ours: bool) -> None:
            self.frames.append(Frame(time.time(), path, is_ours, json.loads(text)))

        socket.on("framesent", lambda text: keep(text, is_ours=True))
        socket.on("framereceived", lambda text: keep(text, is_ours=False))

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.troubles.append(f"console: {message.text} ({message.location['url']})")

    def _response(self, response: Response) -> None:
        request_id = response.headers.get("x-request-id", "-")
        self.requests.append(f"{response.status} {response.request.method} {response.url} {request_id}")

    def _unanswered(self, request: Request) -> None:
        self.requests.append(f"unanswered {request.method} {request.url} {request.failure}")


def refreshes(visitor: Visitor) -> list[str]:
    """How each refresh of tokens was answered: a status, or "unanswered"."""
    return [line.split()[0] for line in visitor.requests if "/token/refresh/" in line]
