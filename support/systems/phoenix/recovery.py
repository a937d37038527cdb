"""Parts of Phoenix that are away for a while, and what becomes of experiments meanwhile and afterwards."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from hamcrest import assert_that, contains_exactly, equal_to, greater_than, has_length, not_

from support.clients.http import Reply
from support.clients.unreachable import Unreachable
from support.observing.waiting import eventually, never
from support.scenario.people import Persona
from support.systems.answers import data, refused
from support.systems.phoenix.accounts import Accounts
from support.systems.phoenix.deployments import ONLY_CRITICAL
from support.systems.phoenix.experiments import Experiments
from support.systems.phoenix.followers import Followers
from support.systems.phoenix.judgement import Judgements
from support.systems.phoenix.kinds import Kinds
from support.systems.phoenix.people import ADA, OTTO, UWE, VERA
from support.systems.phoenix.series import COLLECTED_WITHIN, METRICS, Collected
from support.systems.system import System

WAITS, RUNS, REFUSED, AWAY = "waits", "runs", "is refused for now", "is out of reach"
BATCHES = "phoenix_pipeline_batches_total"
CHANGES: dict[str, list[dict[str, Any]]] = {
    "baseline": [{"type": "filter", "config": {"include_patterns": ["*"]}}],
    "candidate": [{"type": "topk", "config": {"k": 10, "always": ["critical"]}}],
}
"""What each pipeline is told anew, which makes another version of it and leaves what it exports as it was."""
BACK_WITHIN = 15.0
"""Seconds after a part's return until what runs is collected as before."""
SEEN_WITHIN = 4.0
"""Seconds after the return of experiment-controller until it has seen that the time of an experiment is over."""
SETTLED, TRIED = 0.6, 1.0
"""Seconds in which experiment-controller has looked twice what ought to run, and has tried to prepare what is new."""
KNOW_FIGURES = ("prometheus", "postgres")
"""Without either of them nobody is told the figures of an experiment: one has them, the other knows whose it is."""
CONTROLLER = "experiment-controller"
"""Without it nothing begins; without any other part that it needs, what waits has begun."""
OVER = 1.5
"""Seconds after the time of an experiment in which it would have been judged."""
WAITED = 3600.0
"""Seconds for which those that wait are made to have waited: for longer than any of them may take to begin."""
IN_VAIN = 3.0
"""Seconds in which experiment-controller has asked a Prometheus that hangs, and has waited for it in vain."""


class Recovery:
    def __init__(
        self,
        system: System,
        accounts: Accounts,
        experiments: Experiments,
        collected: Collected,
        judgements: Judgements,
        followers: Followers,
        kinds: Kinds,
    ) -> None:
        self._system, self._accounts, self._experiments = system, accounts, experiments
        self._collected, self._judgements, self._followers = collected, judgements, followers
        self._kinds = kinds
        self._waiting: list[str] = []
        """Those that were created while nobody could begin them, in that order."""

    def check_part(self, name: str, part: str, how: str, told: tuple[str, str], limit: float) -> None:
        """What befalls a part disturbs no experiment that runs; a new one, and a change of the one that runs, do as
        told, and run in the end. Who follows all of them, and is not cut off, hears of all of it. Another part may be
        restarted meanwhile ("stops, and api-gateway is restarted").
        """
        faults = self._system.world.faults
        (meanwhile, change), pipelines = told, self._experiments.pipelines(name)
        new, running = f"New while {part} {how}", self._experiments.of(name)
        self._followers.follow_anew(VERA)
        what, _, restarted = how.removesuffix(" is restarted").partition(", and ")
        faults.inflict(part, what)
        if restarted:
            faults.restart(restarted)
            self._await_answer(restarted)
        self._create_meanwhile(new, meanwhile, part)
        changed = self._change_meanwhile(running.path, change)
        self._check_figures_meanwhile(running.path, part, meanwhile)
        if meanwhile in (WAITS, RUNS):
            assert_that(self._experiments.state(name), equal_to("running"), f'the state of "{name}" without {part}')
        faults.mend()
        back = time.time()
        if meanwhile not in (WAITS, RUNS):
            self._await_answer(part)
            self._experiments.create(UWE, new, config={"auto_start": True})
        self._experiments.await_state(new, "running", limit)
        self._experiments.check_states(new, ["pending", "initializing", "running"])
        if meanwhile != AWAY and not restarted:
            self._followers.check_heard(VERA, new, self._experiments.history(new))
        assert_that(self._experiments.state(name), equal_to("running"), f'the state of "{name}" after {part}')
        self._experiments.check_states(name, ["pending", "initializing", "running"])
        self._await_fresh(running.id, part, back)
        self._collected.await_whole(name)
        expected = pipelines | changed
        assert_that(self._experiments.pipelines(name), equal_to(expected), f'pipelines of "{name}" after {part}')
        self._await_versions(running.id, expected, part)
        self._kinds.check_exports(name)

    def _create_meanwhile(self, new: str, meanwhile: str, part: str) -> None:
        """Ask for one while a part is away."""
        wish = self._experiments.wish(new, config={"auto_start": True})
        reply = _answer(lambda: self._experiments.ask(UWE, wish), meanwhile)
        if reply is None:
            return
        if meanwhile == REFUSED:
            _check_refused_for_now(reply)
            return
        self._experiments.note(UWE, new, wish, reply)
        if meanwhile == RUNS:
            self._experiments.await_state(new, "running", BACK_WITHIN)
        else:
            self._check_waits(new, "pending" if part == CONTROLLER else "initializing")

    def _check_waits(self, new: str, state: str) -> None:
        """It comes as far as it can, and stays there."""
        self._experiments.await_state(new, state, BACK_WITHIN)
        self._check_stays(new, state, 0.0 if state == "pending" else TRIED)

    def _check_stays(self, name: str, state: str, during: float) -> None:
        never(
            lambda: self._experiments.state(name),
            not_(equal_to(state)),
            during=during,
            what=f'the state of "{name}", which waits',
        )

    def _change_meanwhile(self, path: str, meanwhile: str) -> dict[str, dict[str, Any]]:
        """Change both pipelines of what runs while a part is away; those that were taken, as they ought to run."""
        taken = {}
        for variant, processors in CHANGES.items():
            change = partial(
                self._accounts.as_(ADA).put, f"{path}/pipelines/{variant}", json={"processors": processors}
            )
            reply = _answer(change, meanwhile)
            if reply is None:
                continue
            if meanwhile == REFUSED:
                _check_refused_for_now(reply)
                continue
            taken[variant] = dict(data(reply))
        return taken

    def _check_figures_meanwhile(self, path: str, part: str, meanwhile: str) -> None:
        """Who asks for the figures of what runs is told them, or is refused for now where nobody can tell them."""
        reply = _answer(lambda: self._accounts.as_(VERA).get(f"{path}/metrics"), meanwhile)
        if reply is None:
            return
        if part in KNOW_FIGURES:
            _check_refused_for_now(reply)
        else:
            data(reply)

    def _await_versions(self, identity: str, pipelines: Mapping[str, dict[str, Any]], part: str) -> None:
        """Both pipelines run in the versions in which they ought to."""
        query = f'phoenix_pipeline_version{{experiment_id="{identity}"}}'
        eventually(
            lambda: {one.labels["variant"]: one.value for one in self._collected.prometheus.find(query)},
            equal_to({variant: float(one["version"]) for variant, one in pipelines.items()}),
            within=BACK_WITHIN,
            what=f"the versions of both pipelines after {part} was away",
        )

    def _await_answer(self, part: str) -> None:
        def answers() -> int:
            try:
                return self._accounts.as_(UWE).get("/api/v1/people/me").status
            except Unreachable:
                return 0

        eventually(answers, equal_to(200), within=BACK_WITHIN, what=f"whether people are let in after {part} was away")

    def _await_fresh(self, identity: str, part: str, back: float) -> None:
        """Both pipelines take batches again: more than when it came back, and Prometheus sees it.

        The collector is asked itself, for Prometheus still has what was there before the outage; of what that has, only
        samples count that it took after `back`, in seconds since 1970.
        """
        page = self._system.service("collector")
        for variant in ("baseline", "candidate"):
            marks = (f'experiment_id="{identity}"', f'variant="{variant}"')
            what = f"batches that the {variant} takes after {part} was away"

            def taken(marks: tuple[str, str] = marks) -> list[float]:
                lines = page.get("/pipelines/metrics").text.splitlines()
                counts = [one for one in lines if one.startswith(f"{BATCHES}{{") and all(mark in one for mark in marks)]
                return [float(one.rpartition(" ")[2]) for one in counts]

            (first,) = eventually(taken, has_length(1), within=BACK_WITHIN, what=what)
            eventually(taken, contains_exactly(greater_than(first)), within=BACK_WITHIN, what=what)

            def seen(metric: str = f"{BATCHES}{{{','.join(marks)}}}") -> int:
                found = self._collected.prometheus.find(f"{metric}[{math.ceil(time.time() - back)}s]")
                return len({value for one in found for at, value in one.samples if at > back})

            eventually(
                seen, greater_than(1), within=BACK_WITHIN, what=f"how many numbers Prometheus has seen of {what}"
            )

    def be_away_until_over(self, part: str, name: str, other: str, waiting: int) -> None:
        """A part stops while an experiment runs, until after its time; another one is cancelled meanwhile, and so many
        are created that are to start by themselves, an hour ago where the suite may change the database. When it is
        back, Prometheus hangs for a while: who judges has to ask again.
        """
        one = self._experiments.of(name)
        seen = self._experiments.read(name)
        over = datetime.fromisoformat(seen["started_at"]) + timedelta(
            seconds=int(one.asked["config"]["duration"][:-1]) + OVER
        )
        faults = self._system.world.faults
        faults.inflict(part, "stops")
        data(self._experiments.set_state(ADA, other, "cancelled"))
        for number in range(1, waiting + 1):
            self._waiting.append(f"Waiting {number}")
            self._experiments.create((OTTO, UWE)[number % 2], self._waiting[-1], config={"auto_start": True})
        if self._system.database is not None:
            self._experiments.set_back(self._waiting, WAITED)
        eventually(
            lambda: datetime.now(UTC) > over, equal_to(True), within=COLLECTED_WITHIN, what="whether its time is over"
        )
        assert_that(self._experiments.state(one.name), equal_to("running"), f"its state without {part}")
        faults.inflict("prometheus", "hangs")
        faults.mend(part)
        self._experiments.await_state(one.name, "analyzing", SEEN_WITHIN)
        self._check_stays(one.name, "analyzing", IN_VAIN)
        faults.mend()

    def check_waited(self, most: int) -> None:
        """Of those that waited so many run, which were created first, and began in that order; when one of them goes,
        the next one begins, and no other.
        """
        names = self._waiting
        assert len(names) > most + 1, f"only {len(names)} waited"

        def states() -> list[str]:
            return [self._experiments.state(name) for name in names]

        rest = len(names) - most
        for gone, expected in ((False, ["running"] * most + ["pending"] * rest), (True, self._next(most, rest))):
            if gone:
                data(self._experiments.set_state(ADA, names[0], "cancelled"))
            eventually(states, equal_to(expected), within=BACK_WITHIN, what="the states of those that waited")
            assert_that(states(), equal_to(expected), "the states of those that waited, a moment later")
        began = [self._experiments.history(name)[1]["sequence"] for name in names[: most + 1]]
        assert_that(began, equal_to(sorted(began)), "the numbers with which those that waited began")

    def _next(self, most: int, rest: int) -> list[str]:
        """The states once the first one was cancelled."""
        return ["cancelled"] + ["running"] * most + ["pending"] * (rest - 1)

    def give_up_early(self, who: Persona, name: str) -> None:
        """One that is to start by itself is cancelled when its pipelines are generated, and before they run."""
        self._experiments.create(UWE, name, config={"auto_start": True})
        eventually(
            lambda: len(self._experiments.pipelines(name)),
            equal_to(2),
            within=BACK_WITHIN,
            what=f'pipelines of "{name}", which waits',
        )
        data(self._experiments.set_state(who, name, "cancelled"))
        self._experiments.check_states(name, ["pending", "initializing", "cancelled"])

    def check_never_runs(self, name: str) -> None:
        """The collector has no pipeline of it, though it has those of others."""
        one = self._experiments.of(name)
        page = self._system.service("collector")
        never(
            lambda: one.id in page.get("/pipelines/metrics").text,
            equal_to(True),
            during=SETTLED,
            what=f'whether the collector has a pipeline of "{name}"',
        )

    def check_judged_by_its_time(self, name: str) -> None:
        """However it ended, that follows from the time it ran. Which of two pipelines was quicker on a busy machine is
        nothing to rely on.
        """
        self._experiments.await_over(name)
        self._experiments.check_states(
            name, ["pending", "initializing", "running", "analyzing", self._experiments.state(name)]
        )
        self._judgements.check_figures(name)
        self._judgements.check_criteria(name)
        self._judgements.check_follows(name)
        self._judgements.check_outcome(name)

    def change_meanwhile(self, who: Persona, name: str, variant: str) -> None:
        """Change a pipeline while the collector is away; then it is back."""
        path = f"{self._experiments.of(name).path}/pipelines/{variant}"
        data(self._accounts.as_(who).put(path, json={"processors": ONLY_CRITICAL}))
        self._system.world.faults.mend()

    def check_only_critical(self, name: str, variant: str, within: float) -> None:
        one = self._experiments.of(name)

        def seen() -> tuple[list[str], bool]:
            found = [each for each in self._collected.found(one) if each.labels["variant"] == variant]
            whole = len(found) == self._collected.critical(one)["baseline"] * len(METRICS) > 0
            return sorted({each.labels["priority"] for each in found}), whole

        expected: Any = (["critical"], True)
        eventually(
            seen, equal_to(expected), within=within, what=f"priorities that the {variant} has, and whether of all"
        )


def _check_refused_for_now(reply: Reply) -> None:
    refused(reply, 503)
    assert reply.headers.get("retry-after", "").isdigit(), "it does not say when to try again"


def _answer(ask: Callable[[], Reply], meanwhile: str) -> Reply | None:
    """What is answered while a part is away; None where nobody can be reached, as it has to be."""
    try:
        reply = ask()
    except Unreachable as lost:
        assert meanwhile == AWAY, f"there is no answer, though it {meanwhile}: {lost}"
        return None
    assert meanwhile != AWAY, f"it is not out of reach: {reply.status} {reply.text[:200]}"
    return reply
