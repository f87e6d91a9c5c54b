"""One person at the gateway: an account, its tokens, and what an SPA would do with them over HTTP."""

import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import httpx

from native import local_system
from native.settings import environment, load

PASSWORD = "eleven green bottles, one fell"
TIMEOUT_SECONDS = 30  # for what takes milliseconds: the machine may be busy


def base_url() -> str:
    """Where the system under test is: any running one, by MARU_BASE_URL."""
    given = environment()
    return (given.get("MARU_BASE_URL") or local_system.plain_url(load(given))).rstrip("/")


def new_name(prefix: str) -> str:
    """A username that is not taken, on whatever system."""
    return f"{prefix}-{secrets.token_hex(5)}"


@dataclass
class Person:
    """Made by `sign_up`; close with `aclose`."""

    http: httpx.AsyncClient
    id: int
    username: str
    access: str
    refresh: str

    @classmethod
    async def sign_up(cls, prefix: str, *, age: int = 30, gender: str = "female") -> "Person":
        http = httpx.AsyncClient(base_url=base_url(), timeout=TIMEOUT_SECONDS)
        body = {"username": new_name(prefix), "password": PASSWORD, "age": age, "gender": gender}
        response = await http.post("/api/auth/signup/", json=body)
        expect(response, 201)
        body = response.json()
        tokens = body["tokens"]
        return cls(http, body["id"], body["username"], tokens["access"], tokens["refresh"])

    @property
    def bearer(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.access}"}

    async def ask(self, method: str, path: str, **given: Any) -> httpx.Response:
        """A request with the access token."""
        headers = {**self.bearer, **given.pop("headers", {})}
        return await self.http.request(method, path, headers=headers, **given)

    async def get(self, path: str, status: int = 200, **given: Any) -> Any:
        return await self._json("GET", path, status, **given)

    async def post(self, path: str, status: int = 200, **given: Any) -> Any:
        return await self._json("POST", path, status, **given)

    async def put(self, path: str, status: int = 200, **given: Any) -> Any:
        return await self._json("PUT", path, status, **given)

    async def patch(self, path: str, status: int = 200, **given: Any) -> Any:
        return await self._json("PATCH", path, status, **given)

    async def delete(self, path: str, status: int = 200, **given: Any) -> Any:
        return await self._json("DELETE", path, status, **given)

    async def _json(self, method: str, path: str, status: int, **given: Any) -> Any:
        response = await self.ask(method, path, **given)
        expect(response, status)
        return response.json() if response.content else None

    async def ticket(self, purpose: str, instance: str | None = None) -> str:
        """A single-use ticket for one WebSocket, of the page with that name."""
        asked = {"purpose": purpose} if instance is None else {"purpose": purpose, "instance": instance}
        body = await self.post("/api/auth/ws-ticket/", json=asked)
        return str(body["ticket"])

    async def post_image(self, content: bytes, prompt: str, *, opt_in: bool = True) -> dict[str, Any]:
        form = {"prompt": prompt, "model_name": "demo-model", "is_tournament_opt_in": str(opt_in).lower()}
        files = {"file": ("picture", content, "application/octet-stream")}
        body: dict[str, Any] = await self.post("/api/v1/images/", status=201, data=form, files=files)
        return body

    async def new_session(self) -> str:
        """Logs in once more, as from elsewhere; returns that access token."""
        body = {"username": self.username, "password": PASSWORD}
        answer = await self.http.post("/api/auth/login/", json=body)
        expect(answer, 200)
        return str(answer.json()["access"])

    async def delete_account(self) -> None:
        """With everything that was shared."""
        await self.delete("/api/auth/profile/", status=204, json={"password": PASSWORD})

    async def aclose(self) -> None:
        await self.http.aclose()


def expect(response: httpx.Response, status: int) -> None:
    """Fails with what was answered instead."""
    asked = f"{response.request.method} {response.request.url.path}"
    assert response.status_code == status, (
        f"{asked}: {response.status_code} instead of {status}: {response.text[:500]}"
    )


MakePerson = Callable[
    ..., Awaitable[Person]
]  # a fixture: signs a person up, and closes their client in the end
