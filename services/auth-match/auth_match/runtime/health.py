"""`/healthz`: the process is alive. `/readyz`: its database and Redis respond, too."""

import structlog
from django.db import DatabaseError, InterfaceError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse

import redis
from auth_match.runtime import deadline
from auth_match.runtime.problem import get_only, unavailable
from auth_match.runtime.redis import ping

log = structlog.get_logger(__name__)

CHECK_SECONDS = 1.0  # for each of the two: a response within 3 s, whichever does not respond


@get_only
def healthz(_request: HttpRequest) -> HttpResponse:
    return JsonResponse({"status": "ok"})


@get_only
def readyz(_request: HttpRequest) -> HttpResponse:
    try:
        with deadline.within(CHECK_SECONDS), connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        ping(timeout_seconds=CHECK_SECONDS / 2)
    except (DatabaseError, InterfaceError, redis.RedisError) as error:
        log.warning("not_ready", error=type(error).__name__)
        return unavailable()
    return JsonResponse({"status": "ok"})
