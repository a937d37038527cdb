"""Addresses as they may be shown."""

from urllib.parse import urlsplit


def shown(url: str) -> str:
    """Return scheme, host, port and path of an address: no user, password or query."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path.rstrip('/')}"
