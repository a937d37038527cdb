"""How long records are kept."""

from behave import given, then, when
from behave.runner import Context

from support.observing.waiting import now
from support.scenario.parameters import Duration
from support.scenario.people import Persona
from support.systems.audit import audit


@given("{who:Person} has records of the branch kept for {time:Duration}")
@when("{who:Person} has records of the branch kept for {time:Duration}")
def keep_all(context: Context, who: Persona, time: Duration) -> None:
    """Whatever they are about, unless something more particular is said of them."""
    audit(context).retention.keep(who, "*", "*", time)


@given("{who:Person} has records of {kind:Kind}s kept for {time:Duration}")
@when("{who:Person} has records of {kind:Kind}s kept for {time:Duration}")
def keep_kind(context: Context, who: Persona, kind: str, time: Duration) -> None:
    """Of one class, on the branch of the scenario."""
    audit(context).retention.keep(who, f"{kind.replace(' ', '_')}.*", "*", time)


@given('{who:Person} has records of "{name}" kept for {time:Duration}')
def keep_one(context: Context, who: Persona, name: str, time: Duration) -> None:
    """Of one document."""
    audit(context).retention.keep(who, "*", name, time)


@given("{who:Person} has records of changes of {kind:Kind}s kept for {time:Duration}")
def keep_changes(context: Context, who: Persona, kind: str, time: Duration) -> None:
    """Not of those that were made or deleted; said with a star within, that stands for anything there too."""
    audit(context).retention.keep(who, f"{kind[:3]}*.update", "*", time)


@given("{who:Person} has had records of the branch kept for {time:Duration}, and has taken that back")
def kept_no_more(context: Context, who: Persona, time: Duration) -> None:
    """It counts no more."""
    audit(context).retention.keep(who, "*", "*", time)
    audit(context).retention.take_back(who, "*", "*")


@given('{who:Person} has put a hold on the records of "{name}"')
def holds(context: Context, who: Persona, name: str) -> None:
    """A legal hold, which is listed."""
    audit(context).retention.hold(who, name)


@given("{who:Person} has put a hold on {number:Count} records of long ago")
def holds_old_ones(context: Context, who: Persona, number: int) -> None:
    """More than are archived in one go: they are in nobody's way."""
    audit(context).retention.hold_long_ago(who, number)


@given('{people:People} have put holds on the records of "{name}"')
def hold_each(context: Context, people: list[Persona], name: str) -> None:
    """One hold is as good as two."""
    for who in people:
        audit(context).retention.hold(who, name)


@when('{who:Person} lifts the hold on the records of "{name}"')
def lifts(context: Context, who: Persona, name: str) -> None:
    """They may go."""
    audit(context).retention.lift(who, name)


@then('what {who:Person} makes as "{name}" is archived when it is {time:Duration} old, and not before')
def archived_in_time(context: Context, who: Persona, name: str, time: Duration) -> None:
    """By the watch of whoever makes it."""
    made = now()
    audit(context).ontology.create(who, "object type", name)
    audit(context).retention.check_archived_in_time(name, made, time)


@given("the records of {names:Texts} have been archived")
@then("the records of {names:Texts} are archived")
def are_archived(context: Context, names: list[str]) -> None:
    """As they were, and found by whoever searches the archive too."""
    for name in names:
        audit(context).retention.await_archived(name)


@then('the records of "{name}" stay')
def stay(context: Context, name: str) -> None:
    """All of them, where they are."""
    audit(context).retention.check_stay(name)


@then('of "{name}" the record of the change is archived, and that of its making stays')
def only_the_change(context: Context, name: str) -> None:
    """What counts is what was done, not to what."""
    audit(context).retention.await_archived(name, only="update")
    audit(context).retention.check_stay(name, only="create")


@then('of "{name}" the record of its making is archived, and that of the change stays')
def only_the_making(context: Context, name: str) -> None:
    """Though both are as old as what is said of all of its kind."""
    audit(context).retention.await_archived(name, only="create")
    audit(context).retention.check_stay(name, only="update")


@then("of each class what is older than its period is archived, and what is younger stays")
def each_class(context: Context) -> None:
    """By a minute; told by the scenario as of something that happened long ago."""
    audit(context).retention.check_classes()


@then("the integrity check finds that all is as it was recorded")
def all_whole(context: Context) -> None:
    """Also what was archived."""
    audit(context).retention.check_whole()


@then("the broker keeps what was told for {days:Duration}, at most {size:Count} MiB and {number:Count} messages of it")
def stream_keeps(context: Context, days: Duration, size: int, number: int) -> None:
    """On its disk; and for two minutes it knows what it was told already."""
    limits = {"max_age": days, "max_bytes": size * 1024**2, "max_msgs": number, "duplicate_window": 120}
    audit(context).retention.check_stream(**limits, storage="file", retention="limits")
