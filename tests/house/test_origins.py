"""The file of allowed origins has one grammar for all who read it: both gateways and the sockets."""

import re
import subprocess
from pathlib import Path

import pytest

from auth_match.runtime import origins as of_sockets
from native import origins as of_native

ROOT = Path(__file__).parents[2]
START = (ROOT / "gateway/container/start").read_text(encoding="utf-8")
PATTERN = re.search(r"^origin='(.*)'$", START, re.MULTILINE)

GOOD = [
    "https://app.example",
    "HTTPS://App.Example/",
    "http://localhost:5173",
    "http://127.0.0.1:65535",
    "http://[::1]:8080",
]
BAD = [
    "app.example",
    "https://app.example/path",
    "https://app.example:99999",
    "https://app.example:65536",
    "ftp://app.example",
    "https://",
    "https://a|b",
    'https://a"b',
    "https://user@app.example",
    "null",
    "*",
]


def test_all_three_have_the_same_pattern() -> None:
    assert PATTERN is not None
    assert PATTERN[1] == of_native.ORIGIN.pattern == of_sockets.ORIGIN.pattern


@pytest.mark.parametrize(("words", "status"), [(GOOD, 0), (BAD, 1)])
def test_the_container_reads_it_as_python_does(words: list[str], status: int) -> None:
    assert PATTERN is not None
    for word in words:
        command = ["grep", "-Eix", PATTERN[1]]
        found = subprocess.run(command, input=word, text=True, capture_output=True, check=False)
        assert (found.returncode, bool(of_native.ORIGIN.fullmatch(word))) == (status, status == 0), word


def test_one_wrong_word_refuses_the_file() -> None:
    assert of_sockets.origins_of("# ours\nHTTPS://App.Example/ http://[::1]:80,") == {
        "https://app.example",
        "http://[::1]",
    }
    with pytest.raises(ValueError, match=r"'app.example' is no origin"):
        of_sockets.origins_of("https://app.example\napp.example")
