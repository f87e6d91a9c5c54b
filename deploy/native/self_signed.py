"""A certificate that the machine signs itself, so that another machine of the network may use the microphone:
browsers give it to https pages alone (and to localhost). They warn once; the operator may import the file.
"""

import fcntl
import os
import socket
import struct
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address, ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from native.settings import NativeSettings

VALID_DAYS = 365  # some browsers refuse more than 398
RENEW_DAYS = 14
SIOCGIFADDR = 0x8915  # netdevice(7): the IPv4 address of an interface
LOOPBACK = IPv4Address("127.0.0.1")


def addresses() -> list[IPv4Address]:
    """Of this machine, for others: that of the default route first. The gateway listens on IPv4 alone."""
    found = [_interface_address(name) for _, name in socket.if_nameindex()]
    others = sorted({each for each in found if each is not None and not each.is_loopback})
    outward = _outward()
    return [outward, *(each for each in others if each != outward)] if outward in others else others


def _interface_address(name: str) -> IPv4Address | None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        request = struct.pack("256s", name.encode()[:15])
        try:
            return IPv4Address(fcntl.ioctl(probe.fileno(), SIOCGIFADDR, request)[20:24])
        except OSError:
            return None  # it has none


def _outward() -> IPv4Address | None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # sends nothing: the kernel only chooses the route
            return IPv4Address(probe.getsockname()[0])
        except OSError:
            return None


def hosts() -> list[str]:
    """Every name of this machine in a browser's address bar; the best for another machine first."""
    name = socket.gethostname().lower()
    return [*map(str, addresses()), *([name] if name != "localhost" else []), "localhost", str(LOOPBACK)]


def make_for(settings: NativeSettings) -> None:
    """The certificate of a system, in its data folder."""
    assert settings.certificate is not None
    certificate, key = map(Path, settings.certificate)
    make_missing(certificate, key, hosts())


def make_missing(certificate: Path, key: Path, wanted: list[str], *, days: int = VALID_DAYS) -> None:
    """Keeps what is there as long as it is valid and names every wanted host."""
    if certificate.exists() and key.exists() and _fits(certificate.read_bytes(), wanted):
        return
    certificate.parent.mkdir(parents=True, exist_ok=True)
    certificate.parent.chmod(0o700)
    private = ec.generate_private_key(ec.SECP256R1())
    signed = _sign(private, wanted, days).public_bytes(serialization.Encoding.PEM)
    pem = private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    _write(key, pem)
    _write(certificate, signed)


def _fits(pem: bytes, wanted: list[str]) -> bool:
    certificate = x509.load_pem_x509_certificate(pem)
    named = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    is_valid = certificate.not_valid_after_utc > datetime.now(UTC) + timedelta(days=RENEW_DAYS)
    return is_valid and {_general_name(host) for host in wanted} <= set(named)


def _sign(private: ec.EllipticCurvePrivateKey, wanted: list[str], days: int) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"Maru on {socket.gethostname()}"[:64])])
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))  # clocks of other machines differ
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName(map(_general_name, wanted)), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(private, hashes.SHA256())
    )


def _general_name(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(host))
    except ValueError:
        return x509.DNSName(host)


def _write(path: Path, content: bytes) -> None:
    draft = path.with_suffix(f".{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_bytes(content)
    draft.replace(path)
