"""Settings come from NAME or NAME_FILE; a sentence names each that cannot be used."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from auth_match.accounts.domain.limits import Allowance
from auth_match.accounts.domain.second_factor import Policy
from auth_match.config.environment import Environment
from auth_match.runtime.origins import origin_of

REQUIRED = {
    "AUTH_MATCH_SECRET_KEY": "django",
    "AUTH_MATCH_SERVICE_CREDENTIAL": "shared",
    "AUTH_MATCH_SIGNING_KEYS_DIR": "/keys",
    "AUTH_MATCH_STATIC_ROOT": "/static",
    "AUTH_MATCH_DATABASE_URL": "postgresql://me@host:5433/base",
    "AUTH_MATCH_REDIS_URL": "redis://redis:6379/0",
}


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for field in Environment.model_fields.values():
        monkeypatch.delenv(str(field.alias), raising=False)
        monkeypatch.delenv(f"{field.alias}_FILE", raising=False)
    for name, value in REQUIRED.items():
        monkeypatch.setenv(name, value)
    return monkeypatch


def secret() -> str:
    return Environment.read().secret_key.get_secret_value()


def test_defaults(environment: pytest.MonkeyPatch) -> None:
    settings = Environment.read()
    assert (settings.public_url, settings.log_level) == ("http://localhost:8080", "INFO")
    assert (settings.match_grace, settings.match_rematch_cooldown) == (10, 86_400)
    assert settings.allowed_hosts == ("*",)
    assert settings.limits()["login_per_user_elsewhere"] == Allowance(20, 900, 10)
    assert {"report_per_user", "join_per_user", "flood_per_user"} < settings.limits().keys()


def test_value_comes_from_the_variable_as_it_is(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("AUTH_MATCH_SECRET_KEY", "$ecret ")
    assert secret() == "$ecret "


def test_value_comes_from_the_file_without_its_newline(
    environment: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "secret").write_text("from file\n")
    environment.delenv("AUTH_MATCH_SECRET_KEY")
    environment.setenv("AUTH_MATCH_SECRET_KEY_FILE", str(tmp_path / "secret"))
    assert secret() == "from file"


def test_variable_and_file_together_raise(environment: pytest.MonkeyPatch, tmp_path: Path) -> None:
    environment.setenv("AUTH_MATCH_SECRET_KEY_FILE", str(tmp_path))
    with pytest.raises(ImproperlyConfigured, match="AUTH_MATCH_SECRET_KEY and AUTH_MATCH_SECRET_KEY_FILE"):
        secret()


@pytest.mark.parametrize("content", [None, "", " \n", b"\xff"])
def test_missing_empty_or_unreadable_file_raises(
    environment: pytest.MonkeyPatch, tmp_path: Path, content: str | bytes | None
) -> None:
    path = tmp_path / "secret"
    if isinstance(content, bytes):
        path.write_bytes(content)
    elif content is not None:
        path.write_text(content)
    environment.delenv("AUTH_MATCH_SECRET_KEY")
    environment.setenv("AUTH_MATCH_SECRET_KEY_FILE", str(path))
    with pytest.raises(ImproperlyConfigured, match="AUTH_MATCH_SECRET_KEY_FILE"):
        secret()


@pytest.mark.parametrize("value", [None, "", "  "])
def test_error_names_the_missing_variable(environment: pytest.MonkeyPatch, value: str | None) -> None:
    environment.delenv("AUTH_MATCH_SECRET_KEY")
    if value is not None:
        environment.setenv("AUTH_MATCH_SECRET_KEY", value)
    with pytest.raises(
        ImproperlyConfigured, match=r"Set AUTH_MATCH_SECRET_KEY or AUTH_MATCH_SECRET_KEY_FILE\."
    ):
        secret()


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("MATCH_GRACE_SECONDS", "ten", "valid integer"),
        ("MATCH_GRACE_SECONDS", "-1", "greater than or equal to 0"),
        ("MATCH_OFFER_SECONDS", "300", "less than or equal to 299"),
        ("MATCH_OFFER_SECONDS", "0", "greater than or equal to 1"),
        ("AUTH_MATCH_SESSION_RETENTION_DAYS", "7", "greater than or equal to 8"),
        ("MATCH_SUSPENSION_DAYS", "3651", "less than or equal to 3650"),
        ("MARU_LOG_LEVEL", "chatty", "'DEBUG', 'INFO', 'WARNING' or 'ERROR'"),
        ("AUTH_MATCH_STAFF_SECOND_FACTOR", "true", "'off', 'enrolled' or 'required'"),
        ("AUTH_MATCH_STAFF_SECOND_FACTOR", "Required", "'off', 'enrolled' or 'required'"),
        ("MATCH_LIMIT_JOIN", "30", "is not tries/seconds"),
        ("MARU_PUBLIC_URL", "maru.example", "must be an http or https URL"),
        ("MARU_ALLOWED_ORIGINS", "https://a.example, b", "must be an http or https URL"),
        ("AUTH_MATCH_DATABASE_URL", "postgresql://host", "must name a database"),
        ("AUTH_MATCH_DATABASE_URL", "host/base", "must be postgresql://"),
    ],
)
def test_invalid_value_raises_with_the_name_of_the_variable(
    environment: pytest.MonkeyPatch, name: str, value: str, sentence: str
) -> None:
    environment.setenv(name, value)
    with pytest.raises(ImproperlyConfigured, match=f"{name}: .*{sentence}"):
        Environment.read()


def test_value_is_in_no_error(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("AUTH_MATCH_DATABASE_URL", "postgresql://me:hidden@host/base")
    with pytest.raises(ImproperlyConfigured, match="must not hold a password") as raised:
        Environment.read()
    assert "hidden" not in str(raised.value)


def test_level_and_choice(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("MARU_LOG_LEVEL", "debug")
    environment.setenv("AUTH_MATCH_STAFF_SECOND_FACTOR", "required")
    settings = Environment.read()
    assert (settings.log_level, settings.staff_second_factor) == ("DEBUG", Policy.REQUIRED)


def test_list_is_separated_by_commas(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("VOICE_STUN_URLS", "stun:a, stun:b,,")
    assert Environment.read().voice_stun_urls == ("stun:a", "stun:b")


def test_database_takes_its_password_from_elsewhere(environment: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "password").write_text("p@ss/word\n")
    environment.setenv("AUTH_MATCH_DATABASE_PASSWORD_FILE", str(tmp_path / "password"))
    assert Environment.read().database() == {
        "USER": "me",
        "PASSWORD": "p@ss/word",
        "HOST": "host",
        "PORT": "5433",
        "NAME": "base",
    }


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("http://localhost:8080", "http://localhost:8080"),
        ("https://Maru.example/path", "https://maru.example"),
        ("https://maru.example:443", "https://maru.example"),
        ("http://[::1]:8080/", "http://[::1]:8080"),
    ],
)
def test_origin_has_the_format_that_browsers_send(url: str, origin: str) -> None:
    assert origin_of(url) == origin
