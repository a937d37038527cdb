"""What each role may do."""

from behave import then, when
from behave.runner import Context
from hamcrest import assert_that, equal_to

from support.scenario.people import Persona
from support.scenario.world import world
from support.systems import words  # noqa: F401 - the types of words in the sentences below


@when("{people:People} each try to {action}")
def each_try(context: Context, people: list[Persona], action: str) -> None:
    world(context).veza.roles.try_each(people, action)


@then("it is allowed to {allowed:People}, and refused to everybody else without effect")
def is_allowed_to(context: Context, allowed: list[Persona]) -> None:
    world(context).veza.roles.check(allowed)


@then("it is allowed to nobody, and refused to everybody else without effect")
def is_allowed_to_nobody(context: Context) -> None:
    world(context).veza.roles.check([])


@then("{who:Person} finds there how to remove it and how to mute {speaker:Person}")
def finds_tools(context: Context, who: Persona, speaker: Persona) -> None:
    veza = world(context).veza
    veza.browser(who).check_tools(veza.conversations.said[-1].text, speaker)


@then("{who:Person} finds neither")
def finds_no_tools(context: Context, who: Persona) -> None:
    said = world(context).veza.conversations.said[-1]
    world(context).veza.browser(who).check_no_tools(said.text, said.speaker)


@then("{who:Person} no longer reads it, after {moderator:Person} removes it there")
def no_longer_reads_it(context: Context, who: Persona, moderator: Persona) -> None:
    veza = world(context).veza
    said = veza.conversations.said[-1]
    veza.browser(moderator).remove_message(said.text, said.speaker)
    veza.browser(who).check_gone(said.text)


@when("{admin:Person} makes {who:Person} a {role}")
def makes_role(context: Context, admin: Persona, who: Persona, role: str) -> None:
    world(context).veza.roles.give(admin, who, role)


@then("{who:Person} can remove a message of somebody else, without signing in again")
def can_remove(context: Context, who: Persona) -> None:
    assert_that(world(context).veza.roles.can_remove_a_message(who), equal_to(True), "whether it is allowed")


@then("{who:Person} can no longer do so, after {admin:Person} makes her a {role}")
def can_no_longer(context: Context, who: Persona, admin: Persona, role: str) -> None:
    roles = world(context).veza.roles
    roles.give(admin, who, role)
    assert_that(roles.can_remove_a_message(who), equal_to(False), "whether it is allowed")
