"""Many clients at once, and an audit-service that fails."""

from behave import then, when
from behave.runner import Context

from support.scenario.misfortunes import Stretch
from support.scenario.parameters import Duration
from support.scenario.people import Persona
from support.scenario.world import world
from support.systems.audit import audit

RESTED = 11.0
"""Seconds without any change after which the next one has to be on record as soon as any."""


@when(
    "for {time:Duration} {clients:Count} clients of {people:People} do all that developers do,"
    " while {readers:Count} of {reader:Person} search"
)
def press(context: Context, time: Duration, clients: int, people: list[Persona], readers: int, reader: Persona) -> None:
    """Each as fast as they are answered; some of it is refused, and some of it all do to one document."""
    audit(context).pressure.press(people, clients, reader, readers, time)


@when("{clients:Count} clients of {who:Person} make and change object types, {times:Count} times in all")
def make_and_change(context: Context, clients: int, who: Persona, times: int) -> None:
    """All at once, and each of it is confirmed."""
    audit(context).pressure.make(who, clients, times)


@when(
    "for {time:Duration} {clients:Count} clients of {people:People} change object types,"
    " of which one is held up again and again"
)
def held_up(context: Context, time: Duration, clients: int, people: list[Persona]) -> None:
    """What is changed together with it is done later than what others make meanwhile."""
    audit(context).pressure.hold_up(people, clients, time)


@then("everybody was answered as is promised, and nobody in any other way")
def as_promised(context: Context) -> None:
    """With what was asked for, or with the refusal that belongs to it."""
    audit(context).pressure.check_promised()


@then('{who:Person} is told five times that the history of "{name}" is not to be had, and then at once')
def left_alone(context: Context, who: Persona, name: str) -> None:
    """After five failures nobody waits for audit-service any more, and it is told when it is tried again."""
    audit(context).pressure.check_left_alone(who, name)


@then('{who:Person} is told {number:Count} times that the history of "{name}" is not to be had')
def not_to_be_had(context: Context, who: Persona, number: int, name: str) -> None:
    """Each time somebody has waited for audit-service in vain."""
    audit(context).pressure.check_failures(who, name, number)


@then('{who:Person} asks five times at once, and in vain, for the history of "{name}", and then is told so at once')
def left_alone_together(context: Context, who: Persona, name: str) -> None:
    """Five that wait for audit-service in vain are five failures, however they end."""
    audit(context).pressure.check_left_alone_together(who, name)


@then("each record of it says who did it, and leads to their request")
def whose(context: Context) -> None:
    """However many did something at the same moment."""
    audit(context).pressure.check_whose()


@then('after a while {who:Person} is told once more that the history of "{name}" is not to be had, and then at once')
def tried_again(context: Context, who: Persona, name: str) -> None:
    """One failure is enough for whoever was left alone."""
    audit(context).pressure.check_tried_again(who, name)


@when("{part:Services} is back")
def is_back(context: Context, part: list[str]) -> None:
    """As its operator brings it back."""
    assert world(context).faults.broken(part[0]), f"{part[0]} is not away"
    world(context).faults.mend(part[0])


@when("{part:Services} is back, but not all of its answers reach {service:Services}")
def is_back_badly(context: Context, part: list[str], service: list[str]) -> None:
    """The line breaks off in the midst of them until all that waits was told; then it is whole, and nothing waits."""
    found, faults = audit(context), world(context).faults
    found.metrics.await_waiting(found.records.confirmed)
    faults.afflict(Stretch(service[0], part[0]), "loses answers")
    faults.mend(part[0])
    found.records.await_told()
    faults.mend()
    found.metrics.check_waiting(0)


@then('{who:Person} finds the history of "{name}" again by itself')
def found_again(context: Context, who: Persona, name: str) -> None:
    """Nobody has to do anything for it, and it is what the records say."""
    audit(context).pressure.check_closes(who, name)


@then(
    '{who:Person} finds the history of "{name}" again by itself,'
    " and what {author:Person} changes next within {limit:Duration}"
)
def found_again_and_next(context: Context, who: Persona, name: str, author: Persona, limit: Duration) -> None:
    """Though nobody has changed anything for more than ten seconds by then."""
    audit(context).pressure.check_closes(who, name)
    audit(context).records.check_soon_after_a_rest(author, name, RESTED, limit)
