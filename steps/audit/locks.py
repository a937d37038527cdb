"""Locks of branches."""

from behave import given, then, when
from behave.runner import Context

from support.scenario.parameters import Duration
from support.scenario.people import Persona
from support.systems.audit import audit
from support.systems.audit.locks import HEARTBEAT
from support.systems.audit.people import PIOTR


@given("{who:Person} has locked the branch")
@when("{who:Person} locks the branch")
def locks(context: Context, who: Persona) -> None:
    """The whole of it, for a minute."""
    audit(context).locks.acquire(who)


@given("{who:Person} has locked the {kind:Kind}s of the branch")
@when("{who:Person} locks the {kind:Kind}s of the branch")
def locks_kind(context: Context, who: Persona, kind: str) -> None:
    """Documents of one kind only; those of one kind for longer than those of the other."""
    audit(context).locks.acquire(who, only=kind, seconds=60 * len(kind))
    audit(context).locks.check_beside(who, kind)


@given("{who:Person} has locked the branch for {time:Duration}")
def locks_for(context: Context, who: Persona, time: Duration) -> None:
    """Whatever happens, it is over then."""
    audit(context).locks.acquire(who, seconds=time)


@given("{who:Person} has locked the branch and promised heartbeats")
def locks_with_heartbeats(context: Context, who: Persona) -> None:
    """Two a second."""
    audit(context).locks.acquire(who, heartbeat=HEARTBEAT)


@when("{who:Person} sends a heartbeat, and gives the lock back")
def beats_and_gives_back(context: Context, who: Persona) -> None:
    """Which is about that lock, and no other."""
    audit(context).locks.beat_for(who, 1)
    audit(context).locks.release(who)


@when("{who:Person} sends {number:Count} heartbeats")
def beats(context: Context, who: Persona, number: int) -> None:
    """One after the other, in time."""
    audit(context).locks.beat_for(who, number)


@when('{who:Person} is silent for longer than three heartbeats, and {other:Person} changes "{name}"')
def silent(context: Context, who: Persona, other: Persona, name: str) -> None:
    """As soon as the lock counts no more."""
    audit(context).locks.await_over(who, other, name, 3 * HEARTBEAT + 1)


@when("{who:Person} gives the lock back")
def gives_back(context: Context, who: Persona) -> None:
    """Before its time is up."""
    audit(context).locks.release(who)


@when("{who:Person} forces the branch open")
def forces(context: Context, who: Persona) -> None:
    """All its locks are taken away, and told; those of other branches stay."""
    audit(context).locks.force_beside(who, PIOTR)


@when("for {time:Duration} {people:People} take the lock of the branch whenever they get it")
def compete(context: Context, time: Duration, people: list[Persona]) -> None:
    """And give it back at once."""
    audit(context).locks.compete(people, time)


@then('{who:Person} cannot make, change or delete {kind:Kind}s such as "{name}", and is told what to do')
def kept_out(context: Context, who: Persona, kind: str, name: str) -> None:
    """Nothing of it happens."""
    assert audit(context).ontology.documents[name].kind == kind
    audit(context).locks.check_kept_out(who, name)


@then('{who:Person} can change "{name}" in the name of the lock')
def holder_may(context: Context, who: Persona, name: str) -> None:
    """As its holder; and make and delete others like it."""
    audit(context).locks.work_as_holder(who, name)


@then('{who:Person} can change "{name}"')
def may_change(context: Context, who: Persona, name: str) -> None:
    """As on any day."""
    audit(context).ontology.change(who, name, f"by {who.name}")


@then(
    '{who:Person} can change "{name}" when the time is over that is told, and not before, whatever {holder:Person} does'
)
def may_later(context: Context, who: Persona, name: str, holder: Persona) -> None:
    """Whoever waits as told is let in, though the holder is still heard of."""
    audit(context).locks.check_told_again_when(who, name, holder)


@then('whatever {who:Person} does in the name of that lock is refused, and "{name}" stays as it is')
def lost(context: Context, who: Persona, name: str) -> None:
    """A change, a heartbeat, giving it back."""
    audit(context).locks.check_lost(who, name)


@then("{who:Person} cannot lock {what}")
def cannot_lock(context: Context, who: Persona, what: str) -> None:
    """Neither the branch nor what overlaps."""
    audit(context).locks.check_refused_lock(who, "" if what == "the branch" else what.removeprefix("its ").rstrip("s"))


@then("{who:Person} can neither keep, use nor end the lock of {holder:Person}")
def not_theirs(context: Context, who: Persona, holder: Persona) -> None:
    """By heartbeats, by giving it back, or by changing something in its name."""
    audit(context).locks.check_strangers_lock_is_theirs(who, holder)


@then("neither {first:Person} nor {second:Person} may force the branch open")
def may_not_force(context: Context, first: Persona, second: Persona) -> None:
    """Only an admin may."""
    audit(context).locks.check_nobody_else_may_force([first, second])


@then("no two of them ever held it at once, and nobody was refused while it was free")
def exclusive(context: Context) -> None:
    """Over the whole time."""
    audit(context).locks.check_exclusive()


@then("everybody sees that {who:Person} has locked the branch")
def is_listed(context: Context, who: Persona) -> None:
    """And that nobody else has."""
    audit(context).locks.check_listed([who])


@when("{who:Person} asks for each kind of change until a lock of {holder:Person} is over, on a slow line")
def asks_until_the_end(context: Context, who: Persona, holder: Persona) -> None:
    """Of other documents each time; it takes a while from a refusal to the reason that is told."""
    audit(context).endings.ask(who, holder)


@then("each of it was refused for that lock, or made when it was over")
def refused_or_made(context: Context) -> None:
    """And is told nothing else; what was refused is as it was."""
    audit(context).endings.check_answers()
