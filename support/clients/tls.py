"""Trust in an environment's certificates, and a look at what a service presents."""

import base64
import hashlib
import os
import socket
import ssl
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from support.clients.unreachable import Unreachable
from support.observing.waiting import patient

TIMEOUT = 5.0
"""Seconds for a TCP connection and for a handshake each, unless said otherwise."""


def context(authority: Path | None) -> ssl.SSLContext:
    """Return a verifying client context that trusts only this authority (PEM), or the system's when None.

    Building one takes up to 20 ms, so there is one per file and process.
    """
    return _context(authority, authority.stat().st_mtime_ns if authority else 0)


@cache
def _context(authority: Path | None, _changed: int) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=authority)


os.register_at_fork(after_in_child=_context.cache_clear)


@dataclass(frozen=True)
class Handshake:
    """What a service shows: the protocol ("TLSv1.3"), and its certificate's names, last day and pin."""

    protocol: str
    names: tuple[str, ...]
    valid_until: datetime
    pin: str


def handshake(
    url: str, authority: Path | None, *, at_most: ssl.TLSVersion | None = None, timeout: float = TIMEOUT
) -> Handshake:
    """Shake hands with the service at a URL, verifying chain and name.

    `at_most` offers no newer protocol version than this.
    Raises `ssl.SSLError` (`ssl.SSLCertVerificationError` for chain and name) when either side refuses, and
    `Unreachable` when nothing listens or answers.
    """
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or 443
    offer = context(authority)
    if at_most is not None:
        offer = ssl.create_default_context(cafile=authority)
        offer.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
        offer.maximum_version = at_most
        offer.set_ciphers("ALL:@SECLEVEL=0")  # or OpenSSL would not even offer the old versions
    try:
        with (
            socket.create_connection((host, port), patient(timeout)) as connection,
            offer.wrap_socket(connection, server_hostname=host) as secure,
        ):
            certificate = secure.getpeercert() or {}
            encoded = secure.getpeercert(binary_form=True) or b""
            protocol = secure.version() or ""
    except (ConnectionRefusedError, TimeoutError) as error:
        raise Unreachable(f"{host}:{port}", "a TLS handshake", str(error)) from None
    expiry = datetime.fromtimestamp(ssl.cert_time_to_seconds(str(certificate["notAfter"])), UTC)
    alternatives = certificate.get("subjectAltName", ())
    return Handshake(protocol, tuple(str(each[1]) for each in alternatives), expiry, pin(encoded))


def pin(certificate: bytes) -> str:
    """Return the base64 SHA-256 of the public key (SubjectPublicKeyInfo) in a DER certificate of version 3."""
    # Certificate { TBSCertificate { version, serial, algorithm, issuer, validity, subject, key, … }, … }
    inside, _ = _content(certificate, 0)
    position, _ = _content(certificate, inside)
    for _ in range(6):
        position = sum(_content(certificate, position))
    start, length = _content(certificate, position)
    return base64.b64encode(hashlib.sha256(certificate[position : start + length]).digest()).decode()


def _content(der: bytes, position: int) -> tuple[int, int]:
    """Return where the content of the DER element at a position starts, and its length."""
    length = der[position + 1]
    if length < 0x80:
        return position + 2, length
    size = length - 0x80
    return position + 2 + size, int.from_bytes(der[position + 2 : position + 2 + size])
