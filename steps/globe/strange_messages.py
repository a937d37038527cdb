"""What nobody should say over a live connection."""

from behave import then, when
from behave.runner import Context

from support.scenario.people import Persona
from support.systems.globe import globe


@when("{who:Person} says a move that is as large as it may be")
def says_largest(context: Context, who: Persona) -> None:
    """To the last character."""
    globe(context).odd_frames.say_largest(who)


@when("{who:Person} says something wrong under each of the names {names:Texts}")
def says_with_names(context: Context, who: Persona, names: list[str]) -> None:
    """The name is to be found in the answer."""
    globe(context).odd_frames.say_with_names(who, tuple(names))


@when("{who:Person} says what cannot be read: {kind}")
def says_unreadable(context: Context, who: Persona, kind: str) -> None:
    """Of one kind."""
    globe(context).odd_frames.say_unreadable(who, kind)


@then("the connection of {who:Person} ends because of {kind}, and nobody else's does")
def is_ended(context: Context, who: Persona, kind: str) -> None:
    """With the reason."""
    globe(context).odd_frames.check_ended(who, kind)


@when("{who:Person} says what nobody should: {kind}")
def says(context: Context, who: Persona, kind: str) -> None:
    """Each of this kind, one after another."""
    globe(context).odd_frames.say(who, kind)


@then("each time {who:Person} is told what is wrong with it")
def is_told(context: Context, who: Persona) -> None:
    """One refusal each, which names the fault, and the field where there is one."""
    globe(context).odd_frames.check_named(who)


@then("the connection of {who:Person} lives on, and nobody else has noticed anything")
def lives_on(context: Context, who: Persona) -> None:
    """They can move, and the others see it; before that nothing was heard."""
    globe(context).odd_frames.check_lives_on(who)


@then("it is done")
def is_done(context: Context) -> None:
    """Acknowledged, seen by the others, and kept."""
    globe(context).odd_frames.check_done()


@then("the answers to {who:Person} have the names {names:Texts}")
def have_names(context: Context, who: Persona, names: list[str]) -> None:
    """In the order in which they were said."""
    globe(context).odd_frames.check_names(who, tuple(names))
