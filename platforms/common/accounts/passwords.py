"""Passwords, kept as bcrypt hashes."""

from __future__ import annotations

import asyncio
import base64
import hashlib

import bcrypt


class Passwords:
    """Hashes and checks; the work is done in a thread, so that it keeps nobody else waiting."""

    def __init__(self, rounds: int) -> None:
        self._rounds = rounds
        self._nobodys = bcrypt.gensalt(rounds).decode() + "." * 31

    async def hash(self, password: str) -> str:
        salt = bcrypt.gensalt(self._rounds)
        return (await asyncio.to_thread(bcrypt.hashpw, _digest(password), salt)).decode()

    async def match(self, password: str, hashed: str | None) -> bool:
        """Whether it is the password; None is nobody's hash, which takes as long and never matches."""
        known = (hashed or self._nobodys).encode()
        right = await asyncio.to_thread(bcrypt.checkpw, _digest(password), known)
        return right and hashed is not None


def _digest(password: str) -> bytes:
    """bcrypt takes 72 bytes at most; a password may be longer."""
    return base64.b64encode(hashlib.sha256(password.encode()).digest())
