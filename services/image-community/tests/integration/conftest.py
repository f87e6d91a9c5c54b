"""Real PostgreSQL, Redis and HTTP for every test here; only the callers' keys are ours."""

import asyncio
import importlib.util
import json
import os
import sys
import threading
import time
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import asyncpg
import httpx
import jsonschema
import jwt
import pytest
import pyvips
from alembic import command
from alembic.config import Config
from cryptography.hazmat.primitives.asymmetric import rsa
from fastapi import FastAPI
from jwt.algorithms import RSAAlgorithm
from redis.asyncio import Redis
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncSession

from image_community.main import create_app
from image_community.runtime.database import make_engine, make_sessions, transaction
from image_community.runtime.settings import DatabaseSettings, Settings, value_or_file

SERVICE = Path(__file__).parents[2]
ISSUER, AUDIENCE, KID = "maru-auth-match", "maru", "test-key"
FEED_SCHEMA = json.loads((SERVICE.parents[1] / "contracts" / "account_events.schema.json").read_text())
TABLES = (
    "image_posts, image_post_counters, image_likes, tournament_matches, tournament_votes,"
    " account_standings, account_event_cursor, unsettled_files, ranking_window,"
    " image_ratings, model_votes_kept, model_votes_left_out, leaderboard_documents, leaderboard_fit,"
    " unwanted_files"
)


def variable(name: str, default: str | None = None) -> str:
    value = value_or_file(name, os.environ.get(name), os.environ)
    assert value is not None or default is not None, f"set {name}, or run `make test`, which does"
    return value if value is not None else str(default)


@pytest.fixture(autouse=True, scope="session")
def _no_search_for_trio() -> Iterator[None]:
    """httpx' ASGI transport looks through all of sys.path for it, twice per request."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("sniffio", "trio"):
            if importlib.util.find_spec(name) is None:
                patch.setitem(sys.modules, name, None)  # known not to be there
        yield


# Databases: one for the whole run, emptied before each test.


def on_server(settings: DatabaseSettings, statement: str) -> None:
    async def run() -> None:
        connection = await asyncpg.connect(plain_url(settings))
        await connection.execute(statement)
        await connection.close()

    asyncio.run(run())


def plain_url(settings: DatabaseSettings) -> str:
    return settings.sqlalchemy_url().set(drivername="postgresql").render_as_string(hide_password=False)


def migrate(settings: DatabaseSettings, revision: str) -> None:
    config = Config(SERVICE / "alembic.ini")
    config.attributes["settings"] = settings
    turn = command.downgrade if revision == "base" else command.upgrade
    turn(config, revision)


@pytest.fixture(scope="session")
def new_database() -> Iterator[Callable[[], DatabaseSettings]]:
    """Makes empty databases, and drops them at the end."""
    server = DatabaseSettings(
        database_url=variable("IMAGE_COMMUNITY_DATABASE_URL"),
        database_password=variable("IMAGE_COMMUNITY_DATABASE_PASSWORD", ""),
    )
    made: list[str] = []

    def make() -> DatabaseSettings:
        name = f"test_image_community_{uuid.uuid4().hex[:12]}"
        on_server(server, f"CREATE DATABASE {name}")
        made.append(name)
        base, _, _ = server.database_url.rpartition("/")
        return DatabaseSettings(database_url=f"{base}/{name}", database_password=server.database_password)

    yield make
    for name in made:
        on_server(server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def database(new_database: Callable[[], DatabaseSettings]) -> DatabaseSettings:
    settings = new_database()
    migrate(settings, "head")
    return settings


@pytest.fixture
def migrate_database() -> Callable[[DatabaseSettings], None]:
    return lambda settings: migrate(settings, "head")


@pytest.fixture
async def db(database: DatabaseSettings) -> AsyncIterator[asyncpg.Connection]:
    """A connection of the test's own, to an empty database."""
    connection = await asyncpg.connect(plain_url(database))
    await connection.execute(f"TRUNCATE {TABLES} RESTART IDENTITY")
    await connection.execute("UPDATE media_store SET refused_because = NULL, waiting_count = 0")
    yield connection
    await connection.close()


@pytest.fixture
async def session(database: DatabaseSettings, db: asyncpg.Connection) -> AsyncIterator[AsyncSession]:
    """One transaction of the service's own, to an empty database."""
    engine = make_engine(database.sqlalchemy_url())
    async with transaction(make_sessions(engine)) as session:
        yield session
    await engine.dispose()


@pytest.fixture
async def statements(session: AsyncSession) -> list[str]:
    """What the session has PostgreSQL execute, from here on."""
    executed: list[str] = []
    connection = (await session.connection()).sync_connection
    event.listen(connection, "before_cursor_execute", lambda *args: executed.append(args[2]))
    return executed


@pytest.fixture
async def redis() -> AsyncIterator[Redis]:
    """The logical database that the variable names, empty."""
    password = variable("IMAGE_COMMUNITY_REDIS_PASSWORD", "") or None
    client = Redis.from_url(variable("IMAGE_COMMUNITY_REDIS_URL"), password=password, decode_responses=True)
    await client.flushdb()
    yield client
    await client.aclose()


@pytest.fixture
def deadlocks(db: asyncpg.Connection) -> Callable[[], Awaitable[int]]:
    """How many PostgreSQL has resolved in this database; each connection tells after up to a second."""

    async def count() -> int:
        await asyncio.sleep(1.5)
        await db.execute("SELECT pg_stat_clear_snapshot()")
        name = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"
        return int(await db.fetchval(name))

    return count


@pytest.fixture
def until_blocked(db: asyncpg.Connection) -> Callable[[], Awaitable[None]]:
    """Waits until somebody waits for a lock in this database."""

    blocked = (
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )

    async def wait() -> None:
        async with asyncio.timeout(5):
            while not await db.fetchval(blocked):
                await asyncio.sleep(0.02)
                await db.execute("SELECT pg_stat_clear_snapshot()")  # of this very transaction

    return wait


# Callers: tokens signed by a key that a real HTTP server publishes.


@dataclass
class JwksServer:
    """Publishes `document` over real HTTP and counts who asks; any `status` but 200 is an outage."""

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
    """A real server whose every GET is answered by the function's status and JSON; and its address."""

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
    """Tells of account events over real HTTP, in the shape of contracts/account_events.schema.json."""

    credential: str = "a-credential-of-two-services"
    status: int = 200
    check: bool = True
    url: str = field(default="", init=False)
    events: list[dict[str, Any]] = field(default_factory=list, init=False)
    asked: list[dict[str, str]] = field(default_factory=list, init=False)
    deleted_through: int = field(default=0, init=False)

    def tell(self, kind: str, user_id: int, sid: str | None = None, *, age_seconds: float = 0.0) -> int:
        seq = self.events[-1]["seq"] + 1 if self.events else 1
        moment = datetime.now(UTC) - timedelta(seconds=age_seconds)
        told = {"seq": seq, "kind": kind, "user_id": user_id, "sid": sid}
        self.events.append({**told, "created_at": moment.isoformat().replace("+00:00", "Z")})
        return seq

    def answer(self, request: BaseHTTPRequestHandler) -> tuple[int, Any]:
        if request.headers["Authorization"] != f"Bearer {self.credential}":
            return 401, {}
        if self.status != 200:
            return self.status, {}
        query = dict(parse_qsl(urlsplit(request.path).query))
        self.asked.append(query)
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
    told = FeedServer()
    server, address = serve(told.answer)
    told.url = f"{address}/internal/account-events"
    yield told
    server.shutdown()
    server.server_close()


@dataclass(frozen=True)
class Person:
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
def person(sign: Callable[..., str]) -> Callable[[int], Person]:
    return lambda user_id: Person(user_id, sign(user_id))


@pytest.fixture
def alice(person: Callable[[int], Person]) -> Person:
    return person(1)


@pytest.fixture
def bob(person: Callable[[int], Person]) -> Person:
    return person(2)


@pytest.fixture
def charlie(person: Callable[[int], Person]) -> Person:
    return person(3)


# The application, with its lifespan, over ASGI.


@pytest.fixture
def settings(database: DatabaseSettings, jwks: JwksServer, feed: FeedServer, tmp_path: Path) -> Settings:
    return Settings(
        database_url=database.database_url,
        database_password=database.database_password,
        redis_url=variable("IMAGE_COMMUNITY_REDIS_URL"),
        redis_password=variable("IMAGE_COMMUNITY_REDIS_PASSWORD", ""),
        jwks_url=jwks.url,
        account_events_url=feed.url,
        service_credential=feed.credential,
        media_root=tmp_path / "media",
        public_url="https://maru.test",
    )


@pytest.fixture(scope="session")
def closed_app() -> FastAPI:
    """Built once: FastAPI makes every route anew for each application, 60 ms. Nothing in it is a test's."""
    return create_app(Settings.model_construct())


@pytest.fixture
async def app(
    closed_app: FastAPI, settings: Settings, db: asyncpg.Connection, redis: Redis
) -> AsyncIterator[FastAPI]:
    closed_app.state.settings = settings  # all that it is made of; the rest opens with its lifespan
    async with closed_app.router.lifespan_context(closed_app):
        yield closed_app
    closed_app.dependency_overrides.clear()


@pytest.fixture
async def client(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://service", timeout=30) as client:
        yield client


# Things to work with.


@pytest.fixture
def make_post(db: asyncpg.Connection) -> Callable[..., Awaitable[int]]:
    """Inserts a post and its counters directly; answers its id. Columns by keyword; inactive is withdrawn."""

    async def make(user_id: int = 9, **columns: Any) -> int:
        values = {
            "user_id": user_id,
            "image_url": f"/uploads/ab/{uuid.uuid4().hex}.webp",
            "prompt": "a cat",
            "width": 64,
            "height": 48,
            "deleted_at": None if columns.get("is_active", True) else datetime.now(UTC),
            **columns,
        }
        names = ", ".join(values)
        marks = ", ".join(f"${at}" for at in range(1, len(values) + 1))
        post_id = await db.fetchval(
            f"INSERT INTO image_posts ({names}) VALUES ({marks}) RETURNING id", *values.values()
        )
        await db.execute(
            "INSERT INTO image_post_counters (image_post_id, is_active, created_at)"
            " SELECT id, is_active, created_at FROM image_posts WHERE id = $1",
            post_id,
        )
        return int(post_id)

    return make


@pytest.fixture
def picture() -> Callable[..., bytes]:
    """A real image file; `seed` makes each one different."""

    def make(suffix: str = ".jpg", *, width: int = 64, height: int = 48, seed: int = 0, **save: Any) -> bytes:
        noise = pyvips.Image.gaussnoise(width, height, mean=128, sigma=40, seed=seed).cast("uchar")
        image = noise.bandjoin([noise.invert(), noise]).copy(interpretation="srgb")
        return bytes(image.write_to_buffer(suffix, **save))

    return make


@pytest.fixture
def upload(
    client: httpx.AsyncClient, picture: Callable[..., bytes]
) -> Callable[..., Awaitable[httpx.Response]]:
    """Posts an image as a browser would."""

    async def send(who: Person, content: bytes | None = None, **fields: str) -> httpx.Response:
        form = {"prompt": "a cat", **fields}
        files = {"file": ("cat.jpg", picture() if content is None else content, "image/jpeg")}
        return await client.post("/api/v1/images", headers=who.headers, data=form, files=files)

    return send


# Processes, started as in production.


@pytest.fixture
def running(settings: Settings) -> Callable[..., AbstractAsyncContextManager[asyncio.subprocess.Process]]:
    """`async with running("a.module", …) as process`: `python -m a.module …`, killed at the end."""
    names = ("DATABASE_URL", "REDIS_URL", "JWKS_URL", "ACCOUNT_EVENTS_URL", "MEDIA_ROOT")
    ours = {f"IMAGE_COMMUNITY_{name}": str(getattr(settings, name.lower())) for name in names}
    for name in ("database_password", "redis_password", "service_credential"):
        ours[f"IMAGE_COMMUNITY_{name.upper()}"] = getattr(settings, name).get_secret_value()
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LD_LIBRARY_PATH") if name in os.environ}
    environment = {**kept, **ours, "PYTHONPATH": str(SERVICE), "PYTHONUNBUFFERED": "1"}

    @asynccontextmanager
    async def start(*arguments: str, stderr: int | None = None) -> AsyncIterator[asyncio.subprocess.Process]:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            *arguments,
            env=environment,
            stdout=asyncio.subprocess.PIPE,
            stderr=stderr,
        )
        try:
            yield process
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()

    return start


@pytest.fixture
def lines_until() -> Callable[[asyncio.subprocess.Process, str], Awaitable[list[dict[str, Any]]]]:
    """What the process logs, every line of it JSON, up to the event."""

    async def read(process: asyncio.subprocess.Process, event: str) -> list[dict[str, Any]]:
        lines: list[dict[str, Any]] = []
        async with asyncio.timeout(20):
            while not lines or lines[-1]["event"] != event:
                assert process.stdout is not None
                line = await process.stdout.readline()
                assert line, lines
                lines.append(json.loads(line))
        return lines

    return read
