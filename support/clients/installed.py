"""The browser that the set-up found, or why there is none: `.tools/browser.json`."""

import json
import os
from pathlib import Path
from typing import Any

from support.config import ROOT, Settings

RECORD = ROOT / ".tools" / "browser.json"


def browser() -> Path | None:
    """The browser that was found; None when none was, or when nobody has looked."""
    executable = Path(str(_record().get("executable", "")))
    return executable if executable.is_file() and os.access(executable, os.X_OK) else None


def no_browser(settings: Settings) -> str:
    """Why nothing can be done in a browser; empty when something can, or when nobody has looked."""
    return "" if settings.browser else str(_record().get("reason", ""))


def _record() -> dict[str, Any]:
    try:
        record = json.loads(RECORD.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return record if isinstance(record, dict) else {}
