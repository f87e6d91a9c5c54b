"""A setting is declared once; documents and compose are written from there, and code reads it."""

import re
from pathlib import Path

import pytest
from pydantic import BaseModel, Field

from auth_match.config.environment import Environment
from image_community.runtime.settings import Settings
from native.declared import DeclaredSettings
from settings_files import declarations, rendering
from settings_files.__main__ import ROOT, contents

AUTH_MATCH = ROOT / "services/auth-match/auth_match"
IMAGE_COMMUNITY = ROOT / "services/image-community/image_community"
NATIVE = ROOT / "deploy/native"
READ = r"os\.getenv|os\.environ(?!,)"  # `{**os.environ, …}` is passed on to a child process
READERS: dict[type[BaseModel], Path] = {
    Environment: AUTH_MATCH / "config/settings.py",
    Settings: IMAGE_COMMUNITY,
    DeclaredSettings: NATIVE,
}


def sources(place: Path) -> str:
    return "".join(path.read_text() for path in ([place] if place.is_file() else place.rglob("*.py")))


@pytest.mark.parametrize("path", contents(), ids=lambda path: path.name)
def test_file_says_what_the_declarations_say(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == contents()[path], "run `make settings`"


@pytest.mark.parametrize("model", READERS, ids=lambda model: model.__name__)
def test_declared_setting_is_read(model: type[BaseModel]) -> None:
    read = set(re.findall(r"\.([a-z_]+)\b", sources(READERS[model])))
    limits = {name for name in Environment.model_fields if name.startswith("limit_")}  # Environment.limits
    wiring = {"database_url", "database_password"}  # Environment.database
    assert model.model_fields.keys() - read - (limits | wiring if model is Environment else set()) == set()


@pytest.mark.parametrize("model", READERS, ids=lambda model: model.__name__)
def test_setting_says_what_it_means(model: type[BaseModel]) -> None:
    for field in model.model_fields.values():
        assert field.description, field


def test_no_other_module_reads_the_environment() -> None:
    """But those that only set a variable: for Django, for libvips."""
    for package in (AUTH_MATCH, IMAGE_COMMUNITY):
        readers = [path for path in package.rglob("*.py") if re.search(READ, path.read_text())]
        assert {path.name for path in readers} <= {"asgi.py", "wsgi.py", "pixels.py"}


def test_every_setting_of_a_service_reaches_its_containers() -> None:
    """But the heartbeat of auth-match's web process, which only the native supervisor reads."""
    compose = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    names = {setting.name for setting in declarations.every_setting() if setting.owner != declarations.NATIVE}
    given = {name.removesuffix("_FILE") for name in re.findall(r"^ +([A-Z_]+): ", compose, re.MULTILINE)}
    of_the_host = {"MARU_HTTP_PORT", "MARU_REALTIME_PROCESSES", "MARU_TLS_CERTIFICATE", "MARU_TLS_KEY"}
    assert names - given - of_the_host == {"AUTH_MATCH_HEARTBEAT_PATH"}


def test_two_declarations_of_one_name_must_agree() -> None:
    class Other(BaseModel):
        audience: str = Field(
            "other", alias="MARU_TOKEN_AUDIENCE", description="Audience of access tokens (`aud`)."
        )

    with pytest.raises(declarations.ConflictError, match=r"MARU_TOKEN_AUDIENCE .* auth-match and other"):
        declarations.every_setting([*declarations.MODELS, ("other", Other)])


def test_compose_file_outside_its_blocks_is_kept() -> None:
    text = "a: 1\n    # settings of gateway: x\n    OLD_NAME: 1\n    # end\nb: 2\n"
    written = rendering.compose_file(text)
    assert written.startswith(
        "a: 1\n    # settings of gateway: x\n    MARU_TRUSTED_PROXIES: ${MARU_TRUSTED_PROXIES:-}\n"
    )
    assert written.endswith("    # end\nb: 2\n")
    assert "OLD_NAME" not in written
