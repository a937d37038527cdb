"""Rules about all else that is committed, each a function from the project's folder to its offences."""

import json
import re
import subprocess
from pathlib import Path

import yaml  # type: ignore[import-untyped]

REQUIREMENTS = (
    "requirements.txt",
    "requirements-dev.txt",
    "platforms/requirements.txt",
    "platforms/servers.txt",
    "bench/requirements.txt",
    "tools/constraints.txt",
)
PIN = re.compile(r"[\w.-]+(\[[\w,-]+\])?==[\w.!+-]+")
SECRETS = {
    "a private key": r"-----BEGIN [A-Z ]*PRIVATE KEY-----\s+[A-Za-z0-9+/=]{40}",
    "an access token": r"\b(ghp_|github_pat_|glpat-|xox[abp]-|pypi-|AKIA)[A-Za-z0-9_-]{16,}",
    "a signed token": r"\beyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{20,}\.[A-Za-z0-9_-]{20,}",
    "a password in an address": r"\w+://[\w.-]+:(?!password@)[\w.!%+-]+@(?!\S*(127\.0\.0\.1|localhost)|host\b)\w",
}


def committed(root: Path, *options: str) -> list[Path]:
    """What git keeps or would keep; with options, what `git ls-files` says to them."""
    command = [
        "git",
        "-C",
        str(root),
        "ls-files",
        "-z",
        *(options or ("--cached", "--others", "--exclude-standard")),
    ]
    names = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split("\0")
    return [root / name for name in names if name and (root / name).is_file()]


def loose_pins(root: Path) -> list[str]:
    """Every package has one version, and every one that was chosen a reason beside it."""
    found = []
    for name in REQUIREMENTS:
        for line in (root / name).read_text(encoding="utf-8").splitlines():
            wanted, _, reason = line.partition("#")
            if not wanted.strip() or wanted.startswith("-c "):
                continue
            if not PIN.fullmatch(wanted.strip()):
                found.append(f"{name}: {wanted.strip()} is not pinned")
            elif not reason.strip() and not name.endswith("constraints.txt"):
                found.append(f"{name}: {wanted.strip()} has no reason")
    return found


def loose_report_pins(root: Path) -> list[str]:
    """The report's tool is pinned, and its lock names no particular registry."""
    folder = root / "tools" / "allure"
    package = json.loads((folder / "package.json").read_text(encoding="utf-8"))
    lock = json.loads((folder / "package-lock.json").read_text(encoding="utf-8"))
    loose = [
        f"{name} {version} is not pinned"
        for name, version in package["dependencies"].items()
        if not re.fullmatch(r"\d+\.\d+\.\d+", version)
    ]
    return loose + [f"{name} has an address" for name, entry in lock["packages"].items() if "resolved" in entry]


def loose_images(root: Path) -> list[str]:
    """Every image has a version."""
    files = [root / "docker-compose.yml", *root.glob("platforms/*/compose.yml")]
    tables = [yaml.safe_load(file.read_text(encoding="utf-8")) for file in files if file.is_file()]
    images = [service["image"] for table in tables for service in table.get("services", {}).values()]
    return [f"{image} is not pinned" for image in images if not re.search(r":[a-z]*\d[\w.-]*$", image)]


def secrets(root: Path) -> list[str]:
    """Nothing that opens a door is committed."""
    found = []
    for file in committed(root):
        text = file.read_bytes().decode("utf-8", errors="ignore")
        kinds = (kind for kind, pattern in SECRETS.items() if re.search(pattern, text))
        found += [f"{file.relative_to(root)} holds {kind}" for kind in kinds]
    return found


def generated(root: Path) -> list[str]:
    """What a command makes is not committed."""
    return [str(file.relative_to(root)) for file in committed(root, "--cached", "--ignored", "--exclude-standard")]
