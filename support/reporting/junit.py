"""The results of a run as JUnit XML, which every CI system reads: `junit.xml` in the reports folder."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from support.evidence import masking
from support.files import put
from support.running.outcome import Outcome

if TYPE_CHECKING:
    from support.running.planned import Planned
    from support.running.run import Run

NAME = "junit.xml"
UNNAMED = "reports"  # behave's value when --junit comes without a directory
UNENDED = "The run has not ended: it is still going on, or it was killed."
KINDS = {"failed": "failure", "passed": "", "skipped": "skipped", "untested": "skipped"}  # all others: error
FORBIDDEN = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # no XML file may hold these


class JUnitReport:
    """A reporter of behave that writes one file for the whole run, true for every outcome.

    A feature is a test suite, a scenario a test case: `failure` is what an assertion says about the product,
    `error` everything else that went wrong, `skipped` what was not looked at. Errors outside of scenarios are
    one erroneous test case in a suite of their own, so that no reader takes a run that failed for a good one.

    The file is there from the beginning, with an error that says that the run has not ended: that is what a
    run that is killed leaves. Behave's `--junit --junit-directory FOLDER` asks for a copy in that folder.
    """

    def __init__(self, run: "Run", config: Any) -> None:
        self._run = run
        self._folders = [run.reports]
        if config.junit and config.junit_directory != UNNAMED:
            self._folders.append(Path(config.junit_directory))

    def begin(self) -> None:
        """Take the place of the last run's results."""
        self._write(UNENDED)

    def feature(self, _feature: Any) -> None:
        """Nothing: the file is for those who come when all is over."""

    def end(self) -> None:
        """Write down how it all went."""
        self._write()

    def _write(self, *errors: str) -> None:
        text = document(self._run, [*errors, *self._run.errors()])
        for folder in self._folders:
            put(folder / NAME, text)


def document(run: "Run", errors: Iterable[str]) -> str:
    """The whole document; `errors` are what went wrong outside of scenarios, a sentence each."""
    root = ET.Element("testsuites", name="acceptance")
    stamp = run.started.isoformat(timespec="seconds")
    if told := list(errors):
        suite = ET.SubElement(root, "testsuite", name="The run itself", timestamp=stamp)
        case = ET.SubElement(suite, "testcase", classname="run", name="outside of scenarios", time="0.000")
        _add(case, "error", told[0], "run", "\n".join(told))
    features: dict[str, list[Planned]] = defaultdict(list)
    for planned in run.planned:
        features[planned.identity.path].append(planned)
    for path, scenarios in features.items():
        name = " · ".join(filter(None, (scenarios[0].identity.platform, scenarios[0].scenario.feature.name)))
        suite = ET.SubElement(root, "testsuite", name=_clean(name), file=_clean(path), timestamp=stamp)
        for planned in scenarios:
            suite.append(_case(planned, run))
        suite.set("time", f"{sum(planned.seconds for planned in scenarios):.3f}")
    for counted in (*root, root):
        counted.set("tests", str(len(list(counted.iter("testcase")))))
        for name, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
            counted.set(name, str(len(list(counted.iter(tag)))))
    root.set("time", f"{(datetime.now(UTC) - run.started).total_seconds():.3f}")
    ET.indent(root)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _case(planned: "Planned", run: "Run") -> ET.Element:
    identity = planned.identity
    row = f" ({planned.row})" if planned.row else ""
    number = f" #{identity.ordinal + 1}" if identity.ordinal else ""
    case = ET.Element(
        "testcase",
        classname=_clean(_class_name(identity.path, identity.rule)),
        name=_clean(f"{planned.title or planned.scenario.keyword}{row}{number}"),
        time=f"{planned.seconds:.3f}",
        file=_clean(identity.path),
        line=str(planned.scenario.line),
    )
    outcome = planned.outcome or Outcome("untested", UNENDED)
    if planned.quarantined and outcome.forgiven:
        _add(case, "skipped", f"quarantined ({planned.quarantined.words}): {outcome.reason}", "quarantined", "")
    elif tag := KINDS.get(outcome.status, "error"):
        _add(case, tag, outcome.reason, outcome.status, "\n".join(_story(planned, outcome, run)) if outcome.bad else "")
    for earlier in planned.earlier:  # as Maven tells of attempts before the last
        tag = ("flaky" if planned.flaky else "rerun") + KINDS.get(earlier.status, "error").title()
        _add(case, tag, earlier.reason, earlier.status, earlier.trace)
    return case


def _class_name(path: str, rule: str) -> str:
    """`features.veza.playlists.A rule`; readers take all before the last dot for the name of a package."""
    parts = [*Path(path).with_suffix("").parts, *filter(None, [rule])]
    return ".".join(part.replace(".", "·") for part in parts if part != "/")


def _story(planned: "Planned", outcome: Outcome, run: "Run") -> Iterator[str]:
    """What somebody who has nothing but this file wants to know of a failure. Some readers show only this."""
    if outcome.step:
        yield outcome.step
    yield outcome.reason
    if planned.evidence:
        yield f"Evidence: {planned.evidence.relative_to(run.reports.parent)}"
    yield f"Replay: {run.replay(planned)}"
    if outcome.trace:
        yield f"\n{outcome.trace}"


def _add(case: ET.Element, tag: str, message: str, kind: str, text: str) -> None:
    told = ET.SubElement(case, tag, message=_clean(message), type=kind)
    told.text = _clean(text) or None


def _clean(text: str) -> str:
    """The text without secrets and without what XML forbids."""
    return FORBIDDEN.sub("\ufffd", masking.mask(text))
