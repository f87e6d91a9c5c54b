"""Errors of unavailable PostgreSQL and Redis servers: 503 over HTTP, `unavailable` on sockets."""

import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from asgiref.testing import ApplicationCommunicator
from django.http import HttpRequest, HttpResponse
from django.test import override_settings
from django.urls import path
from rest_framework.request import Request
from rest_framework.test import APIClient
from rest_framework.views import APIView
from unavailable_rows import DEFECTS, ROWS, name_of, raise_row

import redis
from auth_match.accounts.models import User
from auth_match.accounts.service import TicketHolder
from auth_match.realtime import handshake
from auth_match.realtime.close_codes import CloseCode
from auth_match.realtime.consumer import SocketConsumer
from auth_match.runtime import problem
from auth_match.runtime.database import in_database_thread
from auth_match.runtime.redis import sync_client

pytestmark = pytest.mark.django_db
# consumers query the database in other threads, which see only committed rows
in_threads = pytest.mark.django_db(transaction=True)

PASSWORD = "correct horse battery"
every_row = pytest.mark.parametrize("row", ROWS, ids=name_of)
raised: dict[str, Any] = {}


class RaisingView(APIView):
    authentication_classes = ()
    permission_classes = ()

    def get(self, _request: Request) -> HttpResponse:
        raise_row(raised)


def raising_view(_request: HttpRequest) -> HttpResponse:
    raise_row(raised)


class Urls:
    """Replaces a module with `urlpatterns`."""

    urlpatterns = (path("in-rest-framework", RaisingView.as_view()), path("in-django", raising_view))
    handler500 = staticmethod(problem.server_error)


def assert_unavailable(response: Any) -> None:
    assert (response.status_code, response.json()["code"]) == (503, "unavailable"), response.content
    assert response["Retry-After"] == "2"


@every_row
@pytest.mark.parametrize("place", ["/in-rest-framework", "/in-django"])
def test_each_error_is_503_with_retry_after(api: APIClient, row: dict[str, Any], place: str) -> None:
    raised.clear()
    raised.update(row)
    with override_settings(ROOT_URLCONF=Urls):
        assert_unavailable(api.get(place))


@pytest.mark.parametrize("reply", ["ERR syntax error", "WRONGTYPE Operation against a key", "NOPERM no"])
def test_defect_in_our_code_is_500(api: APIClient, reply: str) -> None:
    raised.clear()
    error = {"NOPERM": "NoPermissionError"}.get(reply.split()[0], "ResponseError")
    raised.update(driver="redis", error=error, reply=reply)
    with override_settings(ROOT_URLCONF=Urls):
        assert api.get("/in-django").status_code == 500


@pytest.mark.parametrize("row", DEFECTS, ids=name_of)
def test_error_that_a_retry_cannot_fix_is_500(api: APIClient, row: dict[str, Any]) -> None:
    raised.clear()
    raised.update(row)
    with override_settings(ROOT_URLCONF=Urls):
        assert api.get("/in-django").status_code == 500


class RaisingConsumer(SocketConsumer):
    purpose = "match"

    async def opened(self) -> None:
        if raised.get("at") == "opened":
            await in_database_thread(raise_row, raised)

    async def received(self, frame: dict[str, Any]) -> None:
        await in_database_thread(raise_row, raised)

    async def closed(self) -> None:
        pass


@pytest.fixture
def holder(alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """Replaces the authentication: every socket is Alice's."""

    async def authenticate(_scope: Any, _purpose: str) -> TicketHolder:
        return TicketHolder(alice.id, uuid.uuid4(), alice.username)

    monkeypatch.setattr(handshake, "authenticate", authenticate)


async def opened_socket() -> ApplicationCommunicator:
    scope = {"type": "websocket", "path": "/", "headers": [], "subprotocols": []}
    wire = ApplicationCommunicator(RaisingConsumer.as_asgi(), scope)
    await wire.send_input({"type": "websocket.connect"})
    assert (await wire.receive_output(5))["type"] == "websocket.accept"
    return wire


@in_threads
async def test_open_socket_gets_unavailable_and_stays_open(holder: None) -> None:
    for row in ROWS:
        raised.clear()
        raised.update(row)
        wire = await opened_socket()
        for _ in range(2):
            await wire.send_input({"type": "websocket.receive", "text": '{"action": "ping"}'})
            assert '"unavailable"' in (await wire.receive_output(5))["text"], row
        await wire.send_input({"type": "websocket.disconnect", "code": 1000})
        await wire.wait(5)


@in_threads
async def test_handshake_closes_with_1012(holder: None) -> None:
    for row in ROWS:
        raised.clear()
        raised.update(row, at="opened")
        wire = await opened_socket()
        closed = await wire.receive_output(5)
        assert (closed["type"], closed["code"]) == ("websocket.close", int(CloseCode.RESTARTING)), row
        await wire.send_input({"type": "websocket.disconnect", "code": 1000})
        await wire.wait(5)


# --- a real Redis in each state ---


@pytest.fixture
def redis_admin() -> Iterator["redis.Redis"]:
    """A connection to configure the tests' Redis; the configuration is restored."""
    client = sync_client()
    before = {**client.config_get("maxmemory"), **client.config_get("replica-serve-stale-data")}
    yield client
    client.replicaof("NO", "ONE")
    for name, value in before.items():
        client.config_set(name, value)


def make_full(client: "redis.Redis") -> None:
    client.config_set("maxmemory", 1)


def make_replica(client: "redis.Redis") -> None:
    """A replica of a dead host: it refuses writes."""
    client.replicaof("127.0.0.1", "1")


def make_cut_off(client: "redis.Redis") -> None:
    """It refuses to read, too."""
    client.config_set("replica-serve-stale-data", "no")
    client.replicaof("127.0.0.1", "1")


@pytest.mark.parametrize("trouble", [make_full, make_replica, make_cut_off])
def test_failing_redis_causes_no_500(
    api: APIClient,
    alice: User,
    log_in: Callable[[User], dict[str, str]],
    redis_admin: "redis.Redis",
    trouble: Callable[["redis.Redis"], None],
) -> None:
    """Rate limits that cannot count let requests pass; tickets cannot be issued; the rest needs no Redis."""
    tokens = log_in(alice)
    bearer = {"HTTP_AUTHORIZATION": f"Bearer {tokens['access']}"}
    trouble(redis_admin)
    credentials = {"username": "alice", "password": PASSWORD}
    assert api.post("/api/auth/login/", credentials, "json").status_code == 200
    refreshed = api.post("/api/auth/token/refresh/", {"refresh": tokens["refresh"]}, "json")
    assert refreshed.status_code == 200
    assert api.get("/api/auth/profile/", **bearer).status_code == 200
    assert_unavailable(api.post("/api/auth/ws-ticket/", {"purpose": "match"}, "json", **bearer))
    for method, address in (("get", "/api/match/status/"), ("get", "/api/match/history/")):
        assert getattr(api, method)(address, **bearer).status_code in (200, 503)
