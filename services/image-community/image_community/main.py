"""The composition root: settings in, a FastAPI application out. Importing it has no side effects."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from image_community.accounts import routes as accounts
from image_community.examples import EXAMPLES
from image_community.identity.account_feed import AccountFeed
from image_community.identity.key_source import KeySource
from image_community.identity.revocations import Revocations
from image_community.identity.verifier import Verifier
from image_community.leaderboards import routes as leaderboards
from image_community.likes import routes as likes
from image_community.posts import routes as posts
from image_community.posts.readiness import check_at_start as check_media_at_start
from image_community.posts.readiness import media_problem, observe_media
from image_community.ranking import routes as ranking
from image_community.ranking.service import FallbackLock, report_metrics
from image_community.runtime import ending, health, metrics
from image_community.runtime.body_limit import BodyLimitMiddleware
from image_community.runtime.caching import CacheControlMiddleware
from image_community.runtime.clock import utc_now
from image_community.runtime.database import make_sessions
from image_community.runtime.drain import DrainMiddleware
from image_community.runtime.lifespan import open_connections
from image_community.runtime.limits import Limits
from image_community.runtime.logging import configure_logging
from image_community.runtime.methods import HeadMiddleware
from image_community.runtime.openapi_document import document, operation_id
from image_community.runtime.problem_handlers import LastResortMiddleware, install_problem_handlers
from image_community.runtime.request_id import RequestIdMiddleware
from image_community.runtime.request_log import RequestLogMiddleware
from image_community.runtime.settings import Settings, settings_from_environment
from image_community.tournaments import routes as tournaments
from image_community.uploads.encoder import Encoder
from image_community.uploads.files import ImageFiles
from image_community.uploads.form import MAX_FORM_BYTES
from image_community.uploads.store import DecodingStore

API = "/api/v1"
TAGS = [
    {"name": "images", "description": "Posts and feeds"},
    {"name": "likes", "description": "One like per user and image"},
    {"name": "ranking", "description": "The images of the last 24 hours"},
    {"name": "tournaments", "description": "Two images, one vote"},
    {"name": "leaderboards", "description": "Images and models rated from the tournament's votes"},
    {"name": "account", "description": "Your data"},
]


def create_app(settings: Settings) -> FastAPI:
    """The whole application. It opens connections only when its lifespan starts."""
    app = FastAPI(
        title="Maru image community",
        description="Image posts, likes, a pairwise tournament and a 24-hour ranking.",
        version="1.0.0",
        openapi_url=f"{API}/openapi.json",
        openapi_tags=TAGS,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,  # a redirect would drop Authorization across origins
        lifespan=_lifespan,
        generate_unique_id_function=operation_id,
        telemetry={"tracing": False, "metrics": False, "logs": False},
    )
    app.state.settings = settings
    app.state.without_head = frozenset({f"{API}/tournaments/match", f"{API}/me/export"})
    app.openapi = document(app, EXAMPLES)  # type: ignore[method-assign]  # FastAPI's documented way to extend it
    install_problem_handlers(app)
    # The last added middleware is the outermost.
    app.add_middleware(HeadMiddleware)
    app.add_middleware(BodyLimitMiddleware, larger={("POST", f"{API}/images"): MAX_FORM_BYTES})
    app.add_middleware(LastResortMiddleware)
    app.add_middleware(DrainMiddleware, max_bytes=MAX_FORM_BYTES)
    app.add_middleware(CacheControlMiddleware, documents={f"{API}/openapi.json"})
    app.add_middleware(RequestLogMiddleware)
    app.add_middleware(RequestIdMiddleware)
    _include_routes(app)
    return app


def _include_routes(app: FastAPI) -> None:
    for feature in (posts, likes, ranking, tournaments, leaderboards, accounts):
        app.include_router(feature.router, prefix=API)
    app.include_router(health.router)
    app.include_router(metrics.router)


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    ending.end_process_after_sigterm()
    settings: Settings = app.state.settings
    async with open_connections(settings) as connections:
        keys = KeySource(connections.http, settings.jwks_url)
        ended = Revocations(
            AccountFeed(
                connections.http, url=settings.account_events_url, credential=settings.service_credential
            )
        )
        app.state.connections = connections
        app.state.ranking_fallback_lock = FallbackLock()
        files = await asyncio.to_thread(ImageFiles.in_folder, settings.media_root)
        probe = make_sessions(connections.probe, connections.waits)  # readiness must not wait for a busy pool
        app.state.files = files
        app.state.objections = [lambda: media_problem(sessions=probe, files=files)]
        app.state.observers = [
            lambda: report_metrics(sessions=connections.sessions, now=utc_now()),
            lambda: observe_media(sessions=connections.sessions, files=files),
        ]
        app.state.verifier = Verifier(
            keys, ended, issuer=settings.token_issuer, audience=settings.token_audience
        )
        app.state.limits = Limits(
            connections.redis, connections.redis_breaker, settings.redis_url, settings.allowances()
        )
        app.state.encoder = Encoder(
            DecodingStore(connections.redis, connections.redis_breaker, settings.limit_decode_cpu_per_user)
        )
        # Once before the first request, so that a restart refuses no caller; all three tolerate failures.
        media = check_media_at_start(sessions=connections.sessions, files=files)
        await asyncio.gather(keys.refresh(), ended.catch_up(), media)
        tasks = [asyncio.create_task(each) for each in (keys.refresh_forever(), ended.follow_forever())]
        try:
            yield
        finally:
            ending.end_process_within(ending.CLEAN_UP_SECONDS)
            await ending.end_tasks(tasks)


def app_from_environment() -> FastAPI:
    """For uvicorn: `--factory image_community.main:app_from_environment`."""
    settings = settings_from_environment()
    configure_logging(settings.log_level)
    return create_app(settings)
