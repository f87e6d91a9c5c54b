"""The addresses that the gateway answers with the app are those that the app has."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
PAGES = ROOT / "gateway" / "snippets" / "app_pages.conf"
ROUTES = ROOT / "web" / "app" / "src" / "routes.ts"


def of_the_gateway() -> set[str]:
    listed = re.search(r"map \$uri \$app_file \{(.*?)\n\}", PAGES.read_text(), re.DOTALL)
    assert listed is not None
    return set(re.findall(r'^\s+"~(\^.+)" /index\.html;$', listed[1], re.MULTILINE))


def pattern(route: str) -> str:
    """`/me`, `/images/:id` as the gateway writes them."""
    return "^/$" if route == "/" else f"^{route.replace(':id', '[0-9]+')}/?$"


def test_gateway_answers_only_whole_addresses() -> None:
    assert of_the_gateway()
    assert all(re.fullmatch(r"\^/.*\$", listed) for listed in of_the_gateway())


def routes_of_the_app() -> set[str]:
    listed = re.search(r"ROUTES = \[(.*?)\]", ROUTES.read_text(), re.DOTALL)
    assert listed is not None
    return set(re.findall(r'"(/[^"]*)"', listed[1]))


def test_gateway_and_app_have_the_same_pages() -> None:
    assert {pattern(route) for route in routes_of_the_app()} == of_the_gateway()
