"""The suite's own behave runner."""

import gc
import os
import sys
import time
import traceback
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from allure_behave.formatter import AllureFormatter as StockAllureFormatter  # type: ignore[import-untyped]
from behave.formatter._registry import make_formatters  # type: ignore[import-untyped]
from behave.formatter.steps import AbstractStepsFormatter  # type: ignore[import-untyped]
from behave.model_type import Status

from support.config import ROOT, Settings, load_settings
from support.evidence import masking
from support.failures import SuiteFailure
from support.running import claim, placement, places, quarantine, selection, shards, testplan, times, vocabulary
from support.running.context import Context
from support.running.escapes import Contained, Watched
from support.running.guard import Guarded
from support.running.hooks import HookRunner
from support.running.judging import of_scenario, settle, told
from support.running.obstacles import check_assertions, loading, parsing, readable
from support.running.parallel import Workers
from support.running.planned import Planned
from support.running.records import Records
from support.running.retelling import Retelling
from support.running.run import Run, near
from support.running.threads import Threads, leave, lingering


class SuiteRunner(HookRunner):
    """Runs features as behave does, and besides

    * checks the settings and selects the scenarios before anything starts; `-D order=random` shuffles them;
    * ends with status 2 and one sentence when the suite, not the product, failed (`SuiteFailure`), and with
      128 + the signal's number after Ctrl-C or SIGTERM, cleaned up and reported; 1 means failed scenarios;
    * tells formatters more than behave does, where they have the method: `run_started(run)`,
      `scenario_started(planned)`, `scenario_finished(planned)`, `step_started(step)`, `progress(text)`,
      `told(text)` and `run_finished(run)`; in workers also `worker_started()` and `worker_finished()`;
    * is not disturbed by a formatter that fails.

    It is abstract: what it writes for machines is given by `records`.
    """

    records: Records

    def __init__(self, config: Any) -> None:
        super().__init__(config)
        self.step_registry: Any = None
        self.vocabularies: vocabulary.Vocabularies | None = None
        self.threads = Threads()
        self._claimed = False
        self._chores: list[Callable[[], None]] = []

    def run(self) -> bool:
        """Run; True when scenarios failed. Raises SystemExit for the statuses that behave does not know."""
        try:
            return self._run_or_tell_why_not()
        except claim.ReportsFailure as failure:  # which are not touched
            print(masking.mask(str(failure)), file=sys.stderr)
            raise SystemExit(failure.exit_status) from None
        except Exception:  # a mistake of ours, where behave would end as if scenarios had failed
            print(masking.mask(traceback.format_exc()), file=sys.stderr)
            raise SystemExit(2) from None

    def _run_or_tell_why_not(self) -> bool:
        try:
            with readable(), self.path_manager:
                self.setup_paths()
                run = self._make_run(load_settings(self.config.userdata, os.environ))
                self._claim_reports(run)
                check_assertions()
                with run.interruptions, Watched():
                    self._run(run)
        except claim.ReportsFailure:
            raise
        except SuiteFailure as failure:
            # Nothing was started yet: tell it, and leave no old report behind that looks like this run's.
            run = self.acceptance or self._make_run(_reports_only(self.config.userdata))
            run.end(failure)
            self._claim_reports(run)
            self._report(run)
        return self._conclude(run)

    def _make_run(self, settings: Settings) -> Run:
        self.acceptance = Run(
            settings,
            root=Path(self.base_dir or ROOT).resolve(),
            dry=self.config.dry_run,
            announce=self.announce,
            stop=self._abort,
        )
        return self.acceptance

    def _claim_reports(self, run: Run) -> None:
        """Make sure that reports can be written, before anything starts; ReportsFailure otherwise."""
        if not (run.dry or self._claimed):
            claim.claim(run.reports)
            self._claimed = True

    def _run(self, run: Run) -> None:
        try:
            self._prepare(run)
            self.run_model()
        except KeyboardInterrupt:
            self._report(run)

    def _prepare(self, run: Run) -> None:
        """Load hooks, steps and features, select and order the scenarios, and tell the formatters."""
        self.context = Context(self)
        self.context.run = run
        self.context.on_cleanup_error = self._clean_up_failed
        with loading():
            self.load_hooks()
            self.vocabularies = vocabulary.load(Path(self.base_dir or ROOT, self.config.steps_dir))
        locations = [place for place in self.feature_locations() if not self.config.exclude(place)]
        with parsing(place.filename for place in locations):
            features = places.parse(locations, self.config.lang)
        identities = selection.identify(features, run.root)
        if run.settings.platform:
            features = selection.only_platform(features, run.settings.platform, run.root)
        testplan.keep(features, identities, os.environ)
        if run.settings.order == "random":
            selection.shuffle(features, run.settings.seed, identities)
        self.features = features
        run.quarantine = quarantine.load(run.root, identities.values())
        run.times = times.load(run.reports / times.FILE)
        selected = selection.select(features, self.config, run.settings.platform)
        run.whole = selection.whole(selected, identities, [Path(place.filename) for place in locations], run.root)
        for scenario in shards.share(run, selected, identities):
            identity = identities[id(scenario)]
            place = f"{near(Path(scenario.filename))}:{scenario.line}"
            number, entry = len(run.planned) + 1, run.quarantine.of(identity)
            planned = Planned(scenario, identity, place, entry, number=number, retries=run.settings.retries)
            run.planned.append(planned)
            scenario.run = self._following(planned, scenario.run)  # type: ignore[attr-defined]
        if not run.dry:
            run.jobs = max(1, min(max(self.config.jobs, placement.workers(run)), len(run.planned)))
        if not run.dry:
            number, settings = len(run.planned), run.settings
            print(
                f"{number} scenario{'s' * (number != 1)}, {settings.environment} environment, "
                f"seed {settings.seed}, {settings.order} order"
                + (f", {run.jobs} workers" if run.jobs > 1 else "")
                + (f", {run.share}" if run.share else ""),
                flush=True,
            )
        self._start_formatters(run)

    def _start_formatters(self, run: Run) -> None:
        made = make_formatters(self.config, self.config.outputs)
        for formatter in made:
            if isinstance(formatter, AbstractStepsFormatter):  # which else would look through all of them alike
                formatter.step_registry = self.vocabularies
        self.formatters = [Guarded(formatter, run.faults) for formatter in made]
        replaced = {"JUnitReporter"}
        self._summarised = any(getattr(formatter, "summarises", False) for formatter in made)
        if self._summarised:
            replaced.add("SummaryReporterV1")
        reporters = [one for one in self.config.reporters if type(one).__name__ not in replaced]
        self.config.setup_capture()  # which --junit has switched on for a reporter that is replaced
        self.config.reporters = [Guarded(reporter, run.faults) for reporter in reporters]
        self.announce("run_started", run)
        _refuse_deaf(made, run.jobs)
        if not run.dry:
            self.records.take_away(run.reports)
            self._chores = [partial(self._record, self.records.begin, run), self._begin_reporter, self.records.foresee]
            if run.jobs == 1 or run.platforms:  # an environment takes longer to start
                self._do_chores()

    def _begin_reporter(self) -> None:
        assert self.acceptance is not None
        reporter = Guarded(self.records.reporter(self.acceptance, self.config), self.acceptance.faults)
        reporter.begin()
        self.config.reporters.append(reporter)

    def _do_chores(self) -> None:
        """Do what has to be done once, at some time before the end, if it has not been done yet."""
        while self._chores:
            self._chores.pop(0)()

    def run_model(self, features: Any = None) -> bool:
        """Run the features; True when anything failed."""
        run = self.acceptance
        assert run is not None
        self.hook_failures = 0
        undefined_before = len(self.undefined_steps)
        failed = not self.run_hook("before_all")
        run.began = not self.aborted and not run.dry
        failed = (self._run_side_by_side(run) if run.jobs > 1 else self._run_one_by_one(run, failed)) or failed
        for feature in self.features:
            for reporter in self.config.reporters:
                reporter.feature(feature)
        run.threads += self.threads.left()
        with run.interruptions.deferred():
            failed = not self.run_hook_with_capture("after_all") or failed
            try:
                self.context._do_remaining_cleanups()
            except Exception:
                failed = True  # told by _clean_up_failed
        undefined = len(self.undefined_steps) > undefined_before
        run.besides += run.complaints() + selection.empty_outlines(self.features, self.config, run.root)
        run.besides += [run.aborted] if run.aborted and not run.interrupted else []
        run.failed = failed or self.aborted or self.hook_failures > 0 or undefined or bool(run.besides)
        settle(run)
        with run.interruptions.deferred():
            self._report(run)
        return run.failed

    def _run_one_by_one(self, run: Run, failed: bool) -> bool:
        failed = not self.run_hook("before_worker") or failed
        for feature in self.features:
            if not self.aborted and not (failed and self.config.stop):
                seen = [one for one in run.planned if one.scenario.feature is feature]
                failed = self.run_feature(run, feature, seen) or failed
        with run.interruptions.deferred():
            return not self.run_hook("after_worker") or failed

    def _run_side_by_side(self, run: Run) -> bool:
        if not self.aborted:
            plan = placement.schedule(run, lambda planned: run.times.expected(planned.identity), stops=self.config.stop)
            retelling = Retelling(self.features, self.config, self.vocabularies)
            Workers(self, run, plan, retelling).run(self._chores)
            self._record(placement.write, run)
            retelling.settle({id(planned.scenario) for planned in run.planned})
            for formatter in self.formatters:
                if not hasattr(formatter, "run_started") and formatter.name != "null":
                    retelling.tell(formatter)
        return bool(run.bad or run.besides)

    def run_feature(self, run: Run, feature: Any, seen: list[Planned]) -> bool:
        """Run a feature, or what a worker runs of it; `seen` has, when it is over, the scenarios it has come to."""
        for formatter in self.formatters:
            formatter.uri(feature.filename)
        self.feature = feature
        assert self.vocabularies is not None
        self.step_registry = self.vocabularies.of(feature.filename)
        failed, depth = True, len(self.context._stack)
        try:
            with Contained():
                failed = feature.run(self)
        except KeyboardInterrupt:
            self._abort()
        except SuiteFailure as failure:
            run.end(failure)
        except Exception as error:
            self._unwind(depth)
            run.besides.append(masking.mask(f"feature “{feature.name}” broke off: {told(error)}"))
        for container in (feature, *feature.iter_rules()):
            inside = [one for one in seen if container is one.scenario.feature or container is one.rule]
            if container.hook_failed and all(one.outcome for one in inside):  # else its scenarios tell it
                message = f"{container.type} “{container.name}”: {container.error_message}"
                run.besides.append(masking.mask(message))
        return failed

    def _following(self, planned: Planned, original: Callable[[Any], bool]) -> Callable[[Any], bool]:
        """A scenario's `run` that also times it, finds its outcome, tells the formatters, and may try again."""

        def run_scenario(_runner: Any) -> bool:
            run = self.acceptance
            assert run is not None
            if self.aborted:
                return True
            hook_failures, undefined = self.hook_failures, len(self.undefined_steps)
            failed = self._attempt(run, planned, original)
            while planned.tried_again and planned.outcome:
                planned.earlier.append(planned.outcome)
                planned.clean_up_errors.clear()
                row = planned.scenario._row
                planned.scenario.reset()
                planned.scenario._row = row  # which behave forgets, and the name with it
                self.hook_failures = hook_failures  # what went wrong then counts no more
                failed = self._attempt(run, planned, original)
            if planned.outcome and planned.outcome.forgiven:
                self.hook_failures = hook_failures
                del self.undefined_steps[undefined:]
                return False
            return failed

        return run_scenario

    def _attempt(self, run: Run, planned: Planned, original: Callable[[Any], bool]) -> bool:
        run.under_way = planned
        self.announce("scenario_started", planned)
        began = time.perf_counter()
        failed, depth = True, len(self.context._stack)
        planned.broke = None
        try:
            with Contained():
                failed = original(self)
        except KeyboardInterrupt:
            self._abort()
        except SuiteFailure as failure:
            run.end(failure, broken=planned)
        except Exception as error:
            planned.broke = error
            self._unwind(depth)
            planned.scenario.set_status(Status.error)
        finally:
            with run.interruptions.deferred():
                planned.seconds += time.perf_counter() - began
                planned.outcome = of_scenario(planned, run)
                more = len(planned.earlier) + 1 < planned.attempts and not (self.aborted or run.interruptions.received)
                planned.tried_again = planned.outcome.bad and more
                self.threads.note(planned)
                self.announce("scenario_finished", planned)
                run.under_way = None
        if run.interruptions.received:
            self._abort()
        return failed or planned.outcome.bad

    def announce_unreached(self, planned: Planned) -> None:
        """Tell of a scenario that a hook before it, or the end of the run, did not let run."""
        assert self.acceptance is not None
        planned.outcome = of_scenario(planned, self.acceptance)
        self.announce("scenario_started", planned)
        self.announce("scenario_finished", planned)

    def _report(self, run: Run) -> None:
        """Settle what became of scenarios never reached, close the formatters and write the record."""
        if not self.formatters:
            self._start_formatters(run)
        self._do_chores()
        settle(run)
        self._judge_reports(run)
        self.announce("run_finished", run)
        for formatter in self.formatters:
            formatter.close()
        for reporter in self.config.reporters:
            reporter.end()
        if not run.dry:
            self._record(_record_times, run)
            self._judge_reports(run)
            self._record(self.records.conclude, run, self._status(run))
            self._judge_reports(run)

    def _judge_reports(self, run: Run) -> None:
        """A run whose reports do not hold all of it is not green."""
        if run.faults and not (run.dry or run.failed or run.failure or run.interrupted):
            remedy = f"see that everything can be written to {run.reports}, and that the formatters work"
            run.end(SuiteFailure(f"the reports are incomplete: {run.faults[0]}", remedy))

    def _record(self, write: Callable[..., None], *args: Any) -> None:
        assert self.acceptance is not None
        try:
            write(*args)
        except OSError as error:
            self.acceptance.faults.append(f"the record of the run could not be written: {error}")

    def _status(self, run: Run) -> int:
        if run.interruptions.received:
            return 128 + run.interruptions.received
        if run.failure:
            return run.failure.exit_status
        return int(run.failed)

    def _conclude(self, run: Run) -> bool:
        if run.failure:
            print(masking.mask(str(run.failure)), file=sys.stderr)
        elif run.interrupted:
            print(f"Interrupted by {run.interrupted}.", file=sys.stderr)
        for thread in run.threads:
            print(masking.mask(f"{thread[0].upper()}{thread[1:]}."), file=sys.stderr)
        gc.disable()
        gc.freeze()  # this process is about to end; nothing has to be searched for what could be thrown away
        if lingering():
            leave(self._status(run))
        if (status := self._status(run)) > 1:
            raise SystemExit(status)
        return run.failed


def _refuse_deaf(formatters: list[Any], jobs: int) -> None:
    """Raise SuiteFailure for allure-behave's own formatter where it would write nothing, or a part.

    It can only hear of scenarios as they run in its own process, and only when no other one speaks to Allure.
    """
    allure = [one for one in formatters if isinstance(one, StockAllureFormatter)]
    stock = [one for one in allure if type(one) is StockAllureFormatter]
    if stock and (jobs > 1 or len(allure) > 1):
        raise SuiteFailure(
            "allure_behave.formatter:AllureFormatter cannot tell of a run with workers, nor beside another of its kind",
            "use support.reporting.allure:AllureFormatter, which behave.ini names",
        )


def _record_times(run: Run) -> None:
    """A shard leaves them alone: all shards have to be divided by the same ones. `tools.merge` records them."""
    if not run.share:
        whole = run.whole and not run.interrupted and run.failure is None
        times.record(run.times, run.planned, run.reports, whole=whole)


def _reports_only(userdata: Mapping[str, str]) -> Settings:
    """Settings for telling that the settings are wrong: where reports go, if that can be understood."""
    try:
        return load_settings({"reports": userdata["reports"]} if "reports" in userdata else {}, {})
    except SuiteFailure:
        return Settings()
