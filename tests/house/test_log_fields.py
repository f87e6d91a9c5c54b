"""Both services log alike: what went wrong is the field `error`, event names are snake_case words."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("services/auth-match/auth_match", "services/image-community/image_community")
LEVELS = {"debug", "info", "warning", "error", "exception", "critical"}


def log_calls(package: str) -> Iterator[tuple[str, ast.Call]]:
    """(where, the call) of each `log.<level>(…)`."""
    for path in sorted((ROOT / package).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in LEVELS
                and isinstance(node.func.value, ast.Name)
                and node.func.value.id == "log"
            ):
                yield f"{path.relative_to(ROOT)}:{node.lineno}", node


@pytest.mark.parametrize("package", PACKAGES)
def test_what_went_wrong_is_called_error(package: str) -> None:
    calls = list(log_calls(package))
    assert len(calls) > 20
    others = {where for where, call in calls for each in call.keywords if each.arg in {"reason", "exception"}}
    assert others == set()


@pytest.mark.parametrize("package", PACKAGES)
def test_event_names_are_words(package: str) -> None:
    names = {
        (where, str(name.value))
        for where, call in log_calls(package)
        for name in ast.walk(call.args[0])
        if isinstance(name, ast.Constant) and isinstance(name.value, str)
    }
    assert {(where, name) for where, name in names if not re.fullmatch(r"[a-z]+(_[a-z]+)*", name)} == set()
