"""Matching measured: `make bench-match`; `of=crowds` for one part, `QUICK=1` for a small run.

Runs beside a throw-away system (`native with-stack`): its PostgreSQL keeps the accounts, its gateway carries
the sockets. The crowds wait in a Redis of the bench's own.
"""

# ruff: noqa: T201 - a benchmark speaks by printing
import asyncio
import os
import platform
import sys
import time
from datetime import UTC, datetime

import django

from bench.match import server
from bench.terminal import Bar, verdict

PARTS = ("crowds", "specified", "gateway", "recorder")


def main() -> int:
    chosen = [part for part in PARTS if part in sys.argv[1:]] or list(PARTS)
    began, load = time.monotonic(), os.getloadavg()[0]
    print(f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {platform.machine()}, {os.cpu_count()} cores, ", end="")
    print(f"Python {platform.python_version()}; load before {load:.1f}", flush=True)
    with server.running() as url:
        _use(url)
        bars = [bar for part in chosen for bar in _run(part, url, is_quick=bool(os.environ.get("QUICK")))]
    status = verdict(bars)
    print(f"\n{time.monotonic() - began:.0f} s; load after {os.getloadavg()[0]:.1f}")
    return status


def _use(url: str) -> None:
    """The service's code in this process speaks to the bench's Redis."""
    os.environ.pop("AUTH_MATCH_REDIS_PASSWORD_FILE", None)
    os.environ |= {
        "AUTH_MATCH_REDIS_URL": f"{url}/0",
        "AUTH_MATCH_REDIS_PASSWORD": server.PASSWORD,
        "MARU_LOG_LEVEL": "WARNING",
        "DJANGO_SETTINGS_MODULE": "auth_match.config.settings",
    }
    django.setup()


def _run(part: str, url: str, *, is_quick: bool) -> list[Bar]:
    # features' modules load only in a process that knows its settings
    if part == "crowds":
        from bench.match import crowds  # noqa: PLC0415

        return asyncio.run(crowds.measure(url, crowds.QUICK if is_quick else crowds.Plan()))
    if part == "specified":
        from bench.match import specified  # noqa: PLC0415

        return specified.measure(is_quick=is_quick)
    if part == "recorder":
        from bench.match import recorder  # noqa: PLC0415

        return recorder.measure(is_quick=is_quick)
    from bench.match import gateway  # noqa: PLC0415

    return gateway.measure(is_quick=is_quick)


if __name__ == "__main__":
    sys.exit(main())
