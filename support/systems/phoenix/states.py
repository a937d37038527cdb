"""The states of an experiment: what may follow what, by hand and by work, against a model of the contract."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import Any

from hamcrest import assert_that, equal_to, greater_than_or_equal_to

from support.clients.database import Database
from support.clients.http import Reply
from support.observing.together import at_the_same_time
from support.observing.waiting import eventually
from support.scenario.people import Persona
from support.systems.answers import data, refused
from support.systems.phoenix.accounts import Accounts
from support.systems.phoenix.experiments import ACTIVE, ENDS_WITHIN, FINAL, LONG, RUNS_WITHIN, VARIANTS, Experiments
from support.systems.phoenix.people import ADA, UWE
from support.systems.phoenix.series import Collected
from support.systems.phoenix.words import STATES

FOLLOWS = {
    "pending": {"initializing", "cancelled"},
    "initializing": {"running", "failed", "cancelled"},
    "running": {"analyzing", "failed", "cancelled"},
    "analyzing": {"completed", "failed"},
    "completed": set(),
    "failed": set(),
    "cancelled": set(),
}
"""What may follow each state."""
BY_HAND = {"initializing", "analyzing", "cancelled"}
"""All others come about by work alone."""
SETTLED = ("pending", "running", "cancelled", "failed")
"""States in which an experiment stays for as long as a scenario takes."""
NEEDS_ANOTHER: tuple[tuple[str, tuple[str, ...], str, tuple[str, str, Any]], ...] = (
    ("remove", ACTIVE, "STILL_ACTIVE", ("DELETE", "", None)),
    *(
        ("change", ("pending", "analyzing", *FINAL), "NOT_RUNNING", ("PUT", f"/pipelines/{one}", {"processors": []}))
        for one in VARIANTS
    ),
    ("load", ("analyzing", *FINAL), "NOT_RUNNING", ("PUT", "/load", {"process_count": 10})),
)
"""What cannot be done in which states, how that is refused, and how it is asked for."""
EXPERIMENTS = "phoenix.experiments"
SEVERAL, LONG_ENOUGH = 5, 1.5
"""How many wait at once to change an experiment, some of whom may be others, and seconds in which they have come: none
of them waits for longer than two."""
REASON = "As I wish. 🎯".ljust(500, ".")
"""As long as a reason may be."""
GUARDED = "PX001"
"""How the database refuses what may not follow."""
EXAMPLES, LONGEST = 12, 6
"""How many sequences of wishes are tried, and how long one is at most."""
PATIENCE = 7.5
"""Seconds for which an experiment may begin, and be judged, at least."""


@dataclass(frozen=True)
class Asked:
    """A state that was asked for of an experiment in a state, and what was answered."""

    name: str
    before: str
    state: str
    reply: Reply


class States:
    def __init__(self, accounts: Accounts, experiments: Experiments, collected: Collected) -> None:
        self._accounts, self._experiments, self._collected = accounts, experiments, collected
        self._asked: list[Asked] = []

    def make(self, state: str, count: int = 1) -> list[str]:
        """So many experiments that were brought into this state by the platform's own doors; one that stays there."""
        names = [f"{state} {number}" for number in range(count)]
        for name in names:
            self._experiments.create(UWE, name, config={"duration": f"{1 if state == 'failed' else LONG}s"})
        if state == "cancelled":
            for name in names:
                data(self._experiments.set_state(ADA, name, "cancelled"))
        if state in ("running", "failed"):
            for name in names:
                self._experiments.start(name)
            for name in names:
                self._experiments.await_state(name, state, RUNS_WITHIN)
        return names

    def hold(self, state: str, names: Sequence[str]) -> None:
        """Bring experiments into a state that passes by itself, while nobody is there to do the work."""
        for name in names:
            data(self._experiments.set_state(ADA, name, state))

    def ask_for_all(self, state: str, names: Sequence[str]) -> None:
        """Ask for every state there is, each of another experiment in this state."""
        assert len(names) >= len(STATES), f"{len(names)} experiments for {len(STATES)} states"
        self._ask_for_what_needs_another(state, names[0])
        for name, wanted in zip(names, STATES, strict=False):
            self._experiments.check_still(name, state)
            self._asked.append(Asked(name, state, wanted, self._experiments.set_state(ADA, name, wanted, REASON)))

    def _ask_for_what_needs_another(self, state: str, name: str) -> None:
        """Ask for what can be done in other states only: it is refused, and leaves nothing."""
        client, path = self._accounts.as_(ADA), self._experiments.of(name).path
        for words, states, code, (method, place, body) in NEEDS_ANOTHER:
            if state in states:
                before = self._experiments.read(name), self._experiments.pipelines(name)
                refusal = refused(client.request(method, f"{path}{place}", json=body), 409)
                assert_that(refusal.code, equal_to(code), f"why one may not {words} what is {state}")
                after = self._experiments.read(name), self._experiments.pipelines(name)
                assert_that(after, equal_to(before), f"what is {state}, and somebody tried to {words}")

    def check_answers(self) -> None:
        """What may follow by hand happened; what only work brings about, and what may not follow, did not."""
        assert self._asked, "nothing was asked for"
        for asked in self._asked:
            states = [told["current_state"] for told in self._experiments.history(asked.name)]
            if self._allowed(asked):
                assert_that(data(asked.reply)["state"], equal_to(asked.state), f"what was asked of {asked.name}")
                place = states.index(asked.before) + 1
                assert_that(states[place : place + 1], equal_to([asked.state]), f"what followed {asked.before}")
                told = self._experiments.history(asked.name)
                assert_that(told[place]["reason"], equal_to(REASON), "the reason that is kept")
                self._experiments.check_said_nothing(asked.name, told)
                self._experiments.check_answered(asked.name, data(asked.reply), place)
            else:
                assert_that(states[-1], equal_to(asked.before), f"the state after {asked.state} was refused")
                self._experiments.check_states(asked.name, states)

    def _allowed(self, asked: Asked) -> bool:
        """Whether it had to happen; if not, it was refused in the words of the contract."""
        if asked.state not in FOLLOWS[asked.before]:
            refusal = refused(asked.reply, 400)
            words = f"cannot transition from {asked.before} to {asked.state}"
            assert_that(refusal.code, equal_to("INVALID_TRANSITION"), f"why not {asked.state}")
            assert_that(refusal.message.lower().rstrip("."), equal_to(words), f"what is said of {asked.state}")
            return False
        if asked.state not in BY_HAND:
            assert_that(refused(asked.reply, 409).code, equal_to("NOT_BY_HAND"), f"why not {asked.state}")
            return False
        return True

    def ask_together(self, who: Persona, name: str, state: str, times: int, database: Database | None) -> None:
        """Ask for a state so many times at the same moment, which may follow once.

        Where the suite has a hand on the database, no experiment can be changed until several of those who ask wait for
        that: so whoever looks first and changes afterwards has looked in time, and nothing is left to chance. Elsewhere
        two have to overlap by themselves, within some milliseconds, and of ten one or two do in most runs.
        """
        self._accounts.sign_in_all([who])
        before = self._experiments.state(name)
        asks = [partial(self._experiments.set_state, who, name, state)] * times
        with ThreadPoolExecutor(1, "those who ask") as pool:
            with database.holding_lock(EXPERIMENTS, "EXCLUSIVE") if database else nullcontext():
                asked = pool.submit(at_the_same_time, asks)
                if database:
                    self._await_waiting(database)
            replies = asked.result()
        self._asked += [Asked(name, before, state, reply) for reply in replies]

    def _await_waiting(self, database: Database) -> None:
        eventually(
            lambda: database.value(
                "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'phoenix.experiments'::regclass"
            ),
            greater_than_or_equal_to(SEVERAL),
            within=LONG_ENOUGH,
            what="how many wait to change an experiment",
        )

    def check_done_once(self) -> None:
        """Of all who asked for the same one was told that it is done, all others that it may not follow; and it is
        kept and was done once.
        """
        asked = {(one.name, one.state) for one in self._asked}
        assert asked, "nobody asked for anything"
        for name, state in asked:
            replies = [one.reply for one in self._asked if (one.name, one.state) == (name, state)]
            granted = [reply for reply in replies if reply.status == 200]
            assert_that(
                len(granted), equal_to(1), f'how many were told that "{name}" is {state} now, of {len(replies)}'
            )
            codes = {refused(reply, 400).code for reply in replies if reply.status != 200}
            assert_that(codes, equal_to({"INVALID_TRANSITION"}), f'why "{name}" is not {state} once more')
            if state == "initializing":
                self._experiments.await_state(name, "running", RUNS_WITHIN)
            told = [one["current_state"] for one in self._experiments.history(name)]
            assert_that(told.count(state), equal_to(1), f'how often "{name}" is kept to have been {state}')
            self._experiments.check_states(name, told)

    def check_all_refused(self, name: str) -> None:
        """Of an experiment that is over, nothing follows."""
        state = self._experiments.state(name)
        self.ask_for_all(state, [name] * len(STATES))
        self.check_answers()

    def check_guarded(self, database: Database) -> None:
        """The database takes what may follow and refuses what may not, whoever changes or adds a row."""
        stored = database.rows("SELECT previous, next FROM phoenix.allowed_transitions ORDER BY previous, next", [])
        allowed = sorted((before, after) for before, states in FOLLOWS.items() for after in states)
        assert_that([(row["previous"], row["next"]) for row in stored], equal_to(allowed), "what may follow, as stored")
        for before in SETTLED:
            one = self._experiments.of(self.make(before)[0])
            for wanted in STATES:
                if wanted != before:
                    refusal = database.refusal(
                        "UPDATE phoenix.experiments SET state = %s WHERE id = %s::uuid", [wanted, one.id]
                    )
                    expected = "" if wanted in FOLLOWS[before] else GUARDED
                    assert_that(refusal, equal_to(expected), f"how the database refuses {wanted} after {before}")
            self._experiments.check_still(one.name, before)
        for state in STATES:
            refusal = database.refusal(
                "INSERT INTO phoenix.experiments (tenant, name, state, baseline_pipeline, candidate_pipeline,"
                " target_nodes, config, auto_start, run_seconds, created_by) SELECT tenant, name || ' again', %s,"
                " baseline_pipeline, candidate_pipeline, target_nodes, config, auto_start, run_seconds, created_by"
                " FROM phoenix.experiments WHERE id = %s::uuid",
                [state, one.id],
            )
            expected = "" if state == "pending" else GUARDED
            assert_that(refusal, equal_to(expected), f"how the database refuses one that begins as {state}")

    # Sequences that nobody thought of

    def explore(self, who: Persona, seed: int) -> int:
        """Ask for states in sequences drawn from a seed; each answer has to fit the model. How many were tried.

        The shortest sequence that does not fit is told.
        """
        import hypothesis
        from hypothesis import strategies

        tried = 0

        def try_one(wishes: list[str]) -> None:
            nonlocal tried
            tried += 1
            self._walk(who, f"Walk {tried}", wishes)

        wishes = strategies.lists(strategies.sampled_from(STATES), min_size=1, max_size=LONGEST)
        run: Callable[[], None] = hypothesis.settings(
            max_examples=EXAMPLES,
            database=None,
            deadline=None,
            suppress_health_check=list(hypothesis.HealthCheck),
            print_blob=False,
        )(hypothesis.seed(seed)(hypothesis.given(wishes)(try_one)))
        run()
        return tried

    def _walk(self, who: Persona, name: str, wishes: Sequence[str]) -> None:
        """Ask for one state after the other; work may go on between two of them, so more than one state may be next."""
        self._experiments.create(UWE, name)
        granted = []
        for wish in wishes:
            before = self._experiments.state(name)
            reply = self._experiments.set_state(who, name, wish)
            possible = _reachable(before)
            story = f'"{name}" was asked to be {", then ".join(wishes)}; asked for {wish} when it was {before}'
            if reply.status == 200:
                granted.append(wish)
                fits = wish in BY_HAND and any(wish in FOLLOWS[state] for state in possible)
            elif reply.status == 409:
                fits = wish not in BY_HAND and any(wish in FOLLOWS[state] for state in possible)
            else:
                refusal = refused(reply, 400).message.lower().rstrip(".")
                words = {f"cannot transition from {one} to {wish}" for one in possible if wish not in FOLLOWS[one]}
                fits = refusal in words
            assert fits, f"{story} it was answered {reply.status}: {reply.text[:200]}"
        told = [one["current_state"] for one in self._experiments.history(name)]
        for sooner, later in pairwise(told):
            assert later in FOLLOWS[sooner], f'"{name}" was {later} after {sooner}'
        by_hand = [state for state in told[1:] if state in BY_HAND and state in granted]
        assert_that(by_hand, equal_to(granted), f'what was granted of "{name}", in its order')

    def check_timed_out(self, name: str, limit: float, reason: str) -> None:
        """It failed by itself, and says so."""
        self._experiments.await_state(name, "failed", limit + ENDS_WITHIN)
        self._experiments.check_took(name, "failed", limit)
        took = self._experiments.took(name, "failed")
        assert took > PATIENCE, f'"{name}" was given up after {took:.2f} s already'
        self._experiments.check_reason(name, reason)


def _reachable(state: str) -> set[str]:
    """The states in which an experiment may be by work alone, that is in this one now."""
    found = {state}
    while more := {later for one in found for later in FOLLOWS[one] if later not in BY_HAND} - found:
        found |= more
    return found
