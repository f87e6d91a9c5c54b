"""What the documents name exists: links, make targets, files, settings, metrics and Redis keys."""

import os
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

from settings_files import declarations

ROOT = Path(__file__).parents[2]
NOT_OURS = {".git", ".venv", "__pycache__", "node_modules", ".mypy_cache", ".ruff_cache", ".pytest_cache"}
SOURCES = {".py", ".lua", ".js", ".html", ".conf", ".template", ".yml", ".json", ".toml"}
FILE = r"(?:[\w.-]+/)*[\w.-]*\w\.(?:py|lua|md|json|yml|toml|conf|template|js|html|lock|sh)"
SETTING = r"\b(?:MARU|GATEWAY|AUTH_MATCH|IMAGE_COMMUNITY|MATCH|VOICE)_[A-Z0-9_]+"
ELSEWHERE = {"maru.lock"}  # on the volume of PostgreSQL
EXAMPLES = {"X", "DIR"}  # part of a path that stands for any


def walk(folder: Path) -> Iterator[Path]:
    """Every file of ours; `var…` holds the data of a running system."""
    for path, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name not in NOT_OURS and not name.startswith("var")]
        yield from (Path(path) / name for name in names)


DOCUMENTS = sorted(path for path in walk(ROOT) if path.suffix == ".md")


@cache
def ends_of_paths() -> frozenset[str]:
    """`posts/service.py` and `service.py`, too, of `services/…/posts/service.py`."""
    parts = [path.relative_to(ROOT).parts for path in walk(ROOT)]
    return frozenset("/".join(each[start:]) for each in parts for start in range(len(each)))


@cache
def source_text() -> str:
    return "\n".join(
        path.read_text(errors="ignore")
        for path in walk(ROOT)
        if path.suffix in SOURCES and path != Path(__file__)
    )


@cache
def setting_names() -> frozenset[str]:
    """The declared ones, and what the gateway's templates take."""
    templates = "".join(path.read_text() for path in (ROOT / "gateway/templates").iterdir())
    placeholders = re.findall(r"\$\{([A-Z_]+)\}", templates)
    return frozenset({setting.name for setting in declarations.every_setting()}.union(placeholders))


def without_blocks(text: str) -> str:
    return re.sub(r"```.*?```", "", text, flags=re.DOTALL)


def code_spans(text: str) -> list[str]:
    return re.findall(r"`([^`\n]+)`", without_blocks(text))


def dead_links(text: str, folder: Path) -> set[str]:
    prose = re.sub(r"`[^`\n]*`", "code", without_blocks(text))
    links = re.findall(r"\]\(([^)#\s]+)[^)]*\)", prose)
    return {link for link in links if "://" not in link and not (folder / link).exists()}


def dead_targets(text: str, _: Path) -> set[str]:
    """`make x y` in a sentence, in a block of commands, after variables."""
    targets = set(re.findall(r"^([a-z][\w-]*):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = re.findall(r"(?:`|^|=\S+ )make ((?:[a-z][\w-]*(?![\w=-])[ `]?)+)", text, re.MULTILINE)
    return set(" ".join(named).replace("`", " ").split()) - targets


def dead_files(text: str, _: Path) -> set[str]:
    named = {name for span in code_spans(text) for name in re.findall(rf"(?<![\w./…*{{}}-]){FILE}\b", span)}
    short = {name: re.sub(r"^(am|ic)/", "tests/", name) for name in named - ELSEWHERE}
    return {
        name
        for name, whole in short.items()
        if whole not in ends_of_paths() and EXAMPLES.isdisjoint(re.split(r"[/.]", name))
    }


def dead_settings(text: str, _: Path) -> set[str]:
    """`MATCH_LIMIT_…` is any that begins so."""
    names = {name.removesuffix("_FILE") for name in re.findall(SETTING, text)}
    return {name for name in names - setting_names() if not _begins_a_setting(name)}


def _begins_a_setting(name: str) -> bool:
    return name.endswith("_") and any(each.startswith(name) for each in setting_names())


def dead_metrics_and_keys(text: str, _: Path) -> set[str]:
    """prometheus_client adds `_total` to counters."""
    named = {name for span in code_spans(text) for name in re.findall(r"\bmaru[_:][a-z_]*[a-z]", span)}
    return {name for name in named if name.removesuffix("_total") not in source_text()}


CHECKS = (dead_links, dead_targets, dead_files, dead_settings, dead_metrics_and_keys)


@pytest.mark.parametrize("check", CHECKS)
@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_what_a_document_names_exists(document: Path, check: Callable[[str, Path], set[str]]) -> None:
    assert check(document.read_text(encoding="utf-8"), document.parent) == set()


@pytest.mark.parametrize(
    ("check", "text", "dead"),
    [
        (dead_links, "[a](architecture.md) [b](nowhere.md#x) [c](https://example.org/x)", "nowhere.md"),
        (dead_targets, "`make unit` makes sense\nmake up\nmake nonsense", "nonsense"),
        (dead_files, "`posts/service.py` `am/integration/nothing.py::test_x`", "am/integration/nothing.py"),
        (dead_settings, "`MARU_HTTP_PORT`, `MATCH_LIMIT_…`, MARU_HTTP_PROT", "MARU_HTTP_PROT"),
        (dead_settings, "`MATCH_LIMITS_…`", "MATCH_LIMITS_"),
        (dead_metrics_and_keys, "`maru_offers_total{outcome}` `maru:no_such:{id}`", "maru:no_such"),
    ],
)
def test_dead_name_is_found(check: Callable[[str, Path], set[str]], text: str, dead: str) -> None:
    assert check(text, ROOT / "docs") == {dead}


def test_every_decision_is_in_the_list_with_its_title() -> None:
    folder = ROOT / "docs/decisions"
    listed = (folder / "README.md").read_text(encoding="utf-8")
    for record in sorted(folder.glob("0*.md")):
        title = record.read_text(encoding="utf-8").splitlines()[0].removeprefix("# ")
        number, _, title = title.partition(". ")
        assert int(number) == int(record.name[:4]), record.name
        assert f"[{record.name[:4]}]({record.name}) {title}:" in listed, record.name
