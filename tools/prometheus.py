"""Finds a Prometheus that really runs, and keeps where it is, or why there is none, in `.tools/prometheus.json`.

First the one on PATH, then Debian's package, unpacked below `.tools/prometheus`. Without one the suite works all the
same: scenarios that look into a Prometheus are skipped, with this reason.
"""

import shutil
from pathlib import Path

from tools import debian, missing
from tools.stages import TOOLS, CommandFailure, ToolFailure, ending, run, stage

UNPACKED = TOOLS / "prometheus"


def known() -> bool:
    """Whether it was looked for, and what was found is still there."""
    record = missing.read("prometheus")
    return "reason" in record or Path(record.get("executable", "")).is_file()


def from_debian() -> Path:
    """Debian's Prometheus, unpacked."""
    program = UNPACKED / "prometheus"
    if not program.is_file():
        with stage("Getting Prometheus from Debian", otherwise="none"):
            debian.unpack("Prometheus", ["prometheus"], UNPACKED)
        (UNPACKED / "usr/bin/prometheus").rename(program)
        for folder in ("usr", "etc", "lib", "var"):  # it needs nothing else of some 200 MB
            shutil.rmtree(UNPACKED / folder, ignore_errors=True)
    return program


def find() -> Path:
    """One that tells its version; `ToolFailure` where there is none."""
    on_path = shutil.which("prometheus")
    program = Path(on_path) if on_path else from_debian()
    try:
        run([program, "--version"], log=TOOLS / "prometheus.log")
    except (CommandFailure, OSError) as failed:
        raise ToolFailure(f"{program} does not run ({failed})") from None
    return program


def main() -> int:
    """Find and record it; what is recorded as missing is not looked for again while the record is there."""
    if known():
        return 0
    try:
        missing.write("prometheus", executable=str(find()))
    except ToolFailure as failure:
        missing.write("prometheus", reason=str(failure))
    return 0


if __name__ == "__main__":
    ending(main)
