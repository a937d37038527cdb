"""Passwords: what matches, what never does, and that a refusal takes as long for nobody as for somebody."""

from __future__ import annotations

import asyncio

import bcrypt
import pytest

from platforms.common.accounts.passwords import Passwords

passwords = Passwords(rounds=4)


def matches(password: str, hashed: str | None) -> bool:
    return asyncio.run(passwords.match(password, hashed))


@pytest.mark.parametrize("password", ["moonlight", "пароль" * 20, "p" * 128, "nul\0byte"])
def test_a_password_matches_its_own_hash_to_the_last_character(password: str) -> None:
    hashed = asyncio.run(passwords.hash(password))

    assert matches(password, hashed)
    assert not matches(password[:-1] + "X", hashed)
    assert not matches(password + "X", hashed)


def test_it_is_kept_as_bcrypt_with_a_salt_of_its_own() -> None:
    first, second = (asyncio.run(passwords.hash("moonlight")) for _ in range(2))

    assert first != second
    assert first.startswith("$2b$04$")
    assert "moonlight" not in first


@pytest.mark.parametrize("password", ["", "moonlight"])
def test_nobodys_hash_never_matches(password: str) -> None:
    assert not matches(password, None)


def test_checking_for_nobody_is_the_same_work(monkeypatch: pytest.MonkeyPatch) -> None:
    checked: list[bytes] = []
    check = bcrypt.checkpw

    def watched(password: bytes, hashed: bytes) -> bool:
        checked.append(hashed)
        return check(password, hashed)

    monkeypatch.setattr(bcrypt, "checkpw", watched)
    matches("wrong", asyncio.run(passwords.hash("moonlight")))
    matches("wrong", None)

    somebodys, nobodys = checked
    assert (len(somebodys), somebodys[:7]) == (len(nobodys), nobodys[:7])  # algorithm and rounds
