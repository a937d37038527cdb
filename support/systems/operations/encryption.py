"""Whether what services say goes over the wire in the clear."""

from __future__ import annotations

import ssl
from datetime import UTC, datetime, timedelta

from support.clients.tls import handshake
from support.clients.unreachable import Unreachable
from support.systems.system import System


class Encryption:
    """How services speak TLS."""

    def __init__(self, system: System) -> None:
        self._system = system

    def check_certificates(self) -> None:
        """Each service shows a certificate from the platform's authority, for its name, valid for a while yet."""
        for service in self._system.contract.services:
            shown = handshake(self._system.platform.url(service), self._system.platform.authority)
            left = shown.valid_until - datetime.now(UTC)
            assert left > timedelta(days=1), f"the certificate of {service} ends at {shown.valid_until}"

    def check_nothing_in_the_clear(self) -> None:
        for service in self._system.contract.services:
            address = self._system.platform.url(service).replace("https://", "http://")
            client = self._system.service(service)
            try:
                reply = client.with_token(None).get(f"{address}/health", timeout=2)
            except Unreachable:
                continue
            location = reply.headers.get("location", "")
            told_to_use_tls = reply.status in (301, 308) and location.startswith("https://")
            assert told_to_use_tls, f"{service} answers in the clear: {reply.status} {reply.text[:100]!r}"

    def check_no_old_versions(self) -> None:
        old = (ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1)
        for service in self._system.contract.services:
            url, authority = self._system.platform.url(service), self._system.platform.authority
            for version in old:
                try:
                    shown = handshake(url, authority, at_most=version)
                except (ssl.SSLError, ConnectionResetError):
                    continue
                raise AssertionError(f"{service} speaks {shown.protocol}")
