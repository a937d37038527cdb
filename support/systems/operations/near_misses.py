"""Texts that come near a secret and are not it."""

from __future__ import annotations

import unicodedata

LONGEST_FOR_A_HASH = 72
"""Bytes that bcrypt looks at; it is silent about the others."""


def near_misses(secret: str) -> dict[str, str]:
    """What somebody might type, or some code might make of a secret, by what it is; none of them is the secret.

    The secret should be longer than what a hash reads, and have letters of both cases and with accents.
    """
    read = secret.encode()[:LONGEST_FOR_A_HASH].decode(errors="ignore")
    letter = next((at for at, sign in enumerate(secret) if sign.isalpha()), 0)
    found = {
        "in capitals": secret.upper(),
        "in small letters": secret.lower(),
        "with its first letter's case changed": secret[:letter] + secret[letter:][:1].swapcase() + secret[letter + 1 :],
        "without blanks around it": secret.strip(),
        "with a blank before it": f" {secret}",
        "with a blank behind it": f"{secret} ",
        "without its first character": secret[1:],
        "without its last character": secret[:-1],
        "with a character more": f"{secret}x",
        "with another last character": secret[:-1] + ("y" if secret[-1] == "x" else "x"),
        "as far as a hash reads it": read,
        "another one that a hash reads alike": read + "y" * (len(secret) - len(read)),
        "with accents apart": unicodedata.normalize("NFD", secret),
        "without accents": unicodedata.normalize("NFKD", secret).encode("ascii", "ignore").decode(),
        "in letters of another width": unicodedata.normalize("NFKC", secret),
        "up to a character that is none": f"{secret}\x00x",
    }
    return {what: text for what, text in found.items() if text != secret}
