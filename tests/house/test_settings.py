"""`.env.example` names every setting that some code reads, and no other."""

import re
from pathlib import Path

from image_community.runtime.settings import Settings

ROOT = Path(__file__).parents[2]
NAME = re.compile(r"\b((?:MARU|AUTH_MATCH|IMAGE_COMMUNITY|MATCH|VOICE)_[A-Z0-9_]+)\b")


def documented() -> set[str]:
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    return {match[1] for line in lines if (match := re.match(r"#?\s?([A-Z][A-Z0-9_]+)=", line))}


def read_by_auth_match() -> set[str]:
    text = (ROOT / "services/auth-match/auth_match/config/settings.py").read_text(encoding="utf-8")
    found = re.findall(r'_env\.(?:text|secret|integer|words|level|choice)\(\s*"([A-Z_]+)"', text)
    databases = re.findall(r'_env\.database\("([A-Z_]+)", "([A-Z_]+)"\)', text)
    return {*found, *(name for pair in databases for name in pair)}


def read_by_image_community() -> set[str]:
    return {str(field.alias) for field in Settings.model_fields.values()}


def read_by_native_running() -> set[str]:
    text = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "deploy/native").glob("*.py"))
    return set(re.findall(r'(?:environment|given)\.get\(\s*"(MARU_[A-Z_]+)"', text))


def test_every_setting_is_documented() -> None:
    read = read_by_auth_match() | read_by_image_community() | read_by_native_running()
    assert read - documented() == set()


def test_every_setting_of_a_service_can_be_given_to_its_containers() -> None:
    """But one, of the supervisor that runs processes natively."""
    compose = NAME.findall((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
    wired = {name.removesuffix("_FILE") for name in compose}
    assert (read_by_auth_match() | read_by_image_community()) - wired == {"AUTH_MATCH_HEARTBEAT_PATH"}


def test_every_documented_setting_is_read() -> None:
    read = read_by_auth_match() | read_by_image_community() | read_by_native_running()
    assert documented() - read == set()
