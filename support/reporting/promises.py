"""The promises as `docs/promises.md` has them."""

import re
from functools import cache

from support.config import ROOT

PROMISES = ROOT / "docs" / "promises.md"


@cache
def promises() -> dict[str, str]:
    """Id to text, in Markdown; empty when the document is missing."""
    try:
        text = PROMISES.read_text("utf-8")
    except OSError:
        return {}
    return dict(re.findall(r"^\|\s*([A-Z]{2}-\d{2})\s*\|\s*(.+?)\s*\|\s*$", text, re.MULTILINE))
