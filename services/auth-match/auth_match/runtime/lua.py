"""Builds a Redis function library from a folder of `.lua` files: each file is one function.

Files that start with an underscore hold shared code; the folder's package lists them as `PARTS`, each after
those it uses. One of them has a local function `begin(ARGV)`, which runs before every function. The library
is loaded once: a script would create all its local functions again at each call.

A function may run while Redis is full, because most of them free memory; one whose first line is
`-- takes memory` is then refused (`OutOfMemoryError`).

A library's name is a hash of its content: another version of the code loads its own library beside it.
Source: https://redis.io/docs/latest/develop/programmability/functions-intro/
"""

from functools import cache
from hashlib import sha256
from importlib import import_module
from importlib.resources import files
from typing import NamedTuple

DIGEST_LENGTH = 12  # hexadecimal characters
TAKES_MEMORY = "-- takes memory\n"


class Library(NamedTuple):
    """`source` is for FUNCTION LOAD."""

    name: str
    source: str

    def function(self, name: str) -> str:
        """The name for FCALL: function names are global to the server, not local to the library."""
        return f"{self.name}_{name}"


@cache
def library(package: str) -> Library:
    """`library("auth_match.matching.state.lua")`: every function of the folder."""
    functions = {name: text for name, text in _texts(package).items() if not name.startswith("_")}
    body = parts(package)
    digest = sha256(repr((body, sorted(functions.items()))).encode()).hexdigest()
    name = f"maru_{digest[:DIGEST_LENGTH]}"
    registered = (_registered(f"{name}_{function}", text) for function, text in functions.items())
    return Library(name, "\n".join([f"#!lua name={name}", body, *registered]))


def parts(package: str) -> str:
    """The shared code of the folder, in the order that the package's `PARTS` gives."""
    texts = _texts(package)
    return "\n".join(texts[name] for name in import_module(package).PARTS)


def _registered(name: str, text: str) -> str:
    flags = "" if text.startswith(TAKES_MEMORY) else "'allow-oom'"
    callback = f"function(KEYS, ARGV)\nbegin(ARGV)\n{text}\nend"
    return f"redis.register_function{{function_name='{name}', flags={{{flags}}}, callback={callback}}}"


def _texts(package: str) -> dict[str, str]:
    found = (file for file in files(package).iterdir() if file.name.endswith(".lua"))
    return {file.name.removesuffix(".lua"): file.read_text(encoding="utf-8") for file in found}
