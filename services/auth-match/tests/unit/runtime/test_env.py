from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from auth_match.accounts.domain.second_factor import Policy
from auth_match.config.env import Environment, origin_of


def test_value_comes_from_the_variable_as_it_stands() -> None:
    assert Environment({"NAME": "$ecret"}).secret("NAME") == "$ecret"


def test_value_comes_from_the_file_without_its_newline(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("from file\n")
    assert Environment({"NAME_FILE": str(tmp_path / "secret")}).secret("NAME") == "from file"


def test_variable_and_file_together_raise(tmp_path: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match="NAME and NAME_FILE"):
        Environment({"NAME": "x", "NAME_FILE": str(tmp_path)}).text("NAME", "default")


@pytest.mark.parametrize("content", [None, "", " \n", b"\xff"])
def test_missing_empty_or_unreadable_file_raises(tmp_path: Path, content: str | bytes | None) -> None:
    path = tmp_path / "secret"
    if isinstance(content, bytes):
        path.write_bytes(content)
    elif content is not None:
        path.write_text(content)
    with pytest.raises(ImproperlyConfigured, match="NAME_FILE"):
        Environment({"NAME_FILE": str(path)}).text("NAME", "default")


def test_error_names_the_missing_variable() -> None:
    with pytest.raises(ImproperlyConfigured, match="NAME or NAME_FILE"):
        Environment({}).secret("NAME")


def test_invalid_number_raises() -> None:
    with pytest.raises(ImproperlyConfigured, match="NAME must be a whole number"):
        Environment({"NAME": "ten"}).integer("NAME", 10)


def test_log_level_must_exist() -> None:
    assert Environment({"LEVEL": "debug"}).level("LEVEL", "INFO") == "DEBUG"
    with pytest.raises(ImproperlyConfigured, match="LEVEL must be one of"):
        Environment({"LEVEL": "chatty"}).level("LEVEL", "INFO")


def test_list_is_separated_by_commas() -> None:
    assert Environment({"NAME": "a, b,,"}).words("NAME", ["default"]) == ["a", "b"]
    assert Environment({}).words("NAME", ["default"]) == ["default"]


def test_database_takes_its_password_from_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "password").write_text("p@ss/word\n")
    environment = Environment(
        {"URL": "postgresql://me@host:5433/base", "PASSWORD_FILE": str(tmp_path / "password")}
    )
    database = environment.database("URL", "PASSWORD")
    assert [database[name] for name in ("USER", "PASSWORD", "HOST", "PORT", "NAME")] == [
        "me",
        "p@ss/word",
        "host",
        5433,
        "base",
    ]


def test_password_in_a_database_url_raises() -> None:
    with pytest.raises(ImproperlyConfigured, match="must not hold a password"):
        Environment({"URL": "postgresql://me:secret@host/base"}).database("URL", "PASSWORD")


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
    assert origin_of(url, name="NAME") == origin


def test_invalid_choice_lists_the_values() -> None:
    name = "AUTH_MATCH_STAFF_SECOND_FACTOR"
    assert Environment({}).choice(name, Policy.ENROLLED) is Policy.ENROLLED
    assert Environment({name: "required"}).choice(name, Policy.ENROLLED) is Policy.REQUIRED
    for wrong in ("on", "Required", "true"):
        with pytest.raises(ImproperlyConfigured, match=f"{name} must be one of off, enrolled, required."):
            Environment({name: wrong}).choice(name, Policy.ENROLLED)
