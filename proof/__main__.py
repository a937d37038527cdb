"""Show that the suite catches the known defects: `make prove`, or `python -m proof --help`.

Each defect is built into a running platform, and the scenarios of the promises that it breaks are run: it is caught
when an assertion of one of them fails for the reason that the defect names. Before, all these scenarios have to be
green on the healthy platform, and afterwards those that noticed something. A defect of the deployment is built in on
containers; where none can be had, it is told as not proven and does not count.
Exit status: 0 when all were caught, 1 when not, 2 when the proof could not be made.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import tempfile
import time
from pathlib import Path
from typing import NoReturn

import defects
from defects import DefectFailure
from proof import report
from proof.judging import Finding
from proof.lanes import lanes, why_no_containers
from proof.proving import Proof, Prover
from support.config import Settings, load_settings
from support.environments.protocol import CONTAINERS
from support.failures import SuiteFailure
from support.reporting import traceability

EMBEDDED = "embedded"


def arguments() -> argparse.Namespace:
    """The command line; the environment variables of make stand in for what it does not give."""
    given = os.environ
    parser = argparse.ArgumentParser(prog="python -m proof", description=__doc__)
    parser.add_argument("defect", nargs="*", default=given.get("DEFECT", "").split(), help="only these defects")
    parser.add_argument("--platform", default=given.get("PLATFORM", ""), help="only defects of this platform")
    parser.add_argument("--promise", default=given.get("PROMISE", ""), help="only defects that break this promise")
    parser.add_argument(
        "--defects", type=Path, default=given.get("DEFECTS") or defects.HERE, metavar="FOLDER", help="where they are"
    )
    parser.add_argument(
        "--report", type=Path, default=given.get("REPORT") or None, metavar="FOLDER",
        help="where the result goes (the reports folder; for defects from elsewhere a folder of their own in it)",
    )  # fmt: skip
    parser.add_argument(
        "--environment", default=given.get("ENVIRONMENT", ""), choices=["", EMBEDDED, CONTAINERS],
        help="embedded: only defects of services; containers: only those of the deployment (both, where they can be)",
    )  # fmt: skip
    cores = os.cpu_count() or 1
    parser.add_argument("--lanes", type=int, default=cores + 1, help="platforms side by side (one more than cores)")
    parser.add_argument("--jobs", type=int, default=2, help="scenarios side by side on each of them (2)")
    parser.add_argument(
        "--elsewhere", action="store_true", help="of what no scenario of its promises notices, ask all others too"
    )
    parser.add_argument("--every", action="store_true", help="go on when a defect is caught, to see who else does")
    return parser.parse_args()


def selected(options: argparse.Namespace) -> dict[tuple[str, str], list[str]]:
    """The defects asked for, by platform and environment. DefectFailure when there are none."""
    names: list[str] = list(options.defect) or [
        name for name in defects.names(options.defects) if options.platform in ("", name.split("/")[0])
    ]
    if options.promise:
        names = [name for name in names if options.promise in defects.load(name, options.defects).breaks]
    if not names:
        raise DefectFailure(f"there is no such known defect in {options.defects}")
    for name in options.defect:
        if name not in defects.names(options.defects):
            raise DefectFailure(f"there is no known defect {name} in {options.defects}")
    deployments = defects.of_deployments(options.defects)
    found: dict[tuple[str, str], list[str]] = {}
    for name in names:
        environment = CONTAINERS if name in deployments else EMBEDDED
        if options.environment in ("", environment):
            found.setdefault((name.split("/")[0], environment), []).append(name)
    if not found:
        raise DefectFailure(f"{' and '.join(names)} cannot be built in on {options.environment}")
    return dict(sorted(found.items(), key=lambda one: (one[0][0], one[0][1] != EMBEDDED)))


def report_folder(options: argparse.Namespace, reports: Path) -> Path:
    """Where the result goes: that of other people's defects never takes the place of the project's own."""
    if options.report:
        return Path(options.report)
    folder = options.defects.resolve()
    return reports if folder == defects.HERE else reports / "proofs" / folder.name


def prove(platform: str, environment: str, names: list[str], options: argparse.Namespace, settings: Settings) -> Proof:
    """The proof for one platform, of defects that are built in in one environment."""
    began = time.monotonic()

    def say(text: str) -> None:
        print(f"  {time.monotonic() - began:5.0f} s  {text}", flush=True)

    def tell(finding: Finding) -> None:
        print(report.line(finding), flush=True)

    containers = environment == CONTAINERS
    count = 1 if containers else max(1, min(options.lanes, len(names)))
    told = f"{platform} on containers" if containers else platform
    with tempfile.TemporaryDirectory(prefix="proof-", dir=settings.temporary) as folder:
        ready = lanes(settings, Path(folder), platform, count, containers=containers)
        prover = Prover(
            platform,
            options.defects.resolve(),
            ready,
            controls=settings.reports / "controls",
            jobs=options.jobs,
            every=options.every,
            elsewhere=options.elsewhere,
            caught_by=report.caught_by(report_folder(options, settings.reports)),
            tell=tell,
            say=say,
            environment=environment if containers else "",
        )
        print(f"{len(names)} known defects of {told}, {count} lanes, seed {settings.seed}", flush=True)
        try:
            return prover.prove(names)
        finally:
            for lane in ready:
                lane.end()


def main() -> int:
    """Prove, platform by platform."""
    options = arguments()
    settings = load_settings({}, os.environ)
    folder = report_folder(options, settings.reports)
    held, proven, unproven = True, 0, list[str]()
    for (platform, environment), names in selected(options).items():
        if environment == CONTAINERS and (why := why_no_containers()):
            unproven.append(report.unproven(platform, names, why))
            continue
        proof = prove(platform, environment, names, options, settings)
        told = report.table(proof, options.defects)
        print(f"\n{told}\n{report.write(proof, folder, defects.names(options.defects))}")
        held, proven = held and proof.holds, proven + 1
    if proven and folder == settings.reports and traceability.refresh(folder):
        print(folder / f"{traceability.NAME}.html")
    print(*unproven, sep="\n", end="\n" if unproven else "")
    return 2 if not proven else 0 if held else 1


def _stop(number: int, frame: object) -> NoReturn:
    raise SystemExit(128 + number)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, _stop)
    try:
        sys.exit(main())
    except (SuiteFailure, DefectFailure) as failure:
        sys.exit(print(failure, file=sys.stderr) or 2)
    except KeyboardInterrupt:
        sys.exit(130)
