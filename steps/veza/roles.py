"""What each role may do."""

from behave import then, when
from behave.runner import Context
from hamcrest import assert_that, equal_to

from support.scenario.people import Persona
from support.systems.veza import veza


@when("{people:People} each try to {action}")
def each_try(context: Context, people: list[Persona], action: str) -> None:
    """Each on something made for this try, whose effect is looked at."""
    veza(context).roles.try_each(people, action)


@then("it is allowed to {allowed:People}, and refused to everybody else without effect")
def is_allowed_to(context: Context, allowed: list[Persona]) -> None:
    """These succeeded with effect; all others were refused as not allowed."""
    veza(context).roles.check(allowed)


@then("it is allowed to nobody, and refused to everybody else without effect")
def is_allowed_to_nobody(context: Context) -> None:
    """All were refused as not allowed."""
    veza(context).roles.check([])


@then("{who:Person} finds there how to remove it and how to mute {speaker:Person}")
def finds_tools(context: Context, who: Persona, speaker: Persona) -> None:
    """Buttons beside the message that was said last."""
    veza(context).browser(who).conversation.check_tools(veza(context).conversations.said[-1].text, speaker)


@then("{who:Person} finds neither")
def finds_no_tools(context: Context, who: Persona) -> None:
    """No buttons beside it, for a while."""
    said = veza(context).conversations.said[-1]
    veza(context).browser(who).conversation.check_no_tools(said.text, said.speaker)


@then("{who:Person} no longer reads it, after {moderator:Person} removes it there")
def no_longer_reads_it(context: Context, who: Persona, moderator: Persona) -> None:
    """It goes from the page without being asked for."""
    said = veza(context).conversations.said[-1]
    veza(context).browser(moderator).conversation.remove_message(said.text, said.speaker)
    veza(context).browser(who).conversation.check_gone(said.text)


@then("{who:Person} can remove a message of somebody else, without signing in again")
def can_remove(context: Context, who: Persona) -> None:
    """With the session they have."""
    assert_that(veza(context).roles.can_remove_a_message(who), equal_to(True), "whether it is allowed")


@then("{who:Person} can no longer do so, after {admin:Person} makes her a {role}")
def can_no_longer(context: Context, who: Persona, admin: Persona, role: str) -> None:
    """With the session they have, from then on."""
    roles = veza(context).roles
    roles.give(admin, who, role)
    assert_that(roles.can_remove_a_message(who), equal_to(False), "whether it is allowed")
