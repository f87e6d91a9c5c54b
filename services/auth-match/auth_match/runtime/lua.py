"""Loads the `.lua` files of a feature, each one transition, as scripts for Redis.

The first line of a file, `-- needs: shared queue`, names the files (`_shared.lua`, `_queue.lua`) that are put
before it: Redis knows no modules. A file starting with an underscore is only ever put before others.
"""

from functools import cache
from hashlib import sha1
from importlib.resources import files
from typing import NamedTuple


class Script(NamedTuple):
    """A whole script and the SHA-1 (hex) by which EVALSHA calls it."""

    source: str
    sha: str


@cache
def load(package: str, name: str) -> Script:
    """`load("auth_match.matching.lua", "join")`. FileNotFoundError when there is no such file."""
    folder = files(package)
    text = (folder / f"{name}.lua").read_text(encoding="utf-8")
    first = text.partition("\n")[0]
    needed = first.removeprefix("-- needs:").split() if first.startswith("-- needs:") else []
    parts = [(folder / f"_{part}.lua").read_text(encoding="utf-8") for part in needed]
    source = "\n".join([*parts, text])
    # SHA-1 is how Redis names scripts; nothing is protected by it
    return Script(source, sha1(source.encode(), usedforsecurity=False).hexdigest())
