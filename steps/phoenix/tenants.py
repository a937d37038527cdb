"""Companies that share a Phoenix, and roles within one."""

from behave import given, then, when
from behave.runner import Context

from support.scenario.people import Persona
from support.systems.phoenix import phoenix


@given('"{name}" is running')
def runs(context: Context, name: str) -> None:
    """An admin of its company started it."""
    phoenix(context).experiments.run(name)


@when('{people:People} try everything that can be done with "{name}"')
def try_everything(context: Context, people: list[Persona], name: str) -> None:
    """And the same with an experiment that there is not."""
    phoenix(context).tenants.try_everything(people, name)


@then("all of it is forbidden, as with an experiment that there is not")
def all_forbidden(context: Context) -> None:
    """Word for word."""
    phoenix(context).tenants.check_forbidden_alike()


@then('all of "{name}" is as it was')
def is_unchanged(context: Context, name: str) -> None:
    """The experiment, its states, its pipelines, its load."""
    phoenix(context).tenants.check_unchanged(name)


@then('{people:People} learn nothing of "{name}", or of who made it, by any list, count or search')
def learn_nothing(context: Context, people: list[Persona], name: str) -> None:
    """In every order, by every word."""
    for who in people:
        phoenix(context).tenants.check_infers_nothing(who, name)


@then('{who:Person} can give the name of "{name}" to an experiment of their own')
def name_is_free(context: Context, who: Persona, name: str) -> None:
    """Names are taken within a company."""
    phoenix(context).tenants.check_name_is_free(who, name)


@then("{admin:Person} has no power over {who:Person}")
def no_power(context: Context, admin: Persona, who: Persona) -> None:
    """Neither over the role nor over the account, and is told as of nobody."""
    phoenix(context).tenants.check_no_power_over(admin, who)


@then("{admin:Person} can neither give up her own role nor close her own account")
def none_over_oneself(context: Context, admin: Persona) -> None:
    """A company is never without an admin by that."""
    phoenix(context).tenants.check_none_over_oneself(admin)


@then("{people:People} find {names:Texts}, and nothing else")
def find_all(context: Context, people: list[Persona], names: list[str]) -> None:
    """Of the experiments of the scenario, counted and read."""
    phoenix(context).tenants.check_finds_all(people, names)


@then("{people:People} may create an experiment, and {other:Person} may not")
def may_create(context: Context, people: list[Persona], other: Persona) -> None:
    """Whoever may not has created nothing."""
    tenants = phoenix(context).tenants
    for who in people:
        tenants.check_creates(who, may=True)
    tenants.check_creates(other, may=False)


@then("{people:People} may do with an experiment of {owner:Person} what their roles allow, and nothing else")
def roles_allow(context: Context, people: list[Persona], owner: Persona) -> None:
    """Every deed, each on a fresh experiment; what is refused is not done."""
    phoenix(context).tenants.check_roles(people, owner)
