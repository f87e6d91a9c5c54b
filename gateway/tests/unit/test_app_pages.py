"""The addresses that the gateway answers with the app are those that the app has."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
PAGES = ROOT / "gateway" / "snippets" / "app_pages.conf"
ROUTES = ROOT / "web" / "app" / "src" / "routes.ts"
AGREED = {"/", "/sign-up", "/log-in", "/rules", "/talk", "/images", "/images/:id", "/arena", "/ranks", "/me"}
PATTERNS = {":id": "[0-9]+"}


def of_the_gateway() -> set[str]:
    listed = re.search(r"map \$uri \$app_file \{(.*?)\n\}", PAGES.read_text(), re.DOTALL)
    assert listed is not None
    return set(re.findall(r'^\s+"~(\^.+)" /index\.html;$', listed[1], re.MULTILINE))


def pattern(route: str) -> str:
    """`/images/:id` as the gateway writes it."""
    for name, text in PATTERNS.items():
        route = route.replace(name, text)
    return "^/$" if route == "/" else f"^{route}/?$"


def test_gateway_answers_only_whole_addresses() -> None:
    assert len(of_the_gateway()) == 10
    assert all(re.fullmatch(r"\^/.*\$", listed) for listed in of_the_gateway())


def routes_of_the_app() -> set[str]:
    if not ROUTES.exists():
        return AGREED
    listed = re.search(r"ROUTES = \[(.*?)\]", ROUTES.read_text(), re.DOTALL)
    assert listed is not None
    return set(re.findall(r'"(/[^"]*)"', listed[1]))


def test_gateway_and_app_have_the_same_pages() -> None:
    assert {pattern(route) for route in routes_of_the_app()} == of_the_gateway()
