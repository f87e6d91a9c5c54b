from io import BytesIO

import pytest
from rest_framework.exceptions import ParseError, ValidationError

from auth_match.runtime.parser import SafeJSONParser


def parse(body: bytes) -> object:
    return SafeJSONParser().parse(BytesIO(body))


def test_json_is_read_as_utf_8() -> None:
    assert parse('{"name": "마루"}'.encode()) == {"name": "마루"}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b'{"a": NaN}',
        b"[-Infinity]",
        b"[" * 30_000,
        b"[" * 30_000 + b"]" * 30_000,
        b'{"a":' * 10_000,
        b"\xff",
        '{"a": 1}'.encode("utf-16"),
        b"1" * 5000,
    ],
    ids=range(10),
)
def test_invalid_json_is_malformed(body: bytes) -> None:
    with pytest.raises(ParseError):
        parse(body)


@pytest.mark.parametrize(
    "body", [rb'"\u0000"', rb'{"a": ["\ud800"]}', rb'{"\udfff": 1}', rb'[[[{"a": {"b": "x\u0000"}}]]]']
)
def test_text_that_cannot_be_stored_is_invalid(body: bytes) -> None:
    with pytest.raises(ValidationError):
        parse(body)


def test_surrogate_pair_is_one_valid_character() -> None:
    assert parse(rb'"\ud83d\ude00"') == "😀"
