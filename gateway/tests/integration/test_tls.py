"""With a certificate and a key the gateway serves HTTPS."""

import http.client
import ssl
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from gateway.tests.echo_upstream import http_upstream
from gateway.tests.running_gateway import run_gateway


def write_certificate(folder: Path) -> tuple[Path, Path]:
    """A self-signed certificate for 127.0.0.1, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "gateway test")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=5))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    certificate_file, key_file = folder / "certificate.pem", folder / "key.pem"
    certificate_file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    key_file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return certificate_file, key_file


def test_services_get_https_as_forwarded_proto(tmp_path: Path) -> None:
    certificate, key = write_certificate(tmp_path)
    with (
        run_gateway(
            tmp_path / "data", MARU_TLS_CERTIFICATE=str(certificate), MARU_TLS_KEY=str(key)
        ) as gateway,
        http_upstream(gateway.settings.ports.auth_match_web),
    ):
        trust = ssl.create_default_context(cafile=str(certificate))
        connection = http.client.HTTPSConnection("127.0.0.1", gateway.port, context=trust, timeout=10)
        connection.request("GET", "/api/auth/login/")
        response = connection.getresponse()
        assert b'["X-Forwarded-Proto", "https"]' in response.read()
        assert response.headers["Strict-Transport-Security"].startswith("max-age=")
        connection.close()
        plain = gateway.ask("/api/auth/login/")
        assert (plain.status, plain.json()["code"]) == (400, "malformed")
