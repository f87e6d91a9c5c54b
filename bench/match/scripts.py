"""The bench's own scripts (`lua/`), built on what the service's functions are built on."""

import json
import time
from dataclasses import asdict, replace
from functools import cache
from importlib.resources import files
from typing import Any

from auth_match.matching.state import store
from auth_match.runtime import lua

A_DAY = 86_400


@cache
def source(name: str) -> str:
    text = (files("bench.match.lua") / f"{name}.lua").read_text(encoding="utf-8")
    return f"{lua.parts(store.SCRIPTS)}\nbegin(ARGV)\n{text}"


def arguments(
    *, online_seconds: int = A_DAY, tickets: tuple[bytes, ...] = (), **values: Any
) -> list[str | bytes]:
    """KEYS and ARGV as the preludes expect them. Loaded users stay online for the whole run."""
    rules = asdict(replace(store.rules(), online_seconds=online_seconds))
    body = json.dumps({**values, "rules": rules, "id_base": "bench"})
    return ["match_queue", "", f"{time.time():.6f}", body, *tickets]


async def run(
    client: Any, name: str, *, online_seconds: int = A_DAY, tickets: tuple[bytes, ...] = (), **values: Any
) -> Any:
    given = arguments(online_seconds=online_seconds, tickets=tickets, **values)
    return await client.register_script(source(name))(keys=given[:1], args=given[1:])
