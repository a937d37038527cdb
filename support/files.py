"""Files that somebody may read while they are written."""

import os
from pathlib import Path


def put(path: Path, text: str) -> None:
    """Write a text so that at every moment the file holds all of this, or all of what it held before.

    Makes the folders that it lies in. What UTF-8 cannot hold (halves of a pair that came alone) becomes `?`.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        draft.write_text(text, "utf-8", errors="replace")
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
