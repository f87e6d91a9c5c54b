"""Settings come from NAME or NAME_FILE; ambiguity is an error."""

import pytest
from pydantic import ValidationError

from image_community.runtime.environment_source import value_or_file
from image_community.runtime.limits import Allowance
from image_community.runtime.settings import (
    Settings,
    database_settings_from_environment,
    settings_from_environment,
)

NAME = "IMAGE_COMMUNITY_DATABASE_PASSWORD"
ALL = {
    "IMAGE_COMMUNITY_DATABASE_URL": "postgresql://image_community@db:5432/image_community",
    "IMAGE_COMMUNITY_REDIS_URL": "redis://redis:6379/1",
    "IMAGE_COMMUNITY_JWKS_URL": "http://auth-match:8081/.well-known/jwks.json",
    "IMAGE_COMMUNITY_ACCOUNT_EVENTS_URL": "http://auth-match:8081/internal/account-events",
    "IMAGE_COMMUNITY_USER_NAMES_URL": "http://auth-match:8081/api/users/",
    "IMAGE_COMMUNITY_SERVICE_CREDENTIAL": "hidden-credential",
    "IMAGE_COMMUNITY_MEDIA_ROOT": "/media",
}


@pytest.fixture
def environment(monkeypatch, tmp_path):
    for name in list(Settings.model_fields.values()):
        monkeypatch.delenv(str(name.alias), raising=False)
        monkeypatch.delenv(f"{name.alias}_FILE", raising=False)
    for name, value in ALL.items():
        monkeypatch.setenv(name, value)
    return monkeypatch


def test_defaults_and_values(environment):
    settings = settings_from_environment()
    assert settings.public_url == "http://localhost:8080"
    assert settings.redis_url == "redis://redis:6379/1"
    assert settings.token_issuer == "maru-auth-match"
    assert settings.limit_upload_per_user == Allowance(500, 600)


@pytest.mark.parametrize("blank", ["", "  "])
def test_blank_value_is_none(environment, blank):
    environment.setenv("MARU_TOKEN_ISSUER", blank)
    environment.setenv("IMAGE_COMMUNITY_LIMIT_LIKE_PER_USER", blank)
    settings = settings_from_environment()
    assert settings.token_issuer == "maru-auth-match"
    assert settings.limit_like_per_user == Allowance(1000, 600)


def test_limit_is_tries_and_seconds(environment):
    environment.setenv("IMAGE_COMMUNITY_LIMIT_LIKE_PER_USER", "5/60")
    assert settings_from_environment().limit_like_per_user == Allowance(5, 60)
    environment.setenv("IMAGE_COMMUNITY_LIMIT_LIKE_PER_USER", "5/60/10")
    with pytest.raises(ValidationError, match="IMAGE_COMMUNITY_LIMIT_LIKE_PER_USER"):
        settings_from_environment()


@pytest.mark.parametrize(
    ("name", "value"), [("MAX_PERCENT", "101"), ("MAX_PERCENT", "-1"), ("MIN_FILES", "0")]
)
def test_sweep_limit_has_bounds(environment, name, value):
    environment.setenv(f"IMAGE_COMMUNITY_SWEEP_{name}", value)
    with pytest.raises(ValidationError, match=name):
        settings_from_environment()


def test_missing_value_is_an_error(environment):
    environment.delenv("IMAGE_COMMUNITY_JWKS_URL")
    with pytest.raises(ValidationError, match="IMAGE_COMMUNITY_JWKS_URL"):
        settings_from_environment()


def test_secret_from_file_is_stripped_and_reaches_the_address(environment, tmp_path):
    (tmp_path / "secret").write_text("p@ss/word\n")
    environment.setenv(f"{NAME}_FILE", str(tmp_path / "secret"))
    settings = database_settings_from_environment()
    assert settings.database_password.get_secret_value() == "p@ss/word"
    assert settings.sqlalchemy_url().password == "p@ss/word"
    assert settings.sqlalchemy_url().drivername == "postgresql+asyncpg"


def test_secret_does_not_show(environment):
    environment.setenv(NAME, "hidden-word")
    shown = repr(settings_from_environment())
    assert "hidden-word" not in shown
    assert "hidden-credential" not in shown


def test_both_at_once_is_an_error(tmp_path):
    (tmp_path / "secret").write_text("one")
    with pytest.raises(ValueError, match="both set"):
        value_or_file(NAME, "two", {f"{NAME}_FILE": str(tmp_path / "secret")})


@pytest.mark.parametrize("content", ["", " \n"])
def test_empty_file_is_an_error(tmp_path, content):
    (tmp_path / "secret").write_text(content)
    with pytest.raises(ValueError, match="is empty"):
        value_or_file(NAME, None, {f"{NAME}_FILE": str(tmp_path / "secret")})


def test_missing_file_is_an_error(tmp_path):
    with pytest.raises(ValueError, match="cannot be read"):
        value_or_file(NAME, None, {f"{NAME}_FILE": str(tmp_path / "none")})


@pytest.mark.parametrize("url", ["maru.test", "ftp://maru.test", "https://maru.test/(x)", "https://x y"])
def test_public_url_must_be_an_address_css_can_take(environment, url):
    environment.setenv("MARU_PUBLIC_URL", url)
    with pytest.raises(ValidationError):
        settings_from_environment()


def test_settings_are_frozen(environment):
    with pytest.raises(ValidationError):
        settings_from_environment().public_url = "https://other.test"
