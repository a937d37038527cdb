"""Judging what became of a scenario: one truth for the console, the Allure report and the record of the run."""

from __future__ import annotations

import re
import traceback
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from support.clients.unreachable import Unreachable
from support.config import ROOT
from support.evidence import masking
from support.failures import EnvironmentFailure, SuiteFailure
from support.observing.broken import BrokenPromise
from support.running import verdict
from support.running.escapes import shortened, words
from support.running.outcome import (
    ENVIRONMENT,
    INTERRUPTION,
    KNOWN_FAILURE,
    PRODUCT,
    STATUSES,
    TEST,
    Outcome,
    sentence,
)

if TYPE_CHECKING:
    from support.running.model import Scenario, Step
    from support.running.planned import Planned
    from support.running.run import Run

TRACE = 20_000
"""Characters of a traceback that anybody reads."""
_HALVES = re.compile("[\ud800-\udfff]")


def told(error: BaseException) -> str:
    """An exception as a reader wants it: the message, and for the unexpected ones what they are and where."""
    cause = error.__cause__
    if type(error).__name__ == "StepParseError" and cause is not None:
        return words(cause)
    if isinstance(error, BaseExceptionGroup):
        return "\n".join([f"{error.message}:", *(f"  {told(inner)}" for inner in error.exceptions)])
    if notes := getattr(error, "__notes__", None):
        return f"{'; '.join(notes)}: {_told(error)}"
    return _told(error)


def _told(error: BaseException) -> str:
    if isinstance(error, KeyboardInterrupt):
        return "interrupted"
    text = words(error).strip()
    if isinstance(error, AssertionError | SuiteFailure | NotImplementedError) and text:
        return text
    return f"{type(error).__name__}{': ' if text else ''}{text}{_place(error)}"


def _place(error: BaseException) -> str:
    """Where in this project an exception came from, as ` (in steps/x.py, line 3)`."""
    own = [
        frame
        for frame in traceback.extract_tb(error.__traceback__)
        if "site-packages" not in frame.filename and not frame.filename.startswith("<")
    ]
    return f" (in {Path(own[-1].filename).name}, line {own[-1].lineno})" if own else ""


def _masked(text: str) -> str:
    """Without secrets, cut to a length that is read, and without what UTF-8 cannot hold (lone halves of a pair)."""
    return _HALVES.sub("\ufffd", shortened(masking.mask(text), TRACE))


def _trace(error: BaseException | None) -> str:
    """The traceback, without the frames of libraries as long as there are own ones; paths from the root."""
    if error is None:
        return ""
    told = traceback.TracebackException.from_exception(error)
    below: traceback.TracebackException | None = told
    while below:
        own = [frame for frame in below.stack if "site-packages" not in frame.filename]
        below.stack = traceback.StackSummary.from_list(own or below.stack)
        below = below.__cause__ or below.__context__
    return shortened("".join(told.format()).replace(f"{ROOT}/", ""), TRACE)


def _cause(status: str, error: BaseException | None) -> str:
    if status == "failed":
        return PRODUCT
    if isinstance(error, KeyboardInterrupt):
        return INTERRUPTION
    if isinstance(error, BaseExceptionGroup):
        return ENVIRONMENT if any(_cause(status, inner) == ENVIRONMENT for inner in error.exceptions) else TEST
    return ENVIRONMENT if isinstance(error, EnvironmentFailure | Unreachable) else TEST


def of_step(step: Step) -> Outcome:
    """The outcome of one step."""
    status = step.status.name
    if step.hook_failed:
        status = "hook_error"
    if status == "untested_undefined":
        status = "undefined"
    if status == "pending_warn":
        status = "passed"
    if status == "undefined":
        return Outcome(status, f"no step definition for “{sentence(step)}”", step=sentence(step), cause=TEST)
    if status not in STATUSES:
        status = "untested"
    if status in {"passed", "skipped", "untested"}:
        return Outcome(status)
    error = step.exception
    reason = told(error) if error else (step.error_message or status)
    if status == "pending":
        reason = f"“{sentence(step)}” is not written yet" + (f": {words(error)}" if error and words(error) else "")
    if isinstance(error, KeyboardInterrupt):
        reason = f"interrupted during “{sentence(step)}”"
    kind = error.key if isinstance(error, BrokenPromise) else ""
    return Outcome(status, _masked(reason), _masked(_trace(error)), sentence(step), _cause(status, error), kind)


def of_scenario(planned: Planned, run: Run) -> Outcome:
    """The outcome of a scenario that was begun, skipped or never reached; in quarantine, a failure is forgiven.

    Not forgiven is what the scenario has no part in: an interruption, a failure of the suite, a hook of its
    feature.
    """
    outcome, entry = _found(planned, run), planned.quarantined
    if entry is None or entry.expired(run.today) or not outcome.bad:
        return outcome
    its_own = planned.scenario.status.has_failed() or planned.clean_up_errors
    undisturbed = run.failure is None and not run.interrupted and not run.dry
    return replace(outcome, cause=KNOWN_FAILURE) if its_own and undisturbed else outcome


def _found(planned: Planned, run: Run) -> Outcome:
    scenario = planned.scenario
    if run.failure and run.broken_by_failure is planned:
        decisive = next((step for step in scenario.all_steps if step.status.has_failed()), None)
        return Outcome(
            "error",
            _masked(str(run.failure)),
            _masked(_trace(decisive.exception if decisive else None)),
            sentence(decisive) if decisive else "",
            _cause("error", run.failure),
        )
    outcome = _broken_off(planned.broke) if planned.broke else _from_steps(scenario)
    status = scenario.status.name
    after = [*(told(error) for error in planned.clean_up_errors)]
    if status == "hook_error" and scenario.error_message:
        after.insert(0, scenario.error_message.strip())
    if outcome.bad:
        more = "".join(f"\nAfterwards: {text}" for text in after)
        return replace(outcome, reason=outcome.reason + _masked(more))
    if status == "hook_error" or planned.clean_up_errors or status == "cleanup_error":
        error = scenario.exception if status == "hook_error" else next(iter(planned.clean_up_errors), None)
        what = "hook_error" if status == "hook_error" else "cleanup_error"
        lead = "" if status == "hook_error" else "Cleaning up failed: "
        reason = _masked(lead + "\n".join(after))
        return Outcome(what, reason, _masked(_trace(error)), cause=_cause(what, error))
    return _undisturbed(planned, run)


def _undisturbed(planned: Planned, run: Run) -> Outcome:
    """The outcome of a scenario in which nothing went wrong."""
    scenario = planned.scenario
    if scenario.status.name == "skipped":
        return Outcome("skipped", scenario.skip_reason or "skipped by a step")
    if scenario.status.name in {"untested", "executing", "unknown"}:
        return _never_reached(planned, run)
    if not any(True for _ in scenario.all_steps):
        return Outcome("pending", "it has no steps, and so says nothing", cause=TEST)
    return Outcome("passed")


def _broken_off(error: Exception) -> Outcome:
    """The outcome of a scenario that something has ended from outside of its steps."""
    return Outcome("error", _masked(told(error)), _masked(_trace(error)), cause=_cause("error", error))


def _from_steps(scenario: Scenario) -> Outcome:
    """The outcome of the first step that went wrong, else passed."""
    outcomes = (of_step(step) for step in scenario.all_steps)
    return next((outcome for outcome in outcomes if outcome.bad), Outcome("passed"))


def _never_reached(planned: Planned, run: Run) -> Outcome:
    for container in (planned.rule, planned.scenario.feature):
        if container is not None and container.hook_failed:
            message = (container.error_message or f"a hook of its {container.type} failed").strip()
            trace, cause = _masked(_trace(container.exception)), _cause("hook_error", container.exception)
            return Outcome("hook_error", _masked(message), trace, cause=cause)
    if run.failure and not run.began:
        return Outcome("error", _masked(f"did not run: {run.failure}"), cause=_cause("error", run.failure))
    why = ""
    if run.failure:
        why = str(run.failure)
    elif run.interrupted:
        why = f"the run was interrupted by {run.interrupted}"
    elif run.aborted or run.bad:
        why = run.aborted or "the run stopped after a failure"
    return Outcome("untested", _masked(f"did not run: {why}" if why else "did not run"))


def settle(run: Run) -> None:
    """See what became of scenarios never reached, and whether the run is green: by the rule of `verdict`."""
    for planned in run.planned:
        planned.outcome = planned.outcome or of_scenario(planned, run)
    owing = [one for one in run.planned if one.outcome and not verdict.counts(one.standing, one.outcome.reason)]
    if not owing or run.dry:
        return
    run.failed = True
    if not (run.bad or run.besides or run.failure or run.interrupted):
        places = ", ".join(one.location for one in owing)
        run.besides.append(f"{len(owing)} planned scenario{'s' * (len(owing) != 1)} did not run: {places}")
