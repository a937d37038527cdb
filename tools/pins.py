"""Renews `tools/constraints.txt`: what the pinned packages bring along, pinned too.

A line with a comment stays as it is: pip resolves for the Python at work only, and it is for another.
"""

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from tools.setup import REQUIREMENTS
from tools.stages import ROOT, ToolFailure, ending, stage

CONSTRAINTS = ROOT / "tools" / "constraints.txt"
HEAD = """\
# What the pinned packages bring along, pinned too. Renewed with `make pins`, which leaves alone
# what has a comment: that is for a Python other than the one at work.
"""


def canonical(name: str) -> str:
    """A package's name as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def pinned(text: str) -> dict[str, str]:
    """The `name==version` lines of a requirements file, extras and comments left out."""
    lines = re.findall(r"^([\w.-]+)(?:\[[\w,-]+\])?==([\w.!+-]+)", text, re.M)
    return {canonical(name): version for name, version in lines}


def resolve(texts: list[str]) -> dict[str, str]:
    """What pip would install for these lists were nothing else pinned."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "pip", "install", "--dry-run", "--ignore-installed", "--quiet"]
        for number, text in enumerate(texts):
            bare = Path(folder, f"{number}.txt")
            bare.write_text("\n".join(line for line in text.splitlines() if not line.startswith("-c ")))
            command += ["-r", str(bare)]
        command += ["--report", f"{folder}/report.json"]
        told = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)
        if told.returncode:
            raise ToolFailure(f"pip found no set of packages that fits: {told.stderr.strip()}")
        report = json.loads(Path(folder, "report.json").read_text())
    return {canonical(one["metadata"]["name"]): one["metadata"]["version"] for one in report["install"]}


def main() -> int:
    """Resolve, and write down what is not in the lists themselves."""
    texts = [(ROOT / name).read_text(encoding="utf-8") for name in REQUIREMENTS]
    direct = {name for text in texts for name in pinned(text)}
    with stage("Resolving what the pinned packages bring along"):
        found = resolve(texts)
    kept = [line for line in CONSTRAINTS.read_text(encoding="utf-8").splitlines() if "  # " in line]
    lines = kept + [f"{name}=={version}" for name, version in found.items() if name not in direct]
    CONSTRAINTS.write_text(HEAD + "\n".join(sorted(lines)) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    ending(main)
