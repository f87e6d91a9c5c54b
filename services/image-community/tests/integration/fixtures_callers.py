"""Callers: tokens signed by a key that a real HTTP server publishes, and the feed of account events."""

import json
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import jsonschema
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from .fixtures_database import SERVICE

ISSUER, AUDIENCE, KID = "maru-auth-match", "maru", "test-key"
FEED_SCHEMA = json.loads((SERVICE.parents[1] / "contracts" / "account_events.schema.json").read_text())


@dataclass
class JwksServer:
    """Publishes `document` over real HTTP and counts requests; any `status` but 200 is an outage."""

    document: dict[str, Any]
    status: int = 200
    fetches: int = 0
    delay_seconds: float = 0.0
    url: str = field(default="", init=False)

    def answer(self, _request: BaseHTTPRequestHandler) -> tuple[int, Any]:
        self.fetches += 1
        time.sleep(self.delay_seconds)
        return self.status, self.document


@pytest.fixture(scope="session")
def signing_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def serve(answer: Callable[[BaseHTTPRequestHandler], tuple[int, Any]]) -> tuple[ThreadingHTTPServer, str]:
    """A real server that answers every GET with the status and JSON of the function; and its URL."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            status, document = answer(self)
            body = json.dumps(document).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    return server, f"http://127.0.0.1:{server.server_address[1]}"


@pytest.fixture
def jwks(signing_key: rsa.RSAPrivateKey) -> Iterator[JwksServer]:
    public = RSAAlgorithm.to_jwk(signing_key.public_key(), as_dict=True)
    published = JwksServer({"keys": [{**public, "kid": KID, "use": "sig", "alg": "RS256"}]})
    server, address = serve(published.answer)
    published.url = f"{address}/.well-known/jwks.json"
    yield published
    server.shutdown()
    server.server_close()


@dataclass
class FeedServer:
    """Serves account events over real HTTP, as contracts/account_events.schema.json defines them."""

    credential: str = "a-credential-of-two-services"
    status: int = 200
    check: bool = True
    url: str = field(default="", init=False)
    events: list[dict[str, Any]] = field(default_factory=list, init=False)
    queries: list[dict[str, str]] = field(default_factory=list, init=False)
    deleted_through: int = field(default=0, init=False)

    def emit(self, kind: str, user_id: int, sid: str | None = None, *, age_seconds: float = 0.0) -> int:
        seq = self.events[-1]["seq"] + 1 if self.events else 1
        moment = datetime.now(UTC) - timedelta(seconds=age_seconds)
        event = {"seq": seq, "kind": kind, "user_id": user_id, "sid": sid}
        self.events.append({**event, "created_at": moment.isoformat().replace("+00:00", "Z")})
        return seq

    def answer(self, request: BaseHTTPRequestHandler) -> tuple[int, Any]:
        if request.headers["Authorization"] != f"Bearer {self.credential}":
            return 401, {}
        if self.status != 200:
            return self.status, {}
        query = dict(parse_qsl(urlsplit(request.path).query))
        self.queries.append(query)
        return 200, self.page(list(self.events), query)

    def page(self, events: list[dict[str, Any]], query: dict[str, str]) -> dict[str, Any]:
        living = (datetime.now(UTC) - timedelta(seconds=630)).isoformat()
        if "after" in query:
            found = [each for each in events if each["seq"] > int(query["after"])]
        else:
            found = [each for each in events if each["created_at"] >= living]
        document = {
            "events": found[: int(query["limit"])],
            "last_seq": events[-1]["seq"] if events else 0,
            "deleted_through": self.deleted_through,
        }
        if self.check:
            jsonschema.validate(document, FEED_SCHEMA)
        return document


@pytest.fixture
def feed() -> Iterator[FeedServer]:
    feed_server = FeedServer()
    server, address = serve(feed_server.answer)
    feed_server.url = f"{address}/internal/account-events"
    yield feed_server
    server.shutdown()
    server.server_close()


@dataclass
class NameServer:
    """Answers names of users over real HTTP, as auth-match does; any `status` but 200 is an outage."""

    names: dict[int, str] = field(default_factory=dict)
    status: int = 200
    url: str = field(default="", init=False)
    asked: list[list[int]] = field(default_factory=list, init=False)

    def answer(self, request: BaseHTTPRequestHandler) -> tuple[int, Any]:
        ids = [int(each) for each in dict(parse_qsl(urlsplit(request.path).query))["ids"].split(",")]
        self.asked.append(ids)
        return self.status, [{"id": each, "username": self.names[each]} for each in ids if each in self.names]


@pytest.fixture
def name_server() -> Iterator[NameServer]:
    users = NameServer()
    server, address = serve(users.answer)
    users.url = f"{address}/api/users/"
    yield users
    server.shutdown()
    server.server_close()


@dataclass(frozen=True)
class User:
    user_id: int
    token: str

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}


@pytest.fixture
def sign(signing_key: rsa.RSAPrivateKey) -> Callable[..., str]:
    """A token for a user; keyword arguments change claims, `headers` changes the header."""

    def sign(user_id: int = 1, /, *, headers: dict[str, Any] | None = None, **change: Any) -> str:
        now = int(time.time())
        claims = {
            "iss": ISSUER,
            "aud": AUDIENCE,
            "sub": str(user_id),
            "iat": now,
            "exp": now + 600,
            "jti": uuid.uuid4().hex,
            "sid": str(uuid.uuid4()),
            "username": f"user{user_id}",
            "user_id": user_id,
            "token_type": "access",
            **change,
        }
        header = {"typ": "at+jwt", "kid": KID, **(headers or {})}
        return jwt.encode(claims, signing_key, "RS256", headers=header)

    return sign


@pytest.fixture
def make_user(sign: Callable[..., str]) -> Callable[[int], User]:
    return lambda user_id: User(user_id, sign(user_id))


@pytest.fixture
def alice(make_user: Callable[[int], User]) -> User:
    return make_user(1)


@pytest.fixture
def bob(make_user: Callable[[int], User]) -> User:
    return make_user(2)


@pytest.fixture
def charlie(make_user: Callable[[int], User]) -> User:
    return make_user(3)
