"""The pipelines of experiments: how they were configured, and what becomes of another configuration while they run."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from functools import partial
from itertools import cycle, islice, pairwise
from typing import Any

from hamcrest import (
    assert_that,
    contains_exactly,
    equal_to,
    greater_than,
    has_item,
    has_length,
    less_than,
)

from support.clients.http import Reply
from support.observing.together import at_the_same_time
from support.observing.waiting import eventually, now
from support.scenario.people import Persona
from support.systems.answers import data, refused
from support.systems.phoenix.accounts import Accounts
from support.systems.phoenix.configurations import configuration_of, in_full, rest_for
from support.systems.phoenix.experiments import VARIANTS, Experiment, Experiments
from support.systems.phoenix.people import tenant_of
from support.systems.phoenix.series import COLLECTED_WITHIN, METRICS, SCRAPES, TOLD_WITHIN, Collected
from support.systems.system import System

LONGEST_GAP = 5 * SCRAPES
"""Seconds between two samples of a series that goes on: a look of Prometheus may come late, and one fail."""
COUNTED = ("phoenix_pipeline_batches_total", "phoenix_pipeline_points_total", "process_uptime_seconds")
"""What grows as long as a pipeline, or a load, goes on."""
LATER = 1.5
"""Seconds after which whatever a change has begun anew is told."""
OF_ITSELF = ("experiment", "load")
"""What a change of a pipeline leaves alone, even where it is taken."""
MOST_STEPS = 10
MANY = 10
"""Changes at the same moment: so many that their numbers get longer."""
_FILTER = {"type": "filter", "config": {"include_patterns": ["critical_*"]}}
ONLY_CRITICAL = [_FILTER] * MOST_STEPS
"""In as many steps as there may be."""
WRONG: dict[str, Any] = {
    "an unknown processor": [{"type": "sampler", "config": {}}],
    "a filter of no priority": [{"type": "filter", "config": {"include_priorities": []}}],
    "a word it does not know": [{"type": "aggregate", "config": {"by": "node", "priorities": ["low"]}}],
    "to keep the first 0": [{"type": "topk", "config": {"k": 0}}],
    "no list": "everything",
    "eleven processors": [_FILTER] * (MOST_STEPS + 1),
    "a priority that there is not": [{"type": "topk", "config": {"k": 3, "always": ["urgent"]}}],
    "nothing to add up": [{"type": "aggregate", "config": {"by": "priority", "priorities": []}}],
    "a pattern of nothing": [{"type": "filter", "config": {"include_patterns": ["critical_*", ""]}}],
    "a word too many": [{"type": "filter", "config": {"exclude_patterns": ["low_*"]}}],
    "one good and one bad thing": [_FILTER, {"type": "topk", "config": {"k": "many"}}],
}
"""Processors that no pipeline can have, as features call them."""


class Deployments:
    def __init__(self, system: System, accounts: Accounts, experiments: Experiments, collected: Collected) -> None:
        self._system, self._accounts = system, accounts
        self._experiments, self._collected = experiments, collected
        self._changed_at = 0.0
        self._before: dict[str, Any] = {}
        self._beside: dict[str, Any] = {}
        """How all other experiments of the scenario were before."""

    def check_configured(self, name: str) -> None:
        """Both pipelines have a configuration of their kind, for their nodes and nobody else's, with nothing left out;
        as the tenant reads it and as it is stored."""
        one = self._experiments.of(name)
        found = self._experiments.pipelines(name)
        assert_that(sorted(found), equal_to(sorted(VARIANTS)), f'the pipelines of "{name}"')
        for variant, told in found.items():
            share = one.asked["config"]["traffic_split"][f"{variant}_percentage"]
            known = {key: told[key] for key in ("experiment_id", "template", "version", "nodes", "tenant", "share")}
            expected = {
                "experiment_id": one.id,
                "template": one.asked[f"{variant}_pipeline"],
                "version": 1,
                "nodes": one.nodes,
                "tenant": tenant_of(one.owner),
                "share": share,
            }
            assert_that(known, equal_to(expected), f'the {variant} of "{name}"')
            rest = configuration_of(told["configuration"]).rest
            expected = rest_for(one.id, variant, one.nodes)
            assert_that(rest, equal_to(expected), f"what the configuration of the {variant} says besides processors")
            assert "${" not in told["configuration"], f"the {variant} is not filled in: {told['configuration']}"
        texts = {told["configuration"] for told in found.values()}
        assert_that(texts, has_length(len(VARIANTS)), "configurations of the two")
        self._check_stored(one, found)

    def _check_stored(self, one: Experiment, found: dict[str, dict[str, Any]]) -> None:
        rows = self._rows(one)
        if rows is None:
            return
        latest = {row["variant"]: row for row in rows}
        for variant, told in found.items():
            for key in ("template", "configuration", "version"):
                assert_that(latest[variant][key], equal_to(told[key]), f"{key} of the {variant} in the database")

    def _rows(self, one: Experiment) -> list[dict[str, Any]] | None:
        """Every version of both pipelines that is stored; None where nobody may look."""
        if self._system.database is None:
            return None
        return self._system.database.rows(
            "SELECT variant, version, template, configuration, made_by::text, made_at FROM phoenix.deployments"
            " WHERE experiment_id = %s::uuid ORDER BY variant, version",
            [one.id],
        )

    # Another configuration

    def change(self, who: Persona, name: str, variant: str, processors: Any) -> Reply:
        """Ask for other processors, having noted how everything is before."""
        one = self.note_all(name)
        return self._accounts.as_(who).put(f"{one.path}/pipelines/{variant}", json={"processors": processors})

    def note_all(self, name: str) -> Experiment:
        """How everything is at this moment, before something of this experiment is changed."""
        one = self._experiments.of(name)
        self._before = self._seen(one)
        self._beside = {each.name: self._seen(each) for each in self._experiments.all() if each is not one}
        self._changed_at = now()
        return one

    def keep_only_critical(self, who: Persona, name: str, variant: str) -> None:
        """Have a pipeline export critical processes alone."""
        one = self._experiments.of(name)
        told = data(self.change(who, name, variant, ONLY_CRITICAL))
        before = self._before["pipelines"][variant]
        for key in ("experiment_id", "variant", "template", "nodes", "tenant", "share"):
            assert_that(told[key], equal_to(before[key]), f"{key} of the {variant} that was changed")
        assert_that(told["version"], equal_to(before["version"] + 1), f"the version of the {variant}")
        made = configuration_of(told["configuration"])
        assert_that(made.processors, equal_to(in_full(ONLY_CRITICAL)), f"the processors of the {variant}")
        rest = configuration_of(before["configuration"]).rest
        assert_that(made.rest, equal_to(rest), f"what else the {variant} is configured to")
        assert_that(self._experiments.pipelines(name)[variant], equal_to(told), f"the {variant} as it is read")
        if (rows := self._rows(one)) is not None:
            last = [row for row in rows if row["variant"] == variant][-1]
            made_by = self._accounts.of(who).id
            assert_that(last["version"], equal_to(told["version"]), "the version that is stored")
            assert_that(last["made_by"], equal_to(made_by), "who is stored to have made it")
            kept = [row for row in rows if row != last]
            assert_that(kept, equal_to(self._before["rows"]), "the versions before it")
            sooner = max(row["made_at"] for row in kept)
            assert_that(last["made_at"], greater_than(sooner), "when the last version was made")
        self._check_left_alone(one)

    def _check_left_alone(self, one: Experiment) -> None:
        """Of the experiment itself, and of its load, nothing has changed."""
        after = self._seen(one)
        for key in OF_ITSELF:
            assert_that(after[key], equal_to(self._before[key]), f'{key} of "{one.name}", of which a pipeline changed')

    def keep_everything(self, people: Sequence[Persona], name: str, variant: str) -> None:
        """Have a pipeline export all it gets, as several admins ask for at the same moment, several times each: that
        makes as many versions, each stored to be of whoever was answered with it, and the last one counts.
        """
        one = self.note_all(name)
        self._accounts.sign_in_all(people)
        askers = list(islice(cycle(people), MANY))
        asks = [
            partial(self._accounts.as_(who).put, f"{one.path}/pipelines/{variant}", json={"processors": []})
            for who in askers
        ]
        versions = [data(reply)["version"] for reply in at_the_same_time(asks)]
        made, before = sorted(versions), int(self._before["pipelines"][variant]["version"])
        assert_that(made, equal_to([before + number for number in range(1, MANY + 1)]), "versions that each has made")
        told = self._experiments.pipelines(name)[variant]
        assert_that(told["version"], equal_to(made[-1]), f"the version of the {variant} that is told to be the last")
        if (rows := self._rows(one)) is not None:
            kept = {row["version"]: row["made_by"] for row in rows if row["variant"] == variant}
            theirs = {version: self._accounts.of(who).id for version, who in zip(versions, askers, strict=True)}
            stored = {version: kept.get(version) for version in theirs}
            assert_that(stored, equal_to(theirs), f"who is stored to have made each version of the {variant}")
        self.await_version(name, variant, made[-1])

    def renew_each(self, who: Persona, steps: Mapping[str, Any], variant: str) -> float:
        """Have a pipeline of each of these experiments take the steps it takes already, as another version of it; when
        that was asked for, in seconds since 1970.
        """
        self._accounts.sign_in_all([who])
        asked_at, self._changed_at = time.time(), now()
        made = {}
        for name, processors in steps.items():
            path = f"{self._experiments.of(name).path}/pipelines/{variant}"
            made[name] = data(self._accounts.as_(who).put(path, json={"processors": processors}))["version"]
        for name, version in made.items():
            self.await_version(name, variant, version)
        return asked_at

    def await_version(self, name: str, variant: str, version: int) -> None:
        """A pipeline comes to say that it runs with this version."""
        eventually(
            lambda: self._versions(self._experiments.of(name)).get(variant),
            equal_to(version),
            within=COLLECTED_WITHIN,
            since=self._changed_at,
            what=f'the version that runs of the {variant} of "{name}"',
        )

    def try_to_change(self, who: Persona, name: str, variant: str) -> None:
        self._system.judge(self.change(who, name, variant, ONLY_CRITICAL))

    def tell_wrong(self, who: Persona, name: str, variant: str, wrong: str) -> None:
        self._system.judge(self.change(who, name, variant, WRONG[wrong]))

    def check_refused_as_wrong(self) -> None:
        """All that was asked for was refused, naming what is wrong of the processors."""
        assert self._system.replies, "nothing was asked for yet"
        for reply in self._system.replies:
            fields = refused(reply, 422).fields
            assert fields and all(field.startswith("processors") for field in fields), f"the refusal names {fields}"

    def check_whole(self, name: str, variant: str, within: float) -> None:
        """The pipeline comes to have as many series of each node as the baseline has, which cuts nothing."""
        one = self._experiments.of(name)
        whole = self._collected.counted(one)["baseline"]
        eventually(
            lambda: self._collected.counted(one)[variant],
            equal_to(whole),
            within=within,
            since=self._changed_at,
            what=f'series of the {variant} of "{name}", by node',
        )

    def _seen(self, one: Experiment) -> dict[str, Any]:
        return {
            "experiment": self._experiments.read(one.name),
            "load": self._load(one),
            "pipelines": self._experiments.pipelines(one.name),
            "rows": self._rows(one),
            "counts": self._collected.counted(one),
            "versions": self._versions(one),
            "uptime": self._uptime(),
        }

    def _load(self, one: Experiment) -> list[dict[str, Any]] | None:
        """Its load as it is stored; None where nobody may look."""
        if self._system.database is None:
            return None
        return self._system.database.rows("SELECT * FROM phoenix.loads WHERE experiment_id = %s::uuid", [one.id])

    def _versions(self, one: Experiment) -> dict[str, float]:
        """The version with which each pipeline runs, as it says itself."""
        found = self._collected.prometheus.find(f'phoenix_pipeline_version{{experiment_id="{one.id}"}}')
        return {each.labels["variant"]: each.value for each in found}

    def _uptime(self) -> float:
        return float(self._system.service("collector").get("/health").json()["uptime_seconds"])

    def check_only_critical(self, name: str, variant: str, within: float) -> None:
        """In Prometheus the pipeline comes to have all critical processes and nothing else, and the other stays."""
        one = self._experiments.of(name)
        critical = self._collected.critical(one)
        other = next(each for each in VARIANTS if each != variant)
        expected = critical[variant] * len(METRICS)
        assert_that(expected, greater_than(0), "series of critical processes")

        def seen() -> tuple[set[str], int]:
            found = [each for each in self._collected.found(one) if each.labels["variant"] == variant]
            return {each.labels["priority"] for each in found}, len(found)

        eventually(
            seen,
            equal_to(({"critical"}, expected)),
            within=within,
            since=self._changed_at,
            what=f'the priorities and the number of series of the {variant} of "{name}"',
        )
        eventually(
            lambda: self._collected.figures(name)[variant]["time_series_count"],
            equal_to(expected),
            within=TOLD_WITHIN,
            what=f'series of the {variant} of which the people of "{name}" are told',
        )
        before = self._before["counts"]
        after = self._collected.counted(one)
        assert_that(sum(after[variant].values()), less_than(sum(before[variant].values())), f"series of the {variant}")
        assert_that(after[other], equal_to(before[other]), f"series of the {other}, which was not changed")

    def check_no_gap(self, name: str) -> None:
        """Series that stay went on without a gap, both pipelines count on, and the collector was not started anew."""
        one = self._experiments.of(name)
        for variant in VARIANTS:
            self._await_told_again(one, variant)
        seconds = max(2, round(now() - self._changed_at) + 2)
        for variant in VARIANTS:
            found = self._collected.prometheus.find(
                f'process_cpu_seconds_total{{experiment_id="{one.id}",variant="{variant}",priority="critical"}}[{seconds}s]'
            )
            assert found, f"no series of critical processes of the {variant}"
            for series in found:
                times = [at for at, _ in series.samples]
                widest = max((later - sooner for sooner, later in pairwise(times)), default=99.0)
                assert widest <= LONGEST_GAP, f"{series.labels} has no sample for {widest:.2f} s while it was changed"
            for metric in COUNTED:
                query = f'resets({metric}{{experiment_id="{one.id}",variant="{variant}"}}[{seconds}s])'
                resets = {each.value for each in self._collected.prometheus.find(query)}
                assert_that(resets, equal_to({0.0}), f"how often {metric} of the {variant} began anew")
        assert_that(self._uptime(), greater_than(self._before["uptime"]), "how long the collector has run")

    def _await_told_again(self, one: Experiment, variant: str) -> None:
        """Critical processes, which are not added up, say that they run for longer than before the change, as those do
        that went on; what began anew has been told by then.
        """
        labels = f'experiment_id="{one.id}",variant="{variant}",priority="critical"'
        query = f"max(process_uptime_seconds{{{labels}}})"
        (before,) = self._collected.prometheus.find(query, time.time() - (now() - self._changed_at))
        eventually(
            lambda: [each.value for each in self._collected.prometheus.find(query)],
            contains_exactly(greater_than(before.value + LATER)),
            within=COLLECTED_WITHIN,
            what=f'how long the processes of the {variant} of "{one.name}" run',
        )

    def check_goes_on(self, name: str) -> None:
        """An experiment beside the one that was changed is as it was, and neither its pipelines nor its load began
        anew.
        """
        one = self._experiments.of(name)
        self._collected.await_whole(name)
        after = self._seen(one)
        since = round((now() - self._changed_at + 2 * SCRAPES) * 1000)  # with a sample or two of just before
        for key in (*OF_ITSELF, "pipelines", "rows", "counts", "versions"):
            assert_that(after[key], equal_to(self._beside[name][key]), f'{key} of "{name}", which nobody has changed')
        for metric in COUNTED:
            query = f'resets({metric}{{experiment_id="{one.id}"}}[{since}ms]) > 0'
            begun = [each.labels for each in self._collected.prometheus.find(query)]
            assert_that(begun, equal_to([]), f'what of "{name}" began anew, which nobody has changed')
        self._experiments.check_still(name, "running")

    def check_unchanged(self, name: str) -> None:
        """Pipelines, rows, versions and series are what they were."""
        one = self._experiments.of(name)
        never_differs = {key: self._before[key] for key in (*OF_ITSELF, "pipelines", "rows", "counts")}
        eventually(
            lambda: self._went_through(one),
            has_item(True),
            within=COLLECTED_WITHIN,
            what="whether Prometheus has looked since",
        )
        after = self._seen(one)
        for key, before in never_differs.items():
            assert_that(after[key], equal_to(before), f'{key} of "{name}"')
        assert_that(after["versions"], equal_to(self._before["versions"]), f'versions that run of "{name}"')

    def _went_through(self, one: Experiment) -> list[bool]:
        """For each pipeline, whether it was looked at so often since the change that it would be seen by now."""
        seconds = now() - self._changed_at
        return [seconds > 5 * SCRAPES and bool(self._versions(one))]
