"""What equal failures have in common, so that fifty of them are one line."""

import re

from support.scenario.people import everybody

LONGEST = 200
"""Characters of a likeness."""
_PARTICULARS = (
    (re.compile(r"“[^”]*”|\"[^\"]*\"|(?<!\w)'[^']*'(?!\w)"), "“…”"),
    (re.compile(r"\w+://\S+|\S+@\S+\.\w+"), "…"),
    (re.compile(r"\b[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\b"), "…"),
    (re.compile(r"\b(?=[0-9a-fA-F]*\d)(?=[0-9a-fA-F]*[a-fA-F])[0-9a-fA-F]{8,}\b"), "…"),
    (re.compile(r"(?<!line )\b\d+(?:[.,:T+-]\d+)*Z?"), "#"),
)
"""What differs among equal failures: quoted texts, addresses, ids, times and figures."""


def likeness(reason: str) -> str:
    """The first line of a reason without names, ids, times, figures and whatever is quoted."""
    text = next(iter(reason.strip().splitlines()), "")
    for pattern, instead in _PARTICULARS:
        text = pattern.sub(instead, text)
    names = "|".join(map(re.escape, sorted(everybody(), key=len, reverse=True)))
    if names:
        # Somebody may have a family name and a device, and may be one of several.
        somebody = rf"\b(?:{names})\b(?: [A-Z]\w+)?(?: \(\w+\))?"
        text = re.sub(rf"{somebody}(?:(?:, | and ){somebody})*", "somebody", text)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
