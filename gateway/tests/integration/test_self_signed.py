"""`make up TLS=1`: https with a certificate of the machine's own, kept as long as it fits."""

import http.client
import socket
import ssl
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography import x509
from gateway.tests.running_gateway import run_gateway

from native import self_signed
from native.declared import SettingError
from native.settings import load


def make(folder: Path) -> tuple[Path, Path]:
    """As the supervisor does, in its data folder."""
    settings = load({"MARU_TLS": "self-signed", "MARU_DATA_DIR": str(folder)})
    self_signed.make_for(settings)
    assert settings.certificate is not None
    certificate, key = settings.certificate
    return Path(certificate), Path(key)


def test_browser_that_trusts_it_reaches_every_name_of_the_machine(tmp_path: Path) -> None:
    certificate, _ = make(tmp_path / "data")
    trust = ssl.create_default_context(cafile=str(certificate))
    with run_gateway(tmp_path / "data", MARU_TLS="self-signed") as gateway:
        for host in self_signed.hosts():
            with (
                socket.create_connection(("127.0.0.1", gateway.port), timeout=10) as plain,
                trust.wrap_socket(plain, server_hostname=host),
            ):
                pass
        connection = http.client.HTTPSConnection("127.0.0.1", gateway.port, context=trust, timeout=10)
        connection.request("GET", "/healthz")
        response = connection.getresponse()
        assert (response.status, response.read()) == (200, b'{"status":"ok"}\n')
        # with it a browser would refuse the plain http of the next `make up`
        assert "Strict-Transport-Security" not in response.headers
        connection.close()
        assert gateway.ask("/healthz").json()["code"] == "malformed"


def test_without_the_setting_the_same_folder_serves_plain_http_again(tmp_path: Path) -> None:
    make(tmp_path / "data")
    with run_gateway(tmp_path / "data") as gateway:
        assert gateway.ask("/healthz").status == 200


def test_certificate_is_kept_and_its_key_is_private(tmp_path: Path) -> None:
    certificate, key = make(tmp_path)
    first = certificate.read_bytes(), key.read_bytes()
    assert make(tmp_path) == (certificate, key)
    assert (certificate.read_bytes(), key.read_bytes()) == first
    assert (key.stat().st_mode & 0o777, key.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    lasts = x509.load_pem_x509_certificate(first[0]).not_valid_after_utc - datetime.now(UTC)
    assert 360 < lasts.days < 398


@pytest.mark.parametrize(
    ("hosts", "days"), [(["192.0.2.77", "localhost"], 365), (self_signed.hosts(), 13)], ids=["moved", "old"]
)
def test_certificate_that_does_not_fit_is_made_again(tmp_path: Path, hosts: list[str], days: int) -> None:
    certificate, key = make(tmp_path)
    certificate.unlink()
    self_signed.make_missing(certificate, key, hosts, days=days)
    before = certificate.read_bytes()
    make(tmp_path)
    after = certificate.read_bytes()
    assert after != before
    make(tmp_path)
    assert certificate.read_bytes() == after


def test_addresses_are_https_and_all_allowed() -> None:
    settings = load({"MARU_TLS": "self-signed", "MARU_HTTP_PORT": "9080"})
    assert settings.public_url == f"https://{self_signed.hosts()[0]}:9080"
    allowed = set(settings.allowed_origins.split(","))
    assert allowed == {f"https://{host}:9080" for host in self_signed.hosts()}
    named = load({"MARU_TLS": "self-signed", "MARU_PUBLIC_URL": "https://maru.lan:9080"})
    assert named.public_url == "https://maru.lan:9080"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"MARU_TLS": "self-signed", "MARU_TLS_CERTIFICATE": "/x.pem", "MARU_TLS_KEY": "/x.key"}, "not both"),
        ({"MARU_TLS": "yes"}, "'off' or 'self-signed'"),
    ],
)
def test_setting_that_cannot_be_is_a_sentence(given: dict[str, str], said: str) -> None:
    with pytest.raises(SettingError, match=said):
        load(given)
