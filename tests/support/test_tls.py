"""The look at certificates and protocol versions."""

import hashlib
import socket
import ssl
from base64 import b64encode
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from support.clients import tls
from support.clients.unreachable import Unreachable
from tests.support.conftest import Trust, free_port, http_service, make_trust


def expected_pin(certificate: x509.Certificate) -> str:
    key = certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return b64encode(hashlib.sha256(key).digest()).decode()


def test_what_a_service_shows(service: str, trust: Trust) -> None:
    shown = tls.handshake(service, trust.authority)
    assert shown.protocol == "TLSv1.3"
    assert set(shown.names) == {"127.0.0.1", "localhost"}
    assert shown.valid_until > datetime.now(UTC) + timedelta(days=1)
    host, port = "127.0.0.1", int(service.rpartition(":")[2])
    certificate = x509.load_pem_x509_certificate(ssl.get_server_certificate((host, port)).encode())
    assert shown.pin == expected_pin(certificate)


@pytest.mark.filterwarnings("ignore:Parsed a serial number")
def test_the_pin_of_any_certificate(trust: Trust) -> None:
    certificates = [x509.load_pem_x509_certificate(trust.authority.read_bytes())]
    bundle = Path("/etc/ssl/certs/ca-certificates.crt")
    if bundle.exists():  # some two hundred of all ages, kinds of key and versions
        certificates += x509.load_pem_x509_certificates(bundle.read_bytes())
    for certificate in certificates:
        assert tls.pin(certificate.public_bytes(Encoding.DER)) == expected_pin(certificate)


def test_chain_and_name_are_verified(service: str, trust: Trust, tmp_path: Path) -> None:
    with pytest.raises(ssl.SSLCertVerificationError):
        tls.handshake(service, None)
    with pytest.raises(ssl.SSLCertVerificationError):
        tls.handshake(service, make_trust(tmp_path).authority)
    with http_service(trust.server) as url, pytest.raises((ssl.SSLCertVerificationError, Unreachable)):
        tls.handshake(url.replace("127.0.0.1", "127.0.0.2"), trust.authority)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_an_old_version_is_refused_or_told(service: str, trust: Trust, tmp_path: Path) -> None:
    assert tls.handshake(service, trust.authority, at_most=ssl.TLSVersion.TLSv1_2).protocol == "TLSv1.2"
    with pytest.raises(ssl.SSLError):
        tls.handshake(service, trust.authority, at_most=ssl.TLSVersion.TLSv1_1)
    lax = make_trust(tmp_path, oldest=ssl.TLSVersion.TLSv1)
    lax.server.set_ciphers("ALL:@SECLEVEL=0")
    with http_service(lax.server) as url:
        assert tls.handshake(url, lax.authority, at_most=ssl.TLSVersion.TLSv1_1).protocol == "TLSv1.1"


def test_nobody_there(trust: Trust) -> None:
    with pytest.raises(Unreachable, match="a TLS handshake"):
        tls.handshake(f"https://127.0.0.1:{free_port()}", trust.authority)


def test_silence(trust: Trust) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        start = perf_counter()
        with pytest.raises(Unreachable, match="timed out"):
            tls.handshake(f"https://127.0.0.1:{silent.getsockname()[1]}", trust.authority, timeout=0.1)
        assert perf_counter() - start < 2


def test_what_speaks_no_tls_is_an_error_of_tls(trust: Trust) -> None:
    with http_service(None) as url, pytest.raises(ssl.SSLError):
        tls.handshake(url, trust.authority)


def test_contexts_are_made_once_per_file(trust: Trust, tmp_path: Path) -> None:
    assert tls.context(trust.authority) is tls.context(trust.authority)
    path = make_trust(tmp_path).authority
    before = tls.context(path)
    make_trust(tmp_path)
    assert tls.context(path) is not before
