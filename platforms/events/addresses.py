"""Addresses of pages: in one form, and only of sites that may be scraped.

Whoever hands us an address chooses where we go. So only the origins that a setting names may be asked, and of those
only the ones that another setting names may be on this machine or in a private network.
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from typing import Literal, Self
from urllib.parse import unquote_plus, urlsplit, urlunsplit

DEFAULT_PORTS = {"http": 80, "https": 443}
LONGEST = 2000
INNER_NAMES = ("localhost", "local", "internal", "home.arpa", "localdomain")

Why = Literal["ADDRESS_MALFORMED", "ADDRESS_PRIVATE", "SITE_NOT_ALLOWED"]


class NotAllowed(Exception):
    """An address that is not asked, and why."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why: Why = why


def normal(url: str) -> str:
    """The one form of an address; `NotAllowed` when it is none of a page."""
    if len(url) > LONGEST or any(ord(letter) <= 0x20 or ord(letter) == 0x7F or letter == "\\" for letter in url):
        raise NotAllowed("ADDRESS_MALFORMED")
    try:
        parts = urlsplit(url)
        port = parts.port
        host = (parts.hostname or "").rstrip(".").encode("idna").decode().lower()
    except (ValueError, UnicodeError):
        raise NotAllowed("ADDRESS_MALFORMED") from None
    if parts.scheme not in DEFAULT_PORTS or not host or "@" in parts.netloc or port == 0:
        raise NotAllowed("ADDRESS_MALFORMED")
    shown = f"[{host}]" if ":" in host else host
    place = shown if port in (None, DEFAULT_PORTS[parts.scheme]) else f"{shown}:{port}"
    asked = "&".join(one for one in parts.query.split("&") if not unquote_plus(one).startswith("utm_"))
    return urlunsplit((parts.scheme, place, parts.path or "/", asked, ""))


def origin_of(url: str) -> str:
    """Scheme, host and port of an address in its one form."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def is_inner(host: str) -> bool:
    """Whether a host is written as one of this machine or of a private network, in whatever way."""
    if host in INNER_NAMES or host.endswith(tuple(f".{name}" for name in INNER_NAMES)):
        return True
    address = _address(host)
    return not is_public(address) if address is not None else "." not in host


def is_public(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    """Whether it is an address of the open network, also when it is wrapped in one of IPv6."""
    if isinstance(address, ipaddress.IPv6Address):
        inside = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if inside is not None:
            return is_public(inside)
        if address in ipaddress.ip_network("64:ff9b::/96"):
            return is_public(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    return address.is_global and not address.is_multicast


def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """The address that a host is written as: dotted, one number, octal or hexadecimal; None when it is a name."""
    try:
        return ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        pass
    pieces = host.split(".")
    try:
        numbers = [_number(piece) for piece in pieces]
    except ValueError:
        return None
    if len(numbers) > 4 or any(number > 255 for number in numbers[:-1]):
        return None
    value = numbers[-1] + sum(number << (24 - 8 * place) for place, number in enumerate(numbers[:-1]))
    return ipaddress.IPv4Address(value) if value < 2**32 else None


def _number(piece: str) -> int:
    if piece[:2] in ("0x", "0X"):
        return int(piece, 16)
    return int(piece, 8) if len(piece) > 1 and piece[0] == "0" else int(piece)


@dataclass(frozen=True)
class Sites:
    """The sites that may be scraped."""

    allowed: frozenset[str]
    inner: frozenset[str]

    @classmethod
    def read(cls, allowed: str, inner: str) -> Self:
        """Of settings; `ValueError` when one is no origin."""
        return cls(_origins(allowed), _origins(inner))

    def check(self, url: str) -> str:
        """The address in its one form; `NotAllowed` unless it may be asked."""
        address = normal(url)
        origin = origin_of(address)
        if origin in self.inner and origin in self.allowed:
            return address
        if is_inner(urlsplit(address).hostname or ""):
            raise NotAllowed("ADDRESS_PRIVATE")
        if origin not in self.allowed:
            raise NotAllowed("SITE_NOT_ALLOWED")
        return address


def _origins(text: str) -> frozenset[str]:
    try:
        return frozenset(origin_of(normal(one.strip())) for one in text.split(",") if one.strip())
    except NotAllowed:
        raise ValueError("must be addresses like https://host, with commas between them") from None
