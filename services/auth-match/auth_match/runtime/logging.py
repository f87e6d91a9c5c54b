"""One JSON object per line on standard output: its fields are the same in both services."""

import logging
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import structlog
from django.http import HttpRequest, HttpResponseBase
from structlog.types import EventDict, FilteringBoundLogger, Processor, WrappedLogger

SERVICE = "auth-match"


def logging_config(*, level: str) -> dict[str, Any]:
    """Configures structlog; returns the `LOGGING` dict that formats the standard library's records alike."""
    shared = _shared_processors()
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "json": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": shared,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    structlog.processors.JSONRenderer(),
                ],
            }
        },
        "handlers": {
            "stdout": {"class": "logging.StreamHandler", "stream": "ext://sys.stdout", "formatter": "json"}
        },
        "root": {"handlers": ["stdout"], "level": level},
        "loggers": _loggers(),
    }


def _loggers() -> dict[str, Any]:
    return {
        **{name: _propagating() for name in ("django", "gunicorn.error")},
        # at INFO uvicorn logs the path of every socket, which contains the room
        **{name: {**_propagating(), "level": "WARNING"} for name in ("uvicorn", "uvicorn.error")},
        # Its lines repeat ours ("Unauthorized: /api/…"); an unhandled exception is runtime.problem's line.
        "django.request": {"handlers": [], "level": "CRITICAL", "propagate": True},
        # A client's bad Host: the request's own line says 400, and a traceback adds nothing.
        "django.security.DisallowedHost": {"handlers": [], "level": "CRITICAL", "propagate": True},
    }


def _propagating() -> dict[str, Any]:
    return {"handlers": [], "level": "INFO", "propagate": True}


def _shared_processors() -> list[Processor]:
    """For all loggers but that of requests."""
    return [
        *_fields(),
        structlog.stdlib.add_logger_name,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.StackInfoRenderer(),
    ]


def _fields() -> list[Processor]:
    def add_fields(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
        event["service"] = SERVICE
        event.setdefault("request_id", "")  # outside of a request
        return event

    return [
        structlog.contextvars.merge_contextvars,
        add_fields,
        _name_error,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]


def _name_error(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """A line with a traceback names its error, too."""
    given = event.get("exc_info")  # True, or that of another library's record
    if given:
        error = given[1] if isinstance(given, tuple) else sys.exception()
        event.setdefault("error", type(error).__name__)
    return event


QUIET_PATHS = frozenset({"/healthz", "/readyz", "/internal/account-events"})


class _Stdout(structlog.WriteLogger):
    """A disk that is full costs lines of the log, never a request."""

    def msg(self, message: str) -> None:
        with suppress(OSError):
            super().msg(message)

    log = debug = info = warning = error = critical = msg


def _request_logger() -> FilteringBoundLogger:
    """The same fields, but past the standard library's loggers, which cost as much CPU as a view. Follows the
    level that the root logger has now."""
    logger = structlog.wrap_logger(
        _Stdout(sys.stdout),
        processors=[*_fields(), structlog.processors.JSONRenderer()],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLogger().level),
        cache_logger_on_first_use=True,
    )
    named: FilteringBoundLogger = logger.bind(logger=__name__)
    return named


class RequestLogMiddleware:
    """One line per request, without its query string; for QUIET_PATHS only failed requests."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response
        self._log = _request_logger()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        started = time.perf_counter()
        response = self._get_response(request)
        if request.path not in QUIET_PATHS or response.status_code >= 400:
            duration_ms = round((time.perf_counter() - started) * 1000, 1)
            self._log.info(
                "request",
                method=request.method,
                path=request.path,
                status=response.status_code,
                duration_ms=duration_ms,
            )
        return response
