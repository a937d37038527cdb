"""Several changes in one go."""

from behave import then, when
from behave.runner import Context

from support.scenario.people import Persona
from support.systems.audit import audit


@when("{who:Person} changes, deletes and makes again what {owner:Person} has made, and makes more, all together")
def change_together(context: Context, who: Persona, owner: Persona) -> None:
    """Documents of both kinds, by turns; it is confirmed, and everybody is shown what was made."""
    audit(context).together.change(who, owner)


@when("{who:Person} makes {number:Count} documents, all together")
def make_together(context: Context, who: Persona, number: int) -> None:
    """Of both kinds, by turns; it is confirmed, and everybody is shown what was made."""
    audit(context).together.make(who, number)


@then("each of these changes is recorded once, in their order, as of one request")
def recorded_each(context: Context) -> None:
    """With its values before and after; and each document has the version that it made."""
    audit(context).together.check_recorded()


@then("what was changed together is recorded together, in its order, or not at all")
def recorded_whole(context: Context) -> None:
    """Each time as of one request, with its values; what could not be made has left nothing."""
    audit(context).workload.check_batches("AU-04")


@when("{who:Person} asks for changes together of which some are not possible, among what {owner:Person} has made")
def some_amiss(context: Context, who: Persona, owner: Persona) -> None:
    """And for each of those alone as well."""
    audit(context).together.try_some_amiss(who, owner)


@then("each that is not possible is named, with what is said of it alone")
def each_named(context: Context) -> None:
    """By its place among them, and no other is."""
    audit(context).together.check_each_named()


@then("nothing of what {who:Person} asked for is changed or recorded")
def nothing_changed(context: Context, who: Persona) -> None:
    """Neither what could have been made nor what could not."""
    audit(context).together.check_nothing_changed(who)


@when(
    "{people:People} change the same {number:Count} documents together at the same moment, {times:Count} times,"
    " each in another order"
)
def compete(context: Context, people: list[Persona], number: int, times: int) -> None:
    """Each time one of them is confirmed, and the others are told what has become of the documents."""
    audit(context).together.compete(people, number, times)


@then("{who:Person} can change no {kind:Kind} together with anything, and {holder:Person} can until the lock is over")
def kept_out(context: Context, who: Persona, kind: str, holder: Persona) -> None:
    """Where there is none of this kind among it, everybody can."""
    audit(context).together.check_kept_out(who, holder, kind)


@then("{who:Person} can change nothing together on a branch that is closed or not there")
def elsewhere(context: Context, who: Persona) -> None:
    """As nothing can be changed there alone."""
    audit(context).together.check_elsewhere(who)


@then("of what {who:Person} changes together, no two are of one document, though they may be of one name")
def twins(context: Context, who: Persona) -> None:
    """A schema and an object type; nor is it nothing, or more than a hundred."""
    audit(context).together.check_twins(who)
