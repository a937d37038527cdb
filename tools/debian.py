"""Debian's packages, fetched and checked by apt, unpacked and not installed: without being root."""

import shutil
from collections.abc import Sequence
from pathlib import Path

from tools.stages import TOOLS, CommandFailure, ToolFailure, run

KEPT_SYSTEM = ("libc6_", "libc-bin_")  # must be those of the running machine
SPARE = ("usr/share/doc", "usr/share/man", "usr/share/locale", "usr/share/icons", "usr/share/bug")


def unpack(what: str, packages: Sequence[str], target: Path) -> None:
    """Packages and all they need, in a folder of their own; `ToolFailure` when apt cannot, naming `what`."""
    if not (shutil.which("apt-get") and shutil.which("dpkg-deb")):
        raise ToolFailure("Debian's packages need apt-get and dpkg-deb, which this machine lacks")
    work, fresh = TOOLS / f"apt-{target.name}", target.with_name(f"{target.name}.new")
    for left in (work, fresh):
        shutil.rmtree(left, ignore_errors=True)
    for folder in (work / "state/lists/partial", work / "cache/archives/partial", fresh):
        folder.mkdir(parents=True)
    options = [
        f"Dir::State={work}/state",
        "Dir::State::status=/var/lib/dpkg/status",
        f"Dir::Cache={work}/cache",
        "Debug::NoLocking=1",  # nothing is installed, so the machine's own locks are not needed
        "APT::Sandbox::User=root",
        "Acquire::Languages=none",
        "APT::Install-Recommends=false",
    ]
    apt = ["apt-get", "-q", "-y", *(part for option in options for part in ("-o", option))]
    trouble = ""
    try:
        run([*apt, "-o", "APT::Update::Error-Mode=any", "update"], log=TOOLS / "apt-update.log")
    except CommandFailure as failed:
        trouble = failed.cause  # with one source, perhaps, and the others suffice
    try:
        run([*apt, "--download-only", "install", *packages], log=TOOLS / "apt.log")
    except CommandFailure as failed:
        raise ToolFailure(f"apt could not fetch Debian's {what} ({trouble or failed.cause})") from None
    for package in sorted((work / "cache/archives").glob("*.deb")):
        if not package.name.startswith(KEPT_SYSTEM):
            run(["dpkg-deb", "-x", package, fresh], log=TOOLS / "dpkg.log")
    for spare in SPARE:
        shutil.rmtree(fresh / spare, ignore_errors=True)
    shutil.rmtree(work)
    shutil.rmtree(target, ignore_errors=True)
    fresh.rename(target)
