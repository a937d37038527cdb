"""What scenarios have left behind: found after a run, told with whose it is, and a failure of the run."""

import json
import re
from collections.abc import Hashable, Iterable, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any, TypeVar

from support.evidence import masking
from support.inventory import stores
from support.inventory.left import CHANGED, LEFT, REMOVED, Difference, Leftover
from support.inventory.remains import Remain, load_remains
from support.inventory.stores import Census
from support.inventory.things import FILE, MESSAGES, ROW, STREAM, Thing
from support.observing import waiting
from support.scenario.data import mark_of

if TYPE_CHECKING:
    from support.environments import Environment, Platform
    from support.running.planned import Planned
    from support.running.run import Run

SETTLE = 8.0
"""Seconds in which services may finish what scenarios have begun to undo.

Longer than the five seconds that a platform may take to notice that a part has died, of which it then lets go.
"""
POLL = 0.1
SENTENCES = 20
"""At most so many are told; `run.json` has everything."""
# What was there before may come to be changed or go without anybody's doing: keys end, consumers and processes
# are made anew. Messages only become more.
_MAY_CHANGE = frozenset({ROW, FILE})
_MAY_GO = frozenset({ROW, STREAM, FILE})
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_WORDS = (re.compile(r"[a-z0-9]+"), re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+"))
_NOBODY: frozenset[Any] = frozenset()

Owner = TypeVar("Owner", bound=Hashable)


def note(run: "Run") -> None:
    """Remember what there is before the first scenario."""
    if run.settings.leftovers == "check":
        run.censuses = [stores.first(one, run.platforms_of(one)) for one in run.environments]


def tell(run: "Run") -> None:
    """Compare with what there was, and let the run fail for what scenarios have left.

    Says nothing of a run that was broken off, or lost a worker: its scenarios did not end as they should.
    """
    if not run.censuses or run.failure or run.interrupted or run.deaths:
        return
    run.announce("progress", "Looking for what scenarios have left")
    uncounted: dict[tuple[str, str], str] = {}
    for environment, before in zip(run.environments, run.censuses, strict=True):
        left, unknown = _left(run, environment, before)
        run.leftovers += [one for one in left if one not in run.leftovers]  # what the suite left is found in each
        uncounted |= unknown
    sentences = [masking.mask(leftover.sentence) for leftover in run.leftovers]
    if len(sentences) > SENTENCES:
        sentences[SENTENCES:] = [f"{len(sentences) - SENTENCES} more things were left; run.json has them"]
    sentences += [
        masking.mask(f"What was left in the {source} of {platform or 'the suite'} is not known: {why}")
        for (platform, source), why in uncounted.items()
    ]
    run.besides += sentences


def _left(
    run: "Run", environment: "Environment", before: Census
) -> tuple[list[Leftover], Mapping[tuple[str, str], str]]:
    """What was left in one environment, and what of it could not be counted, with the reason."""
    names = run.platforms_of(environment)
    remains = {name: load_remains(name) for name in names}
    marks = {id_: planned for planned in run.planned for id_ in run.correlation_ids(planned)}
    leftovers: list[Leftover] = []
    after, found = before, list[Difference]()
    for _ in waiting.looks(SETTLE, POLL):
        after = stores.again(environment, names, before, run.token)
        found = differences(before, after)
        if not undeclared(found, remains):
            break
    else:
        logged = _logged([environment.platform(name) for name in names], run, marks)
        owners = attribute(found, marks, seen_before(before), logged)
        left = [one for one in undeclared(found, remains) if owners[one] or not before.shared]
        leftovers = grouped({one: owners[one] for one in left})
    return leftovers, before.uncounted | after.uncounted


def differences(before: Census, after: Census) -> list[Difference]:
    """What was left, changed or removed from the one to the other.

    In a shared environment, only what was left: others may change what there was before.
    """
    found = []
    for key, thing in after.things.items():
        platform, kind = key[:2]
        known = before.things.get(key)
        if not before.has_counted(platform, kind):
            continue
        if known is None or (kind == MESSAGES and thing.content["messages"] > known.content["messages"]):
            found.append(Difference(platform, LEFT, thing))
        elif kind in _MAY_CHANGE and thing.content != known.content and not before.shared:
            found.append(Difference(platform, CHANGED, thing))
    for key, thing in before.things.items():
        platform, kind = key[:2]
        gone = key not in after.things and kind in _MAY_GO and after.has_counted(platform, kind)
        if gone and not before.shared:
            found.append(Difference(platform, REMOVED, thing))
    return found


def undeclared(found: Iterable[Difference], remains: Mapping[str, Sequence[Remain]]) -> list[Difference]:
    """Those that no declaration of their platform covers."""
    return [
        one
        for one in found
        if not any(remain.covers(one.thing) and remain.allows(one.change) for remain in remains.get(one.platform, ()))
    ]


def attribute(
    found: Sequence[Difference],
    marks: Mapping[str, Owner],
    strangers: frozenset[str] = frozenset(),
    logged: Mapping[str, frozenset[Owner]] | None = None,
) -> dict[Difference, frozenset[Owner]]:
    """Whose each difference is; of nobody where nothing tells.

    First those whose content has the mark of a scenario (`marks`: correlation id to owner), or that were logged
    together with one (`logged`: id to owners); then those that share an id, or a foreign key, with one whose owner
    is known, and so on. An id that leads to several owners, or was there before (`strangers`), leads nowhere.
    """
    of_mark = dict(marks) | {mark_of(id_): owner for id_, owner in marks.items()}
    texts = {one: _text(one.thing) for one in found}
    ids = {one: _ids(one.thing, texts[one]) - strangers for one in found}
    owners = {one: _marked(text, of_mark) for one, text in texts.items()}
    while True:
        of_id: dict[str, frozenset[Owner]] = dict(logged or {})
        for one, known in owners.items():
            for id_ in ids[one] if known else ():
                of_id[id_] = of_id.get(id_, _NOBODY) | known
        fresh = {
            one: frozenset[Owner]().union(*(of_id[id_] for id_ in ids[one] if len(of_id.get(id_, ())) == 1))
            for one, known in owners.items()
            if not known
        }
        if not any(fresh.values()):
            return owners
        owners |= fresh


def grouped(owners: Mapping[Difference, frozenset["Planned"]]) -> list[Leftover]:
    """One for each scenario, place and kind of change; those of nobody known come last."""

    def order(one: Difference) -> tuple[Any, ...]:
        numbers = sorted(planned.number for planned in owners[one])
        return not numbers, numbers, one.platform, one.thing.kind, one.thing.place, one.change

    return [
        Leftover(
            together[0].platform,
            together[0].change,
            [one.thing for one in together],
            sorted(owners[together[0]], key=lambda planned: planned.number),
        )
        for _, group in groupby(sorted(owners, key=order), key=order)
        if (together := list(group))
    ]


def seen_before(census: Census) -> frozenset[str]:
    """The ids in all that there was before the run."""
    return frozenset(id_ for thing in census.things.values() for id_ in _ids(thing, _text(thing)))


def _logged(
    platforms: Iterable["Platform"], run: "Run", marks: Mapping[str, "Planned"]
) -> dict[str, frozenset["Planned"]]:
    """The ids that services logged, with the scenarios for which they did."""
    pattern = re.compile(rf"{run.token}-\d+(?:-\d+)?")
    found: dict[str, frozenset[Planned]] = {}
    for platform in platforms:
        for unit in platform.units if "logs" in platform.capabilities else ():
            for line in platform.logs(unit, run.started):
                owners = frozenset(marks[id_] for id_ in pattern.findall(line) if id_ in marks)
                for id_ in _ID.findall(line) if owners else ():
                    found[id_] = found.get(id_, _NOBODY) | owners
    return found


def _text(thing: Thing) -> str:
    return f"{thing.place} {thing.name} {json.dumps(thing.content, ensure_ascii=False, default=str)}"


def _ids(thing: Thing, text: str) -> frozenset[str]:
    """Everything by which others may refer to a thing, and it to them."""
    rows = {f"{place}({name})" for place, name in thing.refers}
    if thing.kind == ROW:
        rows.add(f"{thing.place}({thing.name})")
    return frozenset(rows | {*_ID.findall(text)})


def _marked(text: str, of_mark: Mapping[str, Owner]) -> frozenset[Owner]:
    return frozenset(of_mark[word] for words in _WORDS for word in words.findall(text.lower()) if word in of_mark)
