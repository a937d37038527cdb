"""The virtual environment with what is measured against: `.tools/bench`, made when it is missing."""

import hashlib
import sys
from pathlib import Path

from bench.measuring import HOME
from tools import setup
from tools.stages import ROOT, TOOLS, CommandFailure, ToolFailure, run, stage

PYTHON = HOME / "bin" / "python"
READY = HOME / ".ready"
PINS = (ROOT / "bench" / "requirements.txt", ROOT / "tools" / "constraints.txt")


def wanted() -> str:
    """What `.ready` says when it is."""
    return f"{setup.place()}\n{hashlib.sha256(b''.join(map(Path.read_bytes, PINS))).hexdigest()}\n"


def install() -> None:
    """Make the environment unless it is there as wanted. `ToolFailure` when its packages cannot be had."""
    if READY.is_file() and READY.read_text(encoding="utf-8") == wanted():
        return
    with stage("Installing what is measured against"):
        run([sys.executable, "-m", "venv", "--clear", HOME], log=TOOLS / "bench-venv.log")
        pip: list[str | Path] = [PYTHON, "-m", "pip", "install", "--disable-pip-version-check", "-r", PINS[0]]
        try:
            run(pip, log=TOOLS / "bench-pip.log")
        except CommandFailure as failed:
            raise ToolFailure(
                f"What is measured against could not be installed ({failed.cause}); "
                "mend the network or pip's settings and repeat the command (all that pip said: .tools/bench-pip.log)"
            ) from None
    READY.write_text(wanted(), encoding="utf-8")
