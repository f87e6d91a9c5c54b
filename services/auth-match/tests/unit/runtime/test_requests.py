import pytest

from auth_match.runtime.requests import plain_content_type


@pytest.mark.parametrize(
    ("header", "plain"),
    [
        ("application/json", "application/json"),
        ("Application/JSON; charset=utf-8", "application/json"),
        ("application/json; boundary=x", "application/json"),
        ('multipart/form-data; boundary="--x y"', "multipart/form-data"),
        (
            "multipart/form-data; charset=hex; boundary=----WebKit7",
            "multipart/form-data; boundary=----WebKit7",
        ),
        ('multipart/form-data; boundary="abc"; x=y', "multipart/form-data; boundary=abc"),
        ("", ""),
    ],
)
def test_only_the_media_type_and_a_boundary_stay(header: str, plain: str) -> None:
    assert plain_content_type(header) == plain
