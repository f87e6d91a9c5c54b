"""One JSON object per line on standard output: its fields are the same in both services.

Records of other libraries have the same shape.
"""

import logging
import sys
from contextlib import suppress

import structlog
from structlog.typing import EventDict, WrappedLogger

SERVICE = "image-community"


def _add_fields(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    event["service"] = SERVICE
    event.setdefault("request_id", "")  # outside of a request
    return event


def _name_error(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """A line with a traceback names its error, too."""
    given = event.get("exc_info")  # True, or that of another library's record
    if given:
        error = given[1] if isinstance(given, tuple) else sys.exception()
        event.setdefault("error", type(error).__name__)
    return event


FIELDS: tuple[structlog.typing.Processor, ...] = (
    structlog.contextvars.merge_contextvars,
    _add_fields,
    _name_error,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.format_exc_info,
)


class _Stdout(structlog.WriteLogger):
    """A disk that is full costs lines of the log, never a request."""

    def msg(self, message: str) -> None:
        with suppress(OSError):
            super().msg(message)

    log = debug = info = warning = error = critical = msg


def request_logger(name: str) -> structlog.typing.FilteringBoundLogger:
    """For the line of each request: the same fields, but past the standard library's loggers, which cost as
    much CPU as a route. Follows the level that the root logger has now."""
    logger = structlog.wrap_logger(
        _Stdout(sys.stdout),
        processors=[*FIELDS, structlog.processors.JSONRenderer()],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLogger().level),
        cache_logger_on_first_use=True,
    )
    named: structlog.typing.FilteringBoundLogger = logger.bind(logger=name)
    return named


def configure_logging(level: str) -> None:
    """Set up structlog and the standard library's root logger. Entry points call it once."""
    shared = [*FIELDS, structlog.stdlib.add_logger_name]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.JSONRenderer(),
        ],
    )
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    _adopt_other_loggers()


def _adopt_other_loggers() -> None:
    """Route uvicorn's records through the root, and stop httpx from logging URLs at INFO."""
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        logger = logging.getLogger(name)
        logger.handlers[:] = []
        logger.propagate = True
    logging.getLogger("httpx").setLevel(logging.WARNING)
