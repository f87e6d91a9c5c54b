"""`docs/seeds.md` has every specified row; every test that it or `docs/threat-model.md` names exists."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SHORT = {"am/": "services/auth-match/tests/", "ic/": "services/image-community/tests/"}
ROWS = [*(f"A{n}" for n in range(1, 13)), *(f"B{n}" for n in range(1, 9)), *(f"C{n}" for n in range(1, 4))]


def table() -> dict[str, list[str]]:
    """Row → the tests named in it."""
    lines = (ROOT / "docs" / "seeds.md").read_text(encoding="utf-8").splitlines()
    rows = [line.split("|") for line in lines if re.match(r"\| [ABC]\d+ \|", line)]
    return {cells[1].strip(): re.findall(r"`([^`]+)`", cells[3]) for cells in rows}


def test_every_row_is_there_in_order() -> None:
    assert list(table()) == ROWS


@pytest.mark.parametrize("row", ROWS)
def test_every_row_has_tests_that_exist(row: str) -> None:
    named = table()[row]
    assert named, f"no test holds {row}"
    for name in named:
        require_test(name)


def test_every_promise_has_a_test_that_exists() -> None:
    text = (ROOT / "docs" / "threat-model.md").read_text(encoding="utf-8")
    targets = (ROOT / "Makefile").read_text(encoding="utf-8")
    promises = [line for line in text.splitlines() if line.startswith("| ") and "held by" not in line]
    assert promises
    for line in promises:
        named = re.findall(r"`([^`]+)`", line.split("|")[3])
        assert named, line
        for name in named:
            if name.startswith("make "):
                assert f"\n{name.removeprefix('make ')}:" in targets, name
            else:
                require_test(name)


def require_test(name: str) -> None:
    """Such as `am/unit/accounts/test_keys.py::test_…`, or a file or folder of tests."""
    for short, whole in SHORT.items():
        name = whole + name.removeprefix(short) if name.startswith(short) else name
    path, _, function = name.partition("::")
    assert (ROOT / path).exists(), name
    if function:
        tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
        functions = ast.FunctionDef | ast.AsyncFunctionDef
        assert function in {node.name for node in tree.body if isinstance(node, functions)}, name
