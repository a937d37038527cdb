"""Finds a browser that really works, and keeps where it is in `.tools/browser.json`.

In this order: the one named by `ACCEPTANCE_BROWSER`; Chromium or Chrome on PATH; Playwright's own download;
Debian's packages, unpacked below `.tools/chromium` without being root and without changing the machine. Each
is launched before it is believed. Where none works, that file has the reasons, and scenarios that need one are skipped;
one that was asked for has to work.
"""

import os
import queue
import shutil
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape

from tools import debian, missing
from tools.stages import TOOLS, CommandFailure, ToolFailure, ending, run, stage

UNPACKED = TOOLS / "chromium"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PACKAGES = ("chromium", "fonts-inter", "fonts-dejavu-core", "fonts-noto-color-emoji")
DOWNLOADS = "https://cdn.playwright.dev"
PROBE_SECONDS = 3.0
LAUNCH_MILLISECONDS = 20_000

WRAPPER = """#!/bin/sh
# Debian's Chromium with the libraries and fonts unpacked beside it.
here=$(dirname "$(readlink -f "$0")")
for folder in "$here"/usr/lib/*-linux-gnu "$here"/lib/*-linux-gnu "$here"/usr/lib/*-linux-gnu/*/; do
    LD_LIBRARY_PATH=${LD_LIBRARY_PATH:+$LD_LIBRARY_PATH:}$folder
done
export LD_LIBRARY_PATH FONTCONFIG_FILE="$here/fonts.conf"
exec "$here/usr/lib/chromium/chromium" "$@"
"""
FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>{here}/usr/share/fonts</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>{here}/fonts-cache</cachedir>
  <alias binding="strong"><family>system-ui</family><prefer><family>Inter</family></prefer></alias>
  <alias><family>sans-serif</family><prefer><family>Inter</family></prefer></alias>
  <alias><family>serif</family><prefer><family>DejaVu Serif</family></prefer></alias>
  <alias><family>monospace</family><prefer><family>DejaVu Sans Mono</family></prefer></alias>
</fontconfig>
"""


def asked() -> str:
    """The browser that the setting names; empty when the choice is ours."""
    return os.environ.get("ACCEPTANCE_BROWSER", "")


def recorded() -> Path | None:
    """The browser found earlier, when it is still there and still what was asked for."""
    record = missing.read("browser")
    executable = Path(record.get("executable", ""))
    return executable if record.get("asked") == asked() and executable.is_file() else None


def known() -> bool:
    """Whether it was looked for, and what was found is still there."""
    record = missing.read("browser")
    return recorded() is not None or ("reason" in record and record.get("asked") == asked())


def trial(executable: Path) -> str:
    """Launch it, show a page, ask whether it plays our audio; its version, or a `ToolFailure`."""
    from playwright.sync_api import Error, sync_playwright

    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=executable, timeout=LAUNCH_MILLISECONDS)
            page = browser.new_page()
            page.set_content("<h1>Night Bus</h1>")
            plays = page.evaluate(
                "() => ['audio/mpeg', 'audio/ogg; codecs=opus'].filter(t => !new Audio().canPlayType(t))"
            )
            version = browser.version
            browser.close()
        except Error as error:
            raise ToolFailure(f"{executable} did not start ({reason(error.message)})") from None
    if plays:
        raise ToolFailure(f"{executable} does not play {' or '.join(plays)}")
    return version


def reason(message: str) -> str:
    """The line of Playwright's long message that names the cause."""
    lines = [line.strip(" -╔╗║╚╝═\t") for line in message.splitlines()]
    causes = ("error while", "cannot", "Host system", "No such")
    telling = [line for line in lines if any(cause in line for cause in causes)]
    return (telling or [line for line in lines if line])[0]


def reach(site: str) -> None:
    """See whether a site answers, within `PROBE_SECONDS` however many addresses it has; `ToolFailure` if not.

    Playwright itself tries each address of each of its sites five times before it gives up.
    """
    answers: queue.Queue[OSError | None] = queue.Queue()

    def look() -> None:
        try:
            urllib.request.urlopen(site, timeout=PROBE_SECONDS).close()
        except urllib.error.HTTPError:
            answers.put(None)  # an answer, if an unfriendly one
        except OSError as error:
            answers.put(error)
        else:
            answers.put(None)

    threading.Thread(target=look, daemon=True).start()
    try:
        error = answers.get(timeout=PROBE_SECONDS)
    except queue.Empty:
        error = TimeoutError(f"no answer within {PROBE_SECONDS:g} s")
    if error:
        raise ToolFailure(f"Playwright's download site {site} cannot be reached ({error})")


def from_playwright() -> Path:
    """Playwright's own Chromium, downloaded when it is not there and its site can be reached."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        executable = Path(playwright.chromium.executable_path)
    if not executable.is_file():
        reach(os.environ.get("PLAYWRIGHT_DOWNLOAD_HOST", DOWNLOADS))
        try:
            command = [sys.executable, "-m", "playwright", "install", "chromium", "--no-shell"]
            run(command, log=TOOLS / "playwright.log")
        except CommandFailure as failed:
            raise ToolFailure(f"Playwright's download failed ({failed.cause})") from None
    return executable


def from_debian() -> Path:
    """Debian's Chromium with libraries and fonts, fetched and checked by apt, unpacked and not installed."""
    wrapper = UNPACKED / "chromium"
    if not wrapper.is_file():
        debian.unpack("Chromium", PACKAGES, UNPACKED)
    (UNPACKED / "fonts.conf").write_text(FONTS.format(here=escape(str(UNPACKED))), encoding="utf-8")
    wrapper.write_text(WRAPPER, encoding="utf-8")
    wrapper.chmod(0o755)
    return wrapper


def candidates() -> Iterator[tuple[str, Path | ToolFailure]]:
    """Where a browser comes from, and it, or why there is none; each looked for only when its turn comes."""
    if asked():
        yield "ACCEPTANCE_BROWSER", Path(asked())
        return
    for name in NAMES:
        if found := shutil.which(name):
            yield "PATH", Path(found)
    for source, find in (("Playwright", from_playwright), ("Debian", from_debian)):
        try:
            with stage(f"Getting a browser from {source}", otherwise="none"):
                found_there: Path | ToolFailure = find()
        except ToolFailure as failure:
            found_there = failure
        yield source, found_there


def main() -> int:
    """Find, try and record a browser, or why there is none."""
    if known():
        return 0
    reasons = []
    for source, candidate in candidates():
        try:
            if isinstance(candidate, ToolFailure):
                raise candidate
            with stage(f"Trying the browser {candidate}"):
                version = trial(candidate)
        except ToolFailure as failure:
            reasons.append(str(failure))
            continue
        missing.write("browser", executable=str(candidate), version=version, source=source, asked=asked())
        return 0
    advice = "Install Chromium or Chrome, or name one with ACCEPTANCE_BROWSER=/path/to/it"
    if asked():
        raise ToolFailure(f"No browser works here: {'; '.join(reasons)}. {advice}.")
    missing.write("browser", reason=f"{'; '.join(reasons)}. {advice}", asked="")
    return 0


if __name__ == "__main__":
    ending(main)
