"""Who runs the features: a command each, as one gives it to a shell in the features' project."""

from dataclasses import dataclass

from bench import schedule
from bench.cases import Case

BEHAVE = "python -m behave"
BEHAVEX = "behavex --parallel-processes {workers} --parallel-scheme {scheme} -o output{more}"
RUNNER = (
    f"PYTHONPATH=$SUITE {BEHAVE} --runner support.runner:AcceptanceRunner -j {{workers}} -D reports=reports {{formats}}"
)
QUIET = "-f null"
REPORTS = (
    "-f support.reporting.allure:AllureFormatter -o reports/allure-results "
    "-f support.reporting.console:ConsoleFormatter -o -"
)


@dataclass(frozen=True)
class Contestant:
    """One way to run a case. `kind` gathers those that a limit speaks of together."""

    kind: str
    name: str
    command: str
    hooks: bool = False
    """Whether the project has the suite's own `environment.py`; else it has none."""
    remembers: bool = False
    """Whether what a first run, which is not measured, left in the project is there for the others."""


def contestants(case: Case, workers: int) -> list[Contestant]:
    """Everybody who runs this case."""

    def behavex(scheme: str, more: str = "") -> str:
        return BEHAVEX.format(workers=workers, scheme=scheme, more=more)

    def runner(formats: str) -> str:
        return RUNNER.format(workers=workers, formats=formats)

    ours = [Contestant("cold", "this runner", runner(QUIET))]
    if len(set(case.seconds)) > 1:
        ours.append(Contestant("timed", "this runner, times known", runner(QUIET), remembers=True))
    return [
        Contestant("serial", "behave, serial", f"{BEHAVE} {QUIET}"),
        Contestant("behavex", "behavex, by scenario", behavex("scenario")),
        Contestant("behavex", "behavex, by feature", behavex("feature")),
        Contestant("behavex lean", "behavex, by scenario, no report", behavex("scenario", " --no-report")),
        Contestant("behavex lean", "behavex, by feature, no report", behavex("feature", " --no-report")),
        Contestant("shards", f"{workers} static shards of behave", shards(case, workers)),
        *ours,
        Contestant("whole", "this runner, with the suite's hooks and reports", runner(REPORTS), hooks=True),
    ]


def shards(case: Case, workers: int) -> str:
    """A shell command that runs a behave for each shard, side by side, and fails when one of them does."""
    dealt = schedule.deal([len(feature) for feature in case.features], workers)
    behaves = (f"{BEHAVE} {QUIET} {' '.join(case.files[place] for place in places)}" for places in dealt)
    started = " ".join(f'{behave} & all="$all $!";' for behave in behaves)
    return f"{started} for one in $all; do wait $one || exit 1; done"
