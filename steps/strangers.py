"""What is somebody's own, and everybody else who tries to get at it."""

from behave import given, then, when
from behave.runner import Context

from support.scenario.people import Persona
from support.systems.operations.ranks import Ranks
from support.systems.operations.strangers import Strangers
from support.systems.system import system


@given("{who:Person} has one of everything that {platform:Platform} keeps for somebody")
def has_one_of_everything(context: Context, who: Persona, platform: str) -> None:
    """One thing of each sort, shared with one other person where it can be."""
    assert system(context, platform).belongings.owner == who


@when("{people:People} try all that is offered on it, in every way")
def try_everything(context: Context, people: list[Persona]) -> None:
    """Every operation and every command of the contract, with each parameter, also upon oneself."""
    system(context).part(Strangers).try_everything(people)


@then("each of them is refused what they may not do")
def refused_what_they_may_not(context: Context) -> None:
    """With the status of the contract; where it must not be told that there is such a thing, word for word alike."""
    system(context).part(Strangers).check_refused()


@then("none of them learns anything that is not for them, also while {who:Person} goes on")
def learn_nothing(context: Context, who: Persona) -> None:
    """No answer and no frame holds a text that only others may read, nor does what comes later."""
    assert system(context).belongings.owner == who
    system(context).part(Strangers).check_learnt_nothing()


@then("none of them learns anything that is not for them")
def learn_nothing_at_all(context: Context) -> None:
    """No answer holds a text that only others may read."""
    system(context).part(Strangers).check_learnt_nothing()


@then("nothing has changed by it, for anybody or in any store")
def nothing_has_changed(context: Context) -> None:
    """What each of them reads, rows, keys and events about them are as they were."""
    system(context).part(Strangers).check_nothing_changed()


@when("{admin:Person} gives {who:Person} each role in turn")
def gives_each_role(context: Context, admin: Persona, who: Persona) -> None:
    """At last the one they had; after each change they call whatever a role counts for, with the token they had."""
    system(context).part(Ranks).give_each(admin, who)


@then("at every service {who:Person} may do at once what each of them allows, and nothing else")
def may_what_roles_allow(context: Context, who: Persona) -> None:
    """What the contract allows the role was not refused, and everything else was."""
    system(context).part(Ranks).check(who)
