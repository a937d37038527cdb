"""What services are told when they are started, and what they say when it is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from support.environments.logs import in_short
from support.evidence.masking import mask
from support.systems.system import System

if TYPE_CHECKING:
    from support.environments.protocol import Trial

WORD = "moonlight"
"""Stands in every wrong value of a secret setting, so that it is found where one is repeated."""
LESS = ("DEBUG", "INFO")
"""The levels of what is no trouble."""
VALUES = {
    "a word": WORD,
    "a number that is too large": "65536",
    "the address of something else": f"ftp://somebody:{WORD}@elsewhere.test/it",
    "an address with an end missing": f"postgresql://somebody:{WORD}@",
    "a path where nothing is": f"/nowhere/{WORD}",
    "a file with nothing in it": "/dev/null",
    "a folder in which nothing fits": "/proc",
}
"""Wrong values, by what a feature calls them."""


class ServiceSettings:
    """Starts copies of services that are told something else."""

    def __init__(self, system: System) -> None:
        self._system = system
        self._told = system.contract.told
        self._service = ""
        self._changed: dict[str, str | None] = {}
        self._trial: Trial | None = None
        self._tries: list[tuple[Mapping[str, str | None], frozenset[str], Trial]] = []
        """Copies that were told much wrongly: what was changed, which settings are wrong by that, and how it ended."""

    def start_without(self, service: str, words: str) -> None:
        """Start a copy of a service that is not told some settings: `the port and the certificate`, `any setting`."""
        names = self._told.names.values() if words == "any setting" else self._named(words)
        self._start(service, dict.fromkeys(names))

    def start_with(self, service: str, value: str, words: str) -> None:
        """Start a copy of a service that is told the same wrong value for some settings."""
        self._start(service, dict.fromkeys(self._named(words), VALUES[value]))

    def start_as_it_is(self, service: str) -> None:
        """Start a copy of a service that is told what the running one was told."""
        self._start(service, {})

    def start_at_limits(self, service: str) -> None:
        """Start copies of a service each of whose settings has a value that it may just have: all at a time."""
        self._service = service
        known = {*self._told.needed[service], *self._told.optional.get(service, ())} & set(self._told.right)
        assert known, f"nobody says what {service} may be told"
        for number in range(max(len(self._told.right[name]) for name in known)):
            self._try({name: (some := self._told.right[name])[number % len(some)] for name in sorted(known)}, ())

    def check_all_started(self) -> None:
        """Each copy became ready, and said nothing of its settings."""
        assert self._tries, "no service was started in this scenario"
        for changed, _, trial in self._tries:
            told = f"{self._service}, which is told what it may be of {_listed(changed)},"
            assert trial.status is None, f"{told} ended with status {trial.status}: {in_short(trial.lines)}"

    def start_with_all_wrong(self, service: str) -> None:
        """Start copies of a service that are told all its settings wrongly: missing, empty, and each wrong value.

        Many at a time, in every round all of them or every second one, so that neither company nor its absence hides
        one.
        """
        self._service = service
        needed = sorted(self._told.needed[service])
        known = [name for name in (*needed, *sorted(self._told.optional.get(service, ()))) if name in self._told.wrong]
        for missing in (needed, needed[::2], needed[1::2]):
            self._try(dict.fromkeys(missing), missing)
        self._try(dict.fromkeys((*needed, *self._told.optional.get(service, ())), ""), needed)
        for number in range(max(len(self._told.wrong[name]) for name in known)):
            for some in (known, known[number % 2 :: 2]):
                values = {name: self._told.wrong[name][number % len(self._told.wrong[name])] for name in some}
                self._try(values, some)

    def _try(self, changed: Mapping[str, str | None], wrong: Iterable[str]) -> None:
        self._tries.append((changed, frozenset(wrong), self._system.platform.trial(self._service, changed)))

    def start_loudly(self, service: str) -> None:
        """Start copies of a service that log as much as they can: one as it is, and one without each of its stores."""
        self._service = service
        stores = {name: place for name, place in self._told.nowhere.items() if name in self._told.needed[service]}
        for away in ({}, *({name: place} for name, place in stores.items())):
            self._try({**self._told.loudest, **away}, ())

    def check_quiet(self) -> None:
        """A copy that is told to log only trouble starts, and logs nothing less."""
        trial = self._system.platform.trial(self._service, self._told.quietest)
        assert trial.status is None, f"{self._service} ended with status {trial.status}: {in_short(trial.lines)}"
        told = f"{self._service} logs, with {dict(self._told.quietest)}"
        for line in trial.lines:
            level = next((level for level in LESS if re.search(rf'"level": ?"{level}"', line)), "")
            assert not level, f"{told}, what is of the level {level}: {mask(line)[:300]}"

    def check_logged_nothing_secret(self) -> None:
        """What each copy logged holds no secret: neither one of the platform, nor the way into a store that is away."""
        assert self._tries, "no service was started in this scenario"
        for changed, _, trial in self._tries:
            said = "\n".join(trial.lines)
            without = _listed(set(changed) - set(self._told.loudest))
            assert said, f"{self._service} without {without} logged nothing"
            assert WORD not in said, (
                f"{self._service} logs the way into what is away, {without}: {self._around(said, WORD)}"
            )
            for secret in self._system.platform.secrets:
                assert secret not in said, (
                    f"{self._service} without {without} logs a secret: {self._around(said, secret)}"
                )

    def _around(self, said: str, secret: str) -> str:
        """The line in which a secret stands, without it and all others."""
        line = next(line for line in said.splitlines() if secret in line)
        for one in (secret, *self._system.platform.secrets):
            line = line.replace(one, "…")
        return mask(line)[:300]

    def check_all_named(self) -> None:
        """Each copy ended by itself, with one sentence that names all that was wrong and nothing else."""
        assert self._tries, "no service was started in this scenario"
        for changed, wrong, trial in self._tries:
            self._changed, self._trial = dict(changed), trial
            self._check_named(wrong, f"{len(wrong)} settings: {_listed(wrong)}")
            self.check_told_nothing_secret()

    def _start(self, service: str, changed: dict[str, str | None]) -> None:
        self._service, self._changed = service, changed
        self._trial = self._system.platform.trial(service, changed)

    def _named(self, words: str) -> list[str]:
        """Settings named in a sentence: `the port and the level of the log`. KeyError for an unknown."""
        return [self._told.names[one] for one in re.split(r", | and ", words)]

    @property
    def trial(self) -> Trial:
        assert self._trial is not None, "no service was started in this scenario"
        return self._trial

    def check_refused(self, words: str) -> None:
        """It ended by itself, with nothing but one sentence that names these settings and no other.

        A service that writes more than that has begun to start.
        """
        wanted = self._told.needed[self._service] if words == "every setting that it needs" else set(self._named(words))
        self._check_named(frozenset(wanted), words)

    def _check_named(self, wanted: frozenset[str], words: str) -> None:
        trial, said = self.trial, in_short(self.trial.lines)
        assert trial.status is not None, f"{self._service} started without a word about {words}"
        assert trial.status != 0, f"{self._service} ended as if all were well, having said: {said!r}"
        assert len(trial.lines) == 1, f"{self._service} said {len(trial.lines)} lines and not one: {said!r}"
        found = set(re.findall(r"\b[A-Z]+(?:_[A-Z]+)*\b", said)) & {*self._told.names.values(), *self._told.wrong}
        missing, more = _listed(wanted - found), _listed(found - wanted)
        assert found == wanted, f"{self._service} leaves out {missing}, and names {more} besides: {said!r}"

    def check_told_nothing_secret(self) -> None:
        """No value of a secret setting is in what it said: neither a right one nor the wrong one."""
        said = "\n".join(self.trial.lines)
        for name in self._told.secret & set(self._changed):
            assert WORD not in said, f"what {self._service} says of {name} shows its value: {said!r}"
        assert not any(secret in said for secret in self._system.platform.secrets), (
            f"{self._service} says one of the secrets of {self._system.contract.name} when it cannot start: {said!r}"
        )

    def check_started(self) -> None:
        trial = self.trial
        assert trial.status is None, f"{self._service} ended with status {trial.status}: {in_short(trial.lines)}"
        ready = [line for line in trial.lines if f"{self._service} is ready" in line]
        assert len(ready) == 1, f"{self._service} did not become ready: {in_short(trial.lines)}"

    def check_misses(self, part: str) -> None:
        """It became ready, and told whoever asked how it is that this part is of no use, in its log at least."""
        self.check_started()
        told = [line for line in self.trial.lines if re.search(rf"(?<![\w-]){re.escape(part)} does not answer", line)]
        assert told, f"{self._service} says nothing of {part}, which is of no use: {in_short(self.trial.lines)}"


def _listed(names: Iterable[str]) -> str:
    return " and ".join(sorted(names)) or "nothing"
