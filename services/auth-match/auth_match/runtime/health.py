"""`/healthz`: the process lives. `/readyz`: its database and Redis answer too."""

import structlog
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse

from auth_match.runtime.problem import UNAVAILABLE, get_only, unavailable
from auth_match.runtime.redis import sync_client

log = structlog.get_logger(__name__)


@get_only
def healthz(_request: HttpRequest) -> HttpResponse:
    return JsonResponse({"status": "ok"})


@get_only
def readyz(_request: HttpRequest) -> HttpResponse:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        sync_client().ping()
    except UNAVAILABLE as error:
        log.warning("not_ready", reason=type(error).__name__)
        return unavailable()
    return JsonResponse({"status": "ok"})
