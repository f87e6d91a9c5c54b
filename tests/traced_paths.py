"""Which modules of ours five requests run through: what a reader has to open to follow one.

`make paths`. Everything runs in this process, beside a throw-away system whose servers it uses; each path is
repeated, and a module counts when every repetition ran code of it. Work in other processes (decoding an
image) and what only the start runs are not seen. `runtime` is listed apart: it knows no feature.
"""

# ruff: noqa: T201 - a report is printed
import asyncio
import io
import json
import os
import sys
import threading
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from types import FrameType
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "auth_match.config.settings")

import httpx
from asgiref.testing import ApplicationCommunicator
from PIL import Image

REPETITIONS = 5
SECONDS = 20
PASSWORD = "correct horse battery"


class Recorder:
    """The modules of functions called while it records, in all threads that were started after it."""

    def __init__(self) -> None:
        self._found: set[str] | None = None
        threading.setprofile(self._note)
        sys.setprofile(self._note)

    def _note(self, frame: FrameType, event: str, _: Any) -> None:
        if self._found is not None and event == "call":
            name = frame.f_globals.get("__name__", "")
            if name.startswith(("auth_match.", "image_community.")):
                self._found.add(name)

    @contextmanager
    def recording(self) -> Iterator[set[str]]:
        found: set[str] = set()
        self._found = found
        try:
            yield found
        finally:
            self._found = None


class Socket:
    """A WebSocket without a network."""

    def __init__(self, application: Any, access: str) -> None:
        headers = [(b"authorization", f"Bearer {access}".encode())]
        scope = {"type": "websocket", "path": "/ws/match/", "headers": headers, "subprotocols": []}
        communicator: Any = ApplicationCommunicator
        self._wire = communicator(application, scope)

    async def open(self) -> None:
        await self._wire.send_input({"type": "websocket.connect"})
        await self.until("state")

    async def say(self, action: str) -> None:
        await self._wire.send_input({"type": "websocket.receive", "text": json.dumps({"action": action})})

    async def until(self, kind: str) -> None:
        while json.loads((await self._wire.receive_output(SECONDS)).get("text", "{}")).get("type") != kind:
            pass

    async def until_closed(self) -> int:
        while (message := await self._wire.receive_output(SECONDS))["type"] != "websocket.close":
            pass
        return int(message["code"])

    async def close(self) -> None:
        await self._wire.send_input({"type": "websocket.disconnect", "code": 1000})
        await self._wire.wait(SECONDS)


Path = Callable[[Recorder], Awaitable[set[str]]]


async def sign_up(web: httpx.AsyncClient) -> dict[str, Any]:
    """`{"access", "refresh"}`."""
    fields = {"username": f"u{uuid.uuid4().hex[:12]}", "password": PASSWORD, "age": 30, "gender": "female"}
    answer = await web.post("/api/auth/signup/", json=fields)
    answer.raise_for_status()
    tokens: dict[str, Any] = answer.json()["tokens"]
    return tokens


@asynccontextmanager
async def auth_match() -> AsyncIterator[dict[str, Path]]:
    from auth_match.config.asgi import application
    from auth_match.realtime import account_feed

    transport = httpx.ASGITransport(application)  # type: ignore[arg-type]
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as web:

        async def join(recorder: Recorder) -> set[str]:
            sockets = [Socket(application, (await sign_up(web))["access"]) for _ in range(2)]
            for socket in sockets:
                await socket.open()
            await sockets[0].say("join_queue")
            await sockets[0].until("queue_joined")
            with recorder.recording() as found:
                await sockets[1].say("join_queue")
                await sockets[0].until("match_found")
            for socket in sockets:
                await socket.close()
            return found

        async def log_out(recorder: Recorder) -> set[str]:
            async with account_feed.following((account_feed.end_sockets,)):
                tokens = await sign_up(web)
                socket = Socket(application, tokens["access"])
                await socket.open()
                with recorder.recording() as found:
                    await web.post("/api/auth/logout/", json={"refresh": tokens["refresh"]})
                    assert await socket.until_closed() == 4401
                await socket.close()
                return found

        yield {"join → match_found of the other": join, "logout → 4401": log_out}


@asynccontextmanager
async def image_community() -> AsyncIterator[dict[str, Path]]:
    from image_community.main import create_app
    from image_community.runtime.settings import settings_from_environment

    app = create_app(settings_from_environment())
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(app.router.lifespan_context(app))
        transport = httpx.ASGITransport(app)
        api = await stack.enter_async_context(
            httpx.AsyncClient(transport=transport, base_url="http://localhost", timeout=SECONDS)
        )
        web = await stack.enter_async_context(
            httpx.AsyncClient(base_url=os.environ["MARU_BASE_URL"], timeout=SECONDS)
        )

        async def headers() -> dict[str, str]:
            return {"Authorization": f"Bearer {(await sign_up(web))['access']}"}

        async def post_image(given: dict[str, str]) -> httpx.Response:
            picture = io.BytesIO()
            Image.frombytes("RGB", (16, 16), os.urandom(768)).save(picture, "PNG")
            files = {"file": ("picture.png", picture.getvalue(), "image/png")}
            form = {"prompt": "noise", "is_tournament_opt_in": "true"}
            return await api.post("/api/v1/images", headers=given, data=form, files=files)

        async def upload(recorder: Recorder) -> set[str]:
            given = await headers()
            with recorder.recording() as found:
                assert (await post_image(given)).status_code == 201
            return found

        async def vote(recorder: Recorder) -> set[str]:
            voter = await headers()
            for _ in range(2):  # of two authors: the images of one are no pair
                assert (await post_image(await headers())).status_code == 201
            answer = await api.get("/api/v1/tournaments/match", headers=voter)
            assert answer.status_code == 200, answer.text
            match = answer.json()
            winner, loser = (image["id"] for image in match["images"])
            body = {"match_id": match["match_id"], "winner_image_id": winner, "loser_image_id": loser}
            with recorder.recording() as found:
                answer = await api.post("/api/v1/tournaments/vote", headers=voter, json=body)
            assert answer.status_code == 201, answer.text
            return found

        async def ranking(recorder: Recorder) -> set[str]:
            with recorder.recording() as found:
                assert (await api.get("/api/v1/images/feed/top-24h")).status_code == 200
            return found

        yield {"vote": vote, "top-24h": ranking, "upload": upload}


async def modules_of(path: Path, recorder: Recorder) -> list[str]:
    await path(recorder)  # what only the first time runs is no part of it
    return sorted(set.intersection(*[await path(recorder) for _ in range(REPETITIONS)]))


async def main() -> None:
    recorder = Recorder()
    for service in (auth_match, image_community):
        async with service() as paths:
            for name, path in paths.items():
                show(name, await modules_of(path, recorder))


def show(name: str, modules: list[str]) -> None:
    shared = [module for module in modules if module.split(".")[1] in {"runtime", "config", "main", "errors"}]
    features = [module for module in modules if module not in shared]
    print(f"\n{name}: {len(features)} of features, {len(shared)} of runtime and wiring")
    for module in features:
        print(f"    {module}")
    print(f"    + {', '.join(module.partition('.')[2] for module in shared)}")


if __name__ == "__main__":
    asyncio.run(main())
