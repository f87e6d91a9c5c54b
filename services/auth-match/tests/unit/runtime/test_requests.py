import pytest
from django.http import HttpRequest

from auth_match.runtime.requests import client_address, plain_content_type


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


@pytest.mark.parametrize(
    ("meta", "address"),
    [
        ({"HTTP_X_FORWARDED_FOR": "192.0.2.7", "REMOTE_ADDR": "127.0.0.1"}, "192.0.2.7"),
        ({"HTTP_X_FORWARDED_FOR": "10.9.8.7, 192.0.2.7"}, "192.0.2.7"),
        ({"HTTP_X_FORWARDED_FOR": "2001:db8:1:2:3:4:5:6"}, "2001:db8:1:2::/64"),
        ({"REMOTE_ADDR": "127.0.0.1"}, "127.0.0.1"),
        ({"HTTP_X_FORWARDED_FOR": "192.0.2.7, garbage"}, "unknown"),
        ({"HTTP_X_FORWARDED_FOR": "fe80::1%eth0"}, "fe80::/64"),
        ({"REMOTE_ADDR": ""}, "unknown"),
        ({}, "unknown"),
    ],
)
def test_client_address_is_the_last_hop(meta: dict[str, str], address: str) -> None:
    request = HttpRequest()
    request.META = meta
    assert client_address(request) == address
