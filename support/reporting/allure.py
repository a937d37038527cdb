"""The Allure report: allure-behave's formatter, made to tell the truth about every outcome."""

# mypy: disable-error-code="no-untyped-call"
# allure-commons says that it is typed, but most of its functions are not.

import csv
import io
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import allure_commons
from allure_behave.formatter import AllureFormatter as StockFormatter  # type: ignore[import-untyped]
from allure_commons.logger import AllureFileLogger
from allure_commons.mapping import labels_set, parse_tag
from allure_commons.model2 import Attachment, Label, Link, Parameter, Status, StatusDetails, TestResult, TestStepResult
from allure_commons.types import LabelType, Severity
from allure_commons.utils import host_tag, md5, now, platform_label, uuid4
from behave.formatter.base import Formatter  # type: ignore[import-untyped]

from support.config import ROOT
from support.evidence import masking
from support.reporting import attachments, exchanges, overview
from support.reporting.allure_api import FEATURE, SCENARIO, WORKER, Api, described
from support.reporting.run_record import versions
from support.running.judging import of_step
from support.running.outcome import Outcome, sentence
from support.running.planned import is_promise, is_retry
from support.running.selection import DISRUPTS, NEEDS, rule_of

if TYPE_CHECKING:
    from support.running.model import Step
    from support.running.planned import Planned
    from support.running.run import Run

RESULTS = "allure-results"
OURS = (
    "*-result.json", "*-container.json", "*-globals.json", "*-attachment*", "*.tmp", "*.properties", "executor.json",
)  # fmt: skip
CAUSE = "cause"
"""The label that says who has to look into a failure; the report's categories are made of it."""
FAILURE = "failure"
"""The label that equal failures have in common; the report groups by it."""
STATUS = {
    "passed": Status.PASSED,
    "failed": Status.FAILED,
    "skipped": Status.SKIPPED,
    "untested": Status.UNKNOWN,
}


class AllureFormatter(StockFormatter):  # type: ignore[misc]  # allure-behave has no types
    """Writes one result for each selected scenario, also for those in rules and for those never reached.

    Failed is what an assertion says about the product. Broken is everything else that went wrong: errors,
    hooks, clean-up, undefined steps, an environment that did not start. Results go to `allure-results` in the
    reports folder, unless another output folder is named; those of the last run are taken away first.
    """

    name = "allure"
    in_workers = True  # each writes the results of its own scenarios
    description = "Allure results, true for every outcome"

    def __init__(self, stream_opener: Any, config: Any) -> None:
        # Not the stock constructor: it makes the results folder before the settings are known.
        Formatter.__init__(self, stream_opener, config)
        self._run: Run | None = None

    def run_started(self, run: "Run") -> None:
        """Clear the results of the last run, and begin."""
        if run.dry:
            return
        named = Path(self.stream_opener.name or ROOT / "reports" / RESULTS).resolve()
        folder = run.reports / RESULTS if named == ROOT / "reports" / RESULTS else named
        for pattern in OURS:
            for old in folder.glob(pattern):
                old.unlink()
        self._run = run
        self._folder = folder
        self.listener = Listener(self.config)
        self.file_logger = AllureFileLogger(folder)
        allure_commons.plugin_manager.register(self.listener)
        allure_commons.plugin_manager.register(self.file_logger)

    def scenario_started(self, planned: "Planned") -> None:
        """Open its result."""
        if self._run:
            self.listener.open_result(planned)
            attachments.open_sink(self._attach)

    def scenario_finished(self, planned: "Planned") -> None:
        """Close its result."""
        if self._run:
            attachments.close_sink(self._attach)
            self.listener.close_result(planned, self._run)

    def run_finished(self, run: "Run") -> None:
        """Write results for what was never reached, and what went wrong outside any scenario."""
        if self._run is None:
            return
        for planned in run.planned:
            if not planned.reported:
                self.listener.open_result(planned)
                self.listener.close_result(planned, run)
        self.listener.fixtures.close(self._results)
        for error in run.errors():
            self.listener.logger.global_error(message=masking.mask(error))
        settings = run.settings
        circumstances = {
            "environment": settings.environment, "seed": settings.seed, "order": settings.order, "workers": run.jobs,
        }  # fmt: skip
        if run.share:
            circumstances["shard"] = str(run.share.shard)
        lines = [f"{name} = {value}" for name, value in {**versions(run), **circumstances}.items()]
        (self._folder / "environment.properties").write_text("\n".join(lines) + "\n", "utf-8")
        (self._folder / "executor.json").write_text(json.dumps(executor(os.environ)) + "\n", "utf-8")

    def worker_started(self) -> None:
        """What its hooks do is for what this worker runs."""
        if self._run:
            self.listener.fixtures.enter(WORKER)

    def worker_finished(self) -> None:
        """Write what its hooks did."""
        if self._run:
            self.listener.fixtures.leave(WORKER)

    def uri(self, uri: str) -> None:
        """Nothing: see `feature`."""

    def feature(self, feature: Any) -> None:
        """What its hooks do is for what is run of it; of its scenarios the runner tells, also of those in rules."""
        if self._run:
            self.listener.fixtures.leave(FEATURE)
            self.listener.fixtures.enter(FEATURE)

    def rule(self, rule: Any) -> None:
        """What its hooks do is for what is run of it."""
        if self._run:
            self.listener.fixtures.rule(rule.tags)

    def step(self, step: "Step") -> None:
        """Expect a step."""
        if self._run and self.listener.current:
            self.listener.schedule_step(step)

    def match(self, match: Any) -> None:
        """Begin the next step."""
        if self._run and self.listener.current:
            self.listener.match_step(match)

    def result(self, step: "Step") -> None:
        """End the step."""
        if self._run and self.listener.current:
            self.listener.stop_behave_step(step)

    def eof(self) -> None:
        """A feature has ended."""
        if self._run:
            self.listener.fixtures.leave(FEATURE)

    def close(self) -> None:
        """Take leave of Allure."""
        if self._run is None:
            return
        for plugin in (self.file_logger, self.listener):
            allure_commons.plugin_manager.unregister(plugin)
        self._run = None

    def _results(self) -> list[str]:
        return [json.loads(file.read_text("utf-8"))["uuid"] for file in self._folder.glob("*-result.json")]

    def _attach(self, name: str, content: str | Path, kind: str, ending: str) -> None:
        logger = self.listener.logger
        send = logger.attach_file if isinstance(content, Path) else logger.attach_data
        send(uuid4(), content, name=name, attachment_type=kind, extension=ending)


class Listener(Api):
    """Keeps the result under way."""

    def __init__(self, config: Any) -> None:
        super().__init__(config)
        self.current: Planned | None = None
        self.current_scenario_uuid: str | None = None
        self.current_step_uuid: str | None = None
        self._open_step = False

    def open_result(self, planned: "Planned") -> None:
        """Begin the result of a scenario."""
        self.current = planned
        self.steps.clear()
        scenario, identity = planned.scenario, planned.identity
        self.current_scenario_uuid = uuid4()
        result = TestResult(uuid=self.current_scenario_uuid, start=now())
        result.name = planned.title or scenario.keyword
        result.fullName = identity.full_name
        result.testCaseId = md5(identity.path, identity.rule, identity.name)
        result.historyId = md5(identity.key)
        file = Path(identity.path)
        result.titlePath = [*file.parts[:-1], scenario.feature.name or file.name, *filter(None, [identity.rule])]
        result.parameters = [Parameter(name=name, value=masking.mask(value)) for name, value in identity.row]
        result.labels, result.links = self._labels_and_links(planned)
        self.fixtures.enter(SCENARIO)
        self.logger.schedule_test(self.current_scenario_uuid, result)

    def close_result(self, planned: "Planned", run: "Run") -> None:
        """Write the result of a scenario with its outcome; of a failure also what happened, in order."""
        if self._open_step:  # an interruption between a step's begin and end
            self.logger.stop_step(self.current_step_uuid, stop=now(), status=Status.BROKEN)
            self._open_step = False
        outcome = planned.outcome or Outcome("untested")
        self.flush_steps()
        result = self.logger.get_test(self.current_scenario_uuid)
        result.stop = now()
        result.status, result.statusDetails = _verdict(outcome)
        result.statusDetails = result.statusDetails or (StatusDetails(flaky=True) if planned.flaky else None)
        if outcome.bad:
            planned.happened = planned.happened or (planned.journal.entries if planned.journal else ())
            described(result, overview.words(planned), overview.story(planned, run))
            result.labels += [Label(name=CAUSE, value=outcome.cause), Label(name=FAILURE, value=outcome.key)]
            self._attach_exchanges(result, planned)
            if outcome.forgiven and result.statusDetails:
                result.statusDetails.known = True
        else:
            described(result, overview.words(planned))
        planned.happened, planned.journal = (), None
        self.logger.close_test(self.current_scenario_uuid)
        self.fixtures.holds(result.uuid)
        self.fixtures.leave(SCENARIO)
        planned.reported = True
        self.current = self.current_scenario_uuid = self.current_step_uuid = None

    def _attach_exchanges(self, result: TestResult, planned: "Planned") -> None:
        """Give each step the HTTP exchanges that were made while it was carried out, and how to repeat them."""
        shown, begun = exchanges.shown(planned.happened), -1
        commands: dict[int, list[str]] = {}
        for entry in planned.happened:
            begun += entry.channel == "step"
            if entry in shown:
                self._put(result, begun, entry.what, exchanges.card(entry), exchanges.KIND, exchanges.ENDING)
                commands.setdefault(begun, []).append(exchanges.command(entry))
        for step, told in commands.items():
            self._put(result, step, exchanges.COMMANDS, "\n".join(told), "text/plain", "txt")

    def _put(self, result: TestResult, step: int, name: str, content: str, kind: str, ending: str) -> None:
        """Attach something to a step, or to the result when there is no such step."""
        file = f"{uuid4()}-attachment.{ending}"
        allure_commons.plugin_manager.hook.report_attached_data(body=content, file_name=file)
        place = result.steps[step] if 0 <= step < len(result.steps) else result
        place.attachments.append(Attachment(name=name, source=file, type=kind))

    def start_behave_step(self, step: Any) -> None:
        """Begin a step, with its text or table."""
        self.current_step_uuid = uuid4()
        self._open_step = True
        self.logger.start_step(None, self.current_step_uuid, TestStepResult(name=sentence(step), start=now()))
        if step.text:
            self.logger.attach_data(uuid4(), masking.mask(str(step.text)), "text", "text/plain", "txt")
        if step.table:
            self.logger.attach_data(uuid4(), masking.mask(_table(step.table)), "table", "text/csv", "csv")

    def stop_behave_step(self, result: Any) -> None:
        """End a step with what became of it."""
        status, details = _verdict(of_step(result))
        if status == Status.UNKNOWN:
            status = Status.SKIPPED  # not carried out because of what came before it
        self.logger.stop_step(self.current_step_uuid, stop=now(), status=status, statusDetails=details)
        self._open_step = False

    def _labels_and_links(self, planned: "Planned") -> tuple[list[Label], list[Link]]:
        scenario = planned.scenario
        labels = [Label(name=LabelType.SEVERITY, value=Severity.NORMAL.value)]
        links: list[Link] = []
        for tag in _tags(scenario):
            parsed = parse_tag(tag, issue_pattern=self.issue_pattern, link_pattern=self.link_pattern)
            if is_promise(tag):
                labels.append(Label(name="promise", value=tag))
            elif tag.startswith((NEEDS, DISRUPTS)) or is_retry(tag):
                continue
            elif isinstance(parsed, Link):
                links.append(parsed)
            else:
                labels.append(parsed)
        labels += [
            Label(name=LabelType.EPIC, value=planned.identity.platform.title() or "Suite"),
            Label(name=LabelType.FEATURE, value=scenario.feature.name),
            Label(name=LabelType.FRAMEWORK, value="behave"),
            Label(name=LabelType.LANGUAGE, value=platform_label()),
            Label(name=LabelType.HOST, value=host_tag()),
        ]
        if planned.identity.rule:
            labels.append(Label(name=LabelType.STORY, value=planned.identity.rule))
        return labels_set(labels), links


def _tags(scenario: Any) -> list[str]:
    """Its tags, from those of the feature to its own: of several severities the last one holds."""
    places = (scenario.feature, rule_of(scenario), scenario)
    return list(dict.fromkeys(str(tag) for place in places if place for tag in place.tags))


def executor(environ: Mapping[str, str]) -> dict[str, str]:
    """Who runs this, as Allure wants it: a build of GitHub Actions, GitLab or Jenkins, else this machine."""
    builds = {
        "github": ("GITHUB_RUN_ID", "{GITHUB_SERVER_URL}/{GITHUB_REPOSITORY}/actions/runs/{GITHUB_RUN_ID}"),
        "gitlab": ("CI_PIPELINE_ID", "{CI_PIPELINE_URL}"),
        "jenkins": ("BUILD_NUMBER", "{BUILD_URL}"),
    }
    for kind, (number, url) in builds.items():
        if number in environ:
            known = {name: masking.mask(value) for name, value in environ.items()}
            return {"type": kind, "name": kind, "buildName": known[number], "buildUrl": _filled(url, known)}
    return {"type": "local", "name": host_tag()}


def _filled(url: str, known: Mapping[str, str]) -> str:
    try:
        return url.format_map(known)
    except KeyError:
        return ""


def _verdict(outcome: Outcome) -> tuple[str, StatusDetails | None]:
    status = STATUS.get(outcome.status, Status.BROKEN)
    details = StatusDetails(message=outcome.reason, trace=outcome.trace or None) if outcome.reason else None
    return status, details


def _table(table: Any) -> str:
    with io.StringIO(newline="") as text:
        writer = csv.writer(text)
        writer.writerow(table.headings)
        writer.writerows(row.cells for row in table.rows)
        return text.getvalue()
