"""Both services log alike: what went wrong is the field `error`, event names are snake_case words.

What comes with every line is asked of the running services in tests/e2e/test_parity.py.
"""

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


def event_names(call: ast.Call) -> list[str]:
    """One, or those of a conditional expression."""
    found = [each.value for each in ast.walk(call.args[0]) if isinstance(each, ast.Constant)]
    return [each for each in found if isinstance(each, str)]


def fields_of_events(package: str) -> dict[str, set[tuple[str, ...]]]:
    """Event name → the fields of each line that logs it; a traceback is one."""
    found: dict[str, set[tuple[str, ...]]] = {}
    for _, call in log_calls(package):
        assert isinstance(call.func, ast.Attribute)
        fields = {str(each.arg) for each in call.keywords}
        traceback = {"exc_info"} if call.func.attr == "exception" else set()
        for name in event_names(call):
            found.setdefault(name, set()).add(tuple(sorted(fields | traceback)))
    return found


def test_an_event_of_both_services_has_the_same_fields() -> None:
    ours, theirs = map(fields_of_events, PACKAGES)
    shared = ours.keys() & theirs.keys()
    assert len(shared) > 8
    assert {name: (ours[name], theirs[name]) for name in shared if ours[name] != theirs[name]} == {}


@pytest.mark.parametrize("package", PACKAGES)
def test_what_went_wrong_is_called_error(package: str) -> None:
    calls = list(log_calls(package))
    assert len(calls) > 20
    others = {where for where, call in calls for each in call.keywords if each.arg in {"reason", "exception"}}
    assert others == set()


@pytest.mark.parametrize("package", PACKAGES)
def test_event_names_are_words(package: str) -> None:
    names = {(where, name) for where, call in log_calls(package) for name in event_names(call)}
    assert {(where, name) for where, name in names if not re.fullmatch(r"[a-z]+(_[a-z]+)*", name)} == set()
