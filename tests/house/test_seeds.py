"""`docs/seeds.md` has every specified row, and every test that it names exists."""

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
def test_every_test_named_exists(row: str) -> None:
    named = table()[row]
    assert named, f"no test holds {row}"
    for name in named:
        for short, whole in SHORT.items():
            name = whole + name.removeprefix(short) if name.startswith(short) else name  # noqa: PLW2901
        path, _, function = name.partition("::")
        assert (ROOT / path).exists(), name
        if function:
            tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
            functions = ast.FunctionDef | ast.AsyncFunctionDef
            assert function in {node.name for node in tree.body if isinstance(node, functions)}, name
