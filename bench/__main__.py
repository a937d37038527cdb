"""Measures the parallel runner beside plain behave, behavex and static shards; writes `results.md`, `.json`, `.svg`.

Exit status 0 when all limits are kept, 1 when one is missed or a figure is void, 2 when it could not be measured.
"""

import argparse
import json
import os
import platform
import signal
import statistics
import tempfile
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from bench import installation, results, schedule, veza
from bench.cases import Case, cases, write
from bench.contestants import BEHAVE, Contestant, contestants
from bench.measuring import Timing, environ, measure, timed
from bench.results import Comparison, Series
from support.reporting.run_record import suite
from tools.pins import pinned
from tools.stages import ROOT, TOOLS, ending, run, stage

WORKERS = 4


def compare(case: Case, rounds: int, folder: Path) -> Comparison:
    """Let everybody run the case, in turns; every round begins with another one, so that noise hits all alike."""
    comparison = Comparison(case, WORKERS, [Series(one) for one in contestants(case, WORKERS)])
    for number in range(rounds):
        with stage(f"{case.title}, round {number + 1} of {rounds}"):
            turn = number % len(comparison.series)
            for one in comparison.series[turn:] + comparison.series[:turn]:
                one.timings.append(attempt(case, one.contestant, folder))
    return comparison


def attempt(case: Case, contestant: Contestant, folder: Path) -> Timing:
    """One run in the contestant's own copy of the project: a new one, unless what it remembers is there."""
    project = folder / f"{case.name}-{contestant.name}".replace(" ", "-").replace(",", "")
    if contestant.remembers and not project.exists():
        write(case, project, hooks=contestant.hooks)
        measure(contestant.command, case, project)
    elif not contestant.remembers:
        write(case, project, hooks=contestant.hooks)
    return measure(contestant.command, case, project)


def real(rounds: int, folder: Path) -> list[veza.Runs]:
    """Veza's features with each number of workers, in turns."""
    every = [veza.Runs(jobs) for jobs in veza.JOBS]
    for number in range(rounds):
        for runs in every:
            with stage(f"Veza's features, {runs.jobs} at a time, round {number + 1} of {rounds}"):
                veza.measure(runs, folder)
    return every


def about(first: Case, folder: Path) -> dict[str, str]:
    """On what, when, and with which versions it is measured."""
    behavex = pinned(installation.PINS[0].read_text("utf-8"))["behavex"]
    load = os.getloadavg()[0]
    starts = [timed(f"{BEHAVE} --version", folder, environ(folder), 60, said=folder / "said.txt")[1] for _ in range(5)]
    start = statistics.median(starts)
    return {
        "date": f"{datetime.now(UTC):%Y-%m-%d}",
        "machine": f"{processor()}, {os.cpu_count()} cores, {platform.system()} {platform.release()}",
        "load average before": f"{load:.2f}",
        "versions": f"suite {suite()}, behave {version('behave')}, behavex {behavex}, "
        f"Python {platform.python_version()}",
        f"`{BEHAVE} --version`": f"{start:.2f} s, its start and end alone; "
        f"with the ideal for {first.title} {start + schedule.lower_bound(first.seconds, WORKERS):.2f} s",
    }


def processor() -> str:
    """What the machine calls its processor."""
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.machine()
    return next((line.partition(": ")[2] for line in lines if line.startswith("model name")), platform.machine())


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small, to try it out; judges no limit, writes to .tools")
    parser.add_argument("--veza", action="store_true", help="Veza's features too, which takes minutes")
    parser.add_argument("--rounds", type=int, help="how often each is measured; else as its case says")
    options = parser.parse_args()
    rounds = options.rounds or (1 if options.quick else None)
    made = TOOLS / "bench-quick" if options.quick else ROOT / "bench"
    made.mkdir(parents=True, exist_ok=True)
    installation.install()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # ends what is running, and leaves nothing behind
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        folder.chmod(0o755)  # PostgreSQL, run by root as somebody else, has to come in
        measured = cases(quick=options.quick)
        facts = about(measured[0], folder)
        every = real(rounds or veza.ROUNDS, folder) if options.veza else []  # first, for it is what may not go well
        comparisons = [compare(case, rounds or case.rounds, folder) for case in measured]
    verdicts = [] if options.quick else results.verdicts(comparisons)
    verdicts += [veza.verdict(every)] if every else []
    record = results.record(facts, comparisons, veza.record(every) if every else None, verdicts)
    (made / "results.json").write_text(json.dumps(record, indent=1) + "\n", "utf-8")
    page = results.markdown(facts, comparisons, [veza.section(every)] if every else [], verdicts)
    (made / "results.md").write_text(page, "utf-8")
    with stage("Drawing the plot"):
        files = [made / "results.json", made / "results.svg"]
        run([installation.PYTHON, "-m", "bench.plot", *files], log=TOOLS / "bench-plot.log")
    print(*verdicts, results.like_for_like(comparisons[0]), made / "results.md", sep="\n")
    void = any(one.fault for comparison in comparisons for one in comparison.series)
    return int(void or not all(verdict.kept for verdict in verdicts))


if __name__ == "__main__":
    ending(main)
