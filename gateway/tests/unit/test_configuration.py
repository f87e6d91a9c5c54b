"""Checks of the configuration files, without nginx."""

import json
import re
from pathlib import Path

GATEWAY = Path(__file__).resolve().parents[2]
CODES = json.loads((GATEWAY.parent / "contracts" / "error_codes.json").read_text())


def read_map(variable: str) -> dict[str, str]:
    """One `map $status $variable` of problem.conf as a dictionary."""
    text = (GATEWAY / "snippets" / "problem.conf").read_text()
    found = re.search(rf"map \$status \${variable} \{{(.*?)\n\}}", text, re.DOTALL)
    assert found is not None
    pairs = re.findall(r'^\s+(\S+) "?(.*?)"?;$', found[1], re.MULTILINE)
    return {status if status != "default" else "500": value for status, value in pairs}


def configuration_files() -> list[Path]:
    return [GATEWAY / "nginx.conf", *GATEWAY.glob("routes/*.conf"), *GATEWAY.glob("snippets/*.conf")]


def test_problems_equal_the_contract() -> None:
    titles = read_map("problem_title")
    said = {code: (int(status), titles[status]) for status, code in read_map("problem_code").items()}
    promised = {code: (c["status"], c["title"]) for code, c in CODES.items() if "gateway" in c["services"]}
    assert said == promised
    assert read_map("problem_detail").keys() == titles.keys()


def test_every_error_page_has_a_code() -> None:
    text = (GATEWAY / "snippets" / "error_pages.conf").read_text()
    answered: set[str] = set()
    for statuses, becomes in re.findall(r"^error_page ([\d ]+?) (?:=(\d+) )?/problem;", text, re.MULTILINE):
        answered |= {becomes} if becomes else set(statuses.split())
    assert answered == read_map("problem_code").keys()


def test_no_location_adds_headers_of_its_own() -> None:
    """One add_header in a location silently drops all of the server's."""
    for file in configuration_files():
        if file.name != "add_headers.conf":
            assert not re.search(r"^\s*(add_header|expires)\b", file.read_text(), re.MULTILINE), file


def test_templates_have_no_dollar_except_placeholders() -> None:
    """envsubst and string.Template must give the same result; README lists every placeholder."""
    readme = (GATEWAY / "README.md").read_text()
    used = set()
    for template in (GATEWAY / "templates").iterdir():
        text = template.read_text()
        names = re.findall(r"\$\{([A-Z_]+)\}", text)
        assert text.count("$") == len(names), template
        used |= set(names)
    assert used == set(re.findall(r"^\| `([A-Z_]+)` \|", readme, re.MULTILINE))


def test_container_sets_every_placeholder() -> None:
    start = (GATEWAY / "container" / "start").read_text()
    for template in (GATEWAY / "templates").iterdir():
        for name in re.findall(r"\$\{([A-Z_]+)\}", template.read_text()):
            assert name in start, name
