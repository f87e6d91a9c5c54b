"""Makes a function library for Redis of a folder of `.lua` files: each file is one function.

Files that start with an underscore are what the functions are built on; the first line of one,
`-- needs: shared index`, names the files that come before it (`_shared.lua`, `_index.lua`). One of them has a
local function `begin(ARGV)`, which is called ahead of every function. The library is loaded once: a script
would make all its local functions anew in each call.

A function may run although Redis is full, because most of them free memory; one whose first line is
`-- takes memory` is refused then (`OutOfMemoryError`).

A library is named after its content: another version of the code loads its own beside it.
Source: https://redis.io/docs/latest/develop/programmability/functions-intro/
"""

from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from hashlib import sha256
from importlib.resources import files
from typing import NamedTuple

DIGEST_LENGTH = 12  # hexadecimal characters
TAKES_MEMORY = "-- takes memory\n"


class Library(NamedTuple):
    """`source` is for FUNCTION LOAD."""

    name: str
    source: str

    def function(self, name: str) -> str:
        """As FCALL names it: function names are the server's, not the library's."""
        return f"{self.name}_{name}"


@cache
def library(package: str) -> Library:
    """`library("auth_match.matching.lua")`: every function of the folder."""
    functions = {name: text for name, text in _texts(package).items() if not name.startswith("_")}
    body = parts(package)
    digest = sha256(repr((body, sorted(functions.items()))).encode()).hexdigest()
    name = f"maru_{digest[:DIGEST_LENGTH]}"
    registered = (_registered(f"{name}_{function}", text) for function, text in functions.items())
    return Library(name, "\n".join([f"#!lua name={name}", body, *registered]))


def parts(package: str) -> str:
    """What all functions of the folder are built on, each file after those that it needs."""
    texts = {name: text for name, text in _texts(package).items() if name.startswith("_")}
    order = TopologicalSorter({name: list(_needs(text)) for name, text in texts.items()})
    return "\n".join(texts[name] for name in order.static_order())


def _needs(text: str) -> Iterator[str]:
    first = text.partition("\n")[0]
    if first.startswith("-- needs:"):
        yield from (f"_{name}" for name in first.removeprefix("-- needs:").split())


def _registered(name: str, text: str) -> str:
    flags = "" if text.startswith(TAKES_MEMORY) else "'allow-oom'"
    callback = f"function(KEYS, ARGV)\nbegin(ARGV)\n{text}\nend"
    return f"redis.register_function{{function_name='{name}', flags={{{flags}}}, callback={callback}}}"


def _texts(package: str) -> dict[str, str]:
    found = (file for file in files(package).iterdir() if file.name.endswith(".lua"))
    return {file.name.removesuffix(".lua"): file.read_text(encoding="utf-8") for file in found}
