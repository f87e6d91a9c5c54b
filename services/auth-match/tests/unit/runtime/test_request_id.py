import pytest

from auth_match.runtime.request_id import accept_request_id


def test_well_formed_id_is_kept() -> None:
    assert accept_request_id("0123456789abcdef") == "0123456789abcdef"


@pytest.mark.parametrize(
    "header", [None, "", "short", "x" * 65, "has a blank", "line\nbreak12", "ümlaut-ümlaut"]
)
def test_anything_else_is_replaced(header: str | None) -> None:
    made = accept_request_id(header)
    assert made != header
    assert accept_request_id(made) == made
