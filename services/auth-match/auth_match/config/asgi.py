"""The realtime process: sockets, the loops beside them, and Django's own HTTP for the health checks.

uvicorn auth_match.config.asgi:application
"""

import os
from contextlib import AsyncExitStack
from typing import Any

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "auth_match.config.settings")
_http = get_asgi_application()  # before the imports below: it loads the apps with their models

from auth_match.accounts.keys import key_ring  # noqa: E402
from auth_match.config.routing import sockets  # noqa: E402
from auth_match.matching.queue import background  # noqa: E402
from auth_match.matching.queue.account_events import expel_lost_account  # noqa: E402
from auth_match.matching.stats.queue_stats import queue_stats  # noqa: E402
from auth_match.realtime import account_feed  # noqa: E402
from auth_match.runtime import ending, metrics, origins  # noqa: E402
from auth_match.runtime.requests import PlainASGIRequest  # noqa: E402

_http.request_class = PlainASGIRequest
key_ring()  # no key, no start

# sockets first: a client that was expelled from the queue must not be able to join again
ACCOUNT_SUBSCRIBERS = (account_feed.end_sockets, expel_lost_account)


async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """One ASGI 3 application. Channels' ProtocolTypeRouter does not support lifespan, so this routes."""
    match scope["type"]:
        case "lifespan":
            await _lifespan(receive, send)
        case "websocket":
            await sockets(scope, receive, send)
        case "http" if metrics.is_requested(scope):
            await queue_stats.counts()
            await metrics.serve(scope, receive, send)
        case _:
            await _http(scope, receive, send)


async def _lifespan(receive: Any, send: Any) -> None:
    """ASGI's lifespan protocol: the background loops run from startup to shutdown."""
    async with AsyncExitStack() as stack:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                ending.end_process_after_sigterm()
                origins.read_again_at_hangup()
                await stack.enter_async_context(account_feed.following(ACCOUNT_SUBSCRIBERS))
                await stack.enter_async_context(background.running())
                await send({"type": "lifespan.startup.complete"})
            else:
                ending.end_process_within(ending.CLEAN_UP_SECONDS)
                await stack.aclose()
                await send({"type": "lifespan.shutdown.complete"})
                return
