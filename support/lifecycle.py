"""What each hook of behave does."""

import importlib
import importlib.util
import logging
import os
import re
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from behave.api.step_matchers import register_type  # type: ignore[import-untyped]
from behave.model_type import Status

from support.clients.installed import no_browser
from support.environments import open_environment, processes
from support.evidence import masking
from support.failures import SuiteFailure
from support.inventory import leftover
from support.observing import waiting
from support.observing.measuring import Unmeasurable
from support.reporting.attachments import attach
from support.reporting.timeline import timeline
from support.running import exercise
from support.running.apart import disrupts_apart
from support.running.judging import told
from support.running.selection import BROWSER, needs
from support.running.time_limit import TimeLimit, limit_of
from support.running.usage import Usage
from support.running.watch import Watch, obituary
from support.scenario import data, parameters
from support.scenario.cleanup import AFTER_ALL
from support.scenario.world import World

if TYPE_CHECKING:
    from collections.abc import Iterable

    from support.environments import Environment
    from support.running.model import Scenario, Step
    from support.running.planned import Planned
    from support.running.run import Run

SETTLE = 0.25  # seconds after a failed step in which a death that caused it becomes known

parameters.connect(register_type)


def before_all(context: Any) -> None:
    """Start the platforms that the selected scenarios need, and watch that they live."""
    run = _run(context)
    settings = run.settings
    logging.basicConfig(level=settings.log_level.upper())
    logging.getLogger("behave").setLevel(logging.ERROR)  # it repeats the reason of every skipped scenario
    waiting.set_patience(settings.patience)
    if not run.platforms:
        return
    names = " and ".join(run.platforms)
    began = time.monotonic()
    run.announce("progress", f"Opening the {settings.environment} environment with {names}")
    run.environment = open_environment(settings, tell=lambda doing: run.announce("progress", doing))
    if disrupts_apart(run):
        run.apart = run.environment.another()
    for environment in run.environments:
        environment.start(run.platforms_of(environment), _needed(run, environment))
        run.versions = {**run.versions, **environment.versions()}
        run.defects = sorted({*run.defects, *environment.defects})
    run.usage = Usage(lambda: {pid: unit for one in run.environments for pid, unit in one.processes().items()})
    leftover.note(run)
    exercise.note(run)
    if run.jobs > 1:
        _load_for_all(run.platforms)
    besides = f", with the known defect {' and '.join(run.defects)}" if run.defects else ""
    twice = ", those that scenarios disrupt apart from the others" if run.apart else ""
    run.announce("told", f"{names} ready in {time.monotonic() - began:.1f} s{twice}{besides}")


def _needed(run: "Run", environment: "Environment") -> set[str]:
    """The capabilities that any of the scenarios in an environment needs and that it offers."""
    wanted: set[str] = set().union(*(needs(one.scenario.effective_tags) for one in run.planned_for(environment)))
    return wanted & environment.capabilities


def _load_for_all(platforms: "Iterable[str]") -> None:
    """Load what each worker would load for itself with its first scenario; it takes as long as a quick one."""
    data.load_names()
    for name in [f"support.systems.{platform}" for platform in platforms]:
        if importlib.util.find_spec(name):  # a project's own platform may have none
            importlib.import_module(name)


def before_worker(context: Any) -> None:
    """Watch that the environment lives. Each process that runs scenarios does so for itself."""
    run = _run(context)
    run.time_limit = TimeLimit()
    if run.environment:
        run.watch = Watch(lambda: [casualty for one in run.environments for casualty in one.casualties()])
        waiting.set_alarm(run.watch.check)


def after_worker(context: Any) -> None:
    """Undo what was made for all scenarios of this process, and close the browser, if one was ever opened."""
    run = _run(context)
    waiting.set_alarm(None)
    waiting.set_journal(None)
    _undo_for_all(run)
    if run.time_limit:
        run.time_limit.close()
    if run.watch:
        run.watch.close()
    for environment in run.environments:
        environment.leave()
    if _keeps(run) and not run.settings.headless and sys.stdin.isatty():
        input("The browser's windows stay until you press Enter. ")
    browser = sys.modules.get("support.clients.browser")
    if browser:
        browser.close()


def before_scenario(context: Any, scenario: "Scenario") -> None:
    """Make the scenario's world, unless the environment lacks what it needs or is gone."""
    run = _run(context)
    planned = run.under_way
    assert planned is not None, "the runner tells of every scenario that runs"
    if run.watch and (casualty := run.watch.first()):
        run.end(obituary(casualty))
        return
    if lacking := _lacking(run, scenario):
        why = "; ".join(filter(None, (run.environment.reason(one) for one in lacking))) if run.environment else ""
        named = f"the {run.settings.environment} environment does not offer {' and '.join(lacking)}"
        scenario.mark_skipped(f"{named} ({why})" if why else named)
        return
    if BROWSER in needs(scenario.effective_tags) and (why := no_browser(run.settings)):
        scenario.mark_skipped(f"no browser works here: {why}")
        return
    world = World(
        run.settings,
        run.environment_of(planned),
        planned.identity.platform,
        tags=scenario.effective_tags,
        seed=planned.identity.seed(run.settings.seed),
        correlation_id=run.correlation_ids(planned)[-1],
    )
    os.environ[processes.SCENARIO] = world.correlation_id
    context.world = world
    context.add_cleanup(_clean_up, run, planned, world)
    waiting.set_journal(world.journal)
    if run.time_limit:
        run.time_limit.begin(waiting.patient(limit_of(scenario.effective_tags, run.settings.scenario_limit)))


def before_step(context: Any, step: "Step") -> None:
    """Show the step, and let it be interrupted should the environment die."""
    run = _run(context)
    run.announce("step_started", step)
    if "world" in context:
        context.world.begin_step(f"{step.keyword} {step.name}")
    if run.watch:
        run.watch.step_begins()
    if run.time_limit:
        run.time_limit.step_begins(f"{step.keyword} {step.name}")


def after_step(context: Any, step: "Step") -> None:
    """When the suite failed, and not the product, say so and end the run; skip what cannot be judged here."""
    run = _run(context)
    if isinstance(step.exception, Unmeasurable):
        context.scenario.skip(str(step.exception))
        step.status, step.exception = Status.skipped, None
    failed = step.status.has_failed()
    failure = step.exception if isinstance(step.exception, SuiteFailure) else None
    if run.time_limit:
        run.time_limit.step_ends()
    if run.watch:
        run.watch.step_ends()
        if casualty := run.watch.first(settle=SETTLE if failed and not failure else 0):
            failure = obituary(casualty)
            failure.__cause__ = step.exception
    if failure:
        step.status = Status.error
        step.exception = failure
        run.end(failure, broken=run.under_way)


def after_scenario(context: Any, scenario: "Scenario") -> None:
    """Keep the evidence of a failure, and heal what the scenario disrupted."""
    run = _run(context)
    planned = run.under_way
    if run.time_limit:
        run.time_limit.end()
    if planned is None or "world" not in context:
        return
    world: World = context.world
    planned.contacts |= world.journal.contacts.all
    exercise.look(run, planned)
    if scenario.hook_failed or scenario.status.has_failed():
        with run.interruptions.deferred():
            _keep_evidence(run, planned, world)
    else:
        planned.journal, planned.dropped = world.journal, world.journal.dropped
    if run.usage:
        run.usage.look()
    for platform, done in run.heal(planned).items():
        for sentence in done:
            world.journal.record("note", f"healed: {sentence}")
            run.announce("told", f"healed {platform}: {sentence}")


def after_all(context: Any) -> None:
    """Leave nothing behind, or after a failure what the setting `keep` asks for."""
    run = _run(context)
    if run.environment and _keeps(run):
        run.announce("told", run.environment.keep())
    elif run.environment:
        try:
            if run.usage:
                run.needed = run.usage.record()
            exercise.tell(run)
            leftover.tell(run)
        finally:
            run.announce("progress", "Closing the environment")
            for environment in reversed(run.environments):
                environment.close()
            if run.environment.stays:
                run.announce("told", run.environment.keep())


def _keeps(run: "Run") -> bool:
    """Whether all stays as it is, to be looked at."""
    return run.settings.keep and bool(run.bad or run.failure)


def _run(context: Any) -> "Run":
    if "run" not in context:
        raise SuiteFailure(
            "behave runs without the suite's own runner", "start it by .venv/bin/behave or make acceptance"
        )
    run: Run = context.run
    return run


def _lacking(run: "Run", scenario: "Scenario") -> list[str]:
    """The capabilities that a scenario needs and the environment lacks.

    Where there is no environment, there is nobody whom load and disruption could trouble.
    """
    offered = run.environment.capabilities if run.environment else frozenset({"load", "disruption", BROWSER})
    return sorted(needs(scenario.effective_tags) - offered)


def _keep_evidence(run: "Run", planned: "Planned", world: World) -> None:
    """Put what was seen of a failure into a folder of its own, and attach it to the report."""
    folder = run.reports / "evidence" / _folder_name(planned)
    files: list[Path] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        planned.evidence = folder
        files += world.keep_evidence(folder)
        planned.happened = sorted([*world.journal.entries, *world.logged()], key=lambda entry: entry.at)
        planned.dropped = world.journal.dropped
        written = folder / "timeline.txt"
        written.write_text(timeline(planned.happened, planned.dropped), "utf-8")
        files.insert(0, written)
    except Exception as error:  # a browser that is gone, a full disk: the failure itself matters more
        run.faults.append(f"the evidence of {planned.location} is incomplete: {type(error).__name__}: {error}")
    for file in files:
        attach(file.stem.replace("-", " ").capitalize(), file)


def _folder_name(planned: "Planned") -> str:
    """`veza-live_messages-14`, for files of features/veza/live_messages.feature:14.

    Where another path could give the same, what is unique to the scenario is added.
    """
    path = planned.location.removeprefix("features/").replace(".feature:", "/")
    name = path.replace("/", "-")
    if re.fullmatch(r"[\w./]+", path):
        return name
    name = re.sub(r"[^\w.-]+", "-", name)
    return f"{name}-{planned.identity.digest}"


def _clean_up(run: "Run", planned: "Planned", world: World) -> None:
    """Undo what the scenario made. Where the environment has died there is nothing to undo it in."""
    waiting.set_journal(None)
    failed = planned.scenario.status.has_failed()
    if (run.watch and run.watch.first()) or (failed and run.settings.keep):
        if failed and run.settings.keep:
            run.stop()
        return
    with run.interruptions.deferred():
        world.cleanup.run()


def _undo_for_all(run: "Run") -> None:
    """Undo what this process made for all its scenarios. Where the environment has died there is nothing to undo."""
    if run.failure is None and not (run.watch and run.watch.first()):
        try:
            AFTER_ALL.run()
        except Exception as error:
            run.besides.append(masking.mask(told(error)))
