"""What admins do to accounts, and what the audit log tells of it."""

from behave import given, then, when
from behave.runner import Context

from support.scenario.people import Persona
from support.systems.veza import veza
from support.systems.veza.administration import ANOTHER_ADMIN


@given("{admin:Person} has made {who:Person} {role:Role}")
@when("{admin:Person} makes {who:Person} {role:Role}")
def makes_role(context: Context, admin: Persona, who: Persona, role: str) -> None:
    """As an admin may."""
    veza(context).administration.give(admin, who, role)


@when("{admin:Person} makes {who:Person} {role:Role} once more")
def makes_role_again(context: Context, admin: Persona, who: Persona, role: str) -> None:
    """Which they are already."""
    veza(context).administration.give(admin, who, role, again=True)


@when("{admin:Person} makes {who:Person} {role:Role}, and pretends to be elsewhere")
def makes_role_pretending(context: Context, admin: Persona, who: Persona, role: str) -> None:
    """In every way in which somebody can say so."""
    veza(context).administration.give(admin, who, role, pretending=True)


@when("{admin:Person} deactivates the account of {who:Person}")
def deactivates(context: Context, admin: Persona, who: Persona) -> None:
    """As an admin may."""
    veza(context).administration.deactivate(admin, who)


@when("{admin:Person} deactivates the account of {who:Person} once more")
def deactivates_again(context: Context, admin: Persona, who: Persona) -> None:
    """Which is closed already."""
    veza(context).administration.deactivate(admin, who, again=True)


@when("{admin:Person} deactivates the account of {who:Person}, and pretends to be elsewhere")
def deactivates_pretending(context: Context, admin: Persona, who: Persona) -> None:
    """In every way in which somebody can say so."""
    veza(context).administration.deactivate(admin, who, pretending=True)


@when("{admin:Person} and another admin each give {who:Person} a role at the same moment, again and again")
def give_at_once(context: Context, admin: Persona, who: Persona) -> None:
    """Another one each; both are answered that it is done."""
    veza(context).administration.give_at_once([admin, ANOTHER_ADMIN], who)


@then("the audit log tells of each role of {who:Person} once, and what she was before")
def tells_of_each_role(context: Context, who: Persona) -> None:
    """One after the other, as it was."""
    veza(context).administration.check_one_after_the_other(who)


@when("{admin:Person} and another admin deactivate the account of {who:Person} at the same moment")
def deactivate_at_once(context: Context, admin: Persona, who: Persona) -> None:
    """Both are answered that it is done."""
    veza(context).administration.deactivate_at_once([admin, ANOTHER_ADMIN], who)


@when(
    "{people:People} try to make {who:Person} an admin, to deactivate {whose:Their} account and to read the audit log"
)
def try_all(context: Context, people: list[Persona], who: Persona, **_: str) -> None:
    """Each of them tries each of it."""
    veza(context).administration.try_all(people, who)


@when("{admin:Person} tries to make herself a listener and to deactivate her own account")
def tries_on_herself(context: Context, admin: Persona) -> None:
    """So that nobody locks themselves out."""
    veza(context).administration.try_on_themselves(admin)


@when("{people:People} try to change and to remove what the audit log tells")
def try_to_change_log(context: Context, people: list[Persona]) -> None:
    """In every way that programs have; none of it is offered."""
    veza(context).administration.try_to_change_the_log(people)


@then("each of them is refused each time as not allowed")
def are_refused_each_time(context: Context) -> None:
    """Whatever they tried."""
    veza(context).administration.check_not_allowed()


@then("{admin:Person} is told each time that this is for another admin to do")
def is_told_for_another(context: Context, admin: Persona) -> None:
    """The refusal says so."""
    veza(context).administration.check_for_another_admin(admin)


@then("{who:Person} can no longer sign in, and nobody finds {whom} to invite {whom2}")
def can_no_longer_sign_in(context: Context, who: Persona, **_: str) -> None:
    """With the right password; by the name, also of who looks for exactly that."""
    veza(context).administration.check_gone(who)


@then("{who:Person} is refused on {whose:Their} {first} and on {whose2:Their} {second}, whatever {she} asks for")
def is_refused_whatever(context: Context, who: Persona, first: str, second: str, **_: str) -> None:
    """Every service refuses each device, and its line to the conversation has ended."""
    veza(context).administration.check_refused_in_talk(who, [first, second])


@then("every service takes {who:Person} for {role:Role}")
def takes_for(context: Context, who: Persona, role: str) -> None:
    """They all say so, or let them do what that role may and nothing more."""
    veza(context).administration.check_taken_for(who, role)


@then("both connections of {who:Person} are open still")
@then("all connections of {who:Person} are open still")
def are_open_still(context: Context, who: Persona) -> None:
    """And each is answered."""
    veza(context).administration.check_still_open(who)


@then(
    "once all is well every service refuses {who:Person}, and both of {whose:Their} connections are closed"
    " within {limit:Duration}"
)
def refuses_at_last(context: Context, who: Persona, limit: float, **_: str) -> None:
    """Though something was away when the account was closed."""
    veza(context).administration.check_refused_at_last(who, limit)


@then("the audit log tells of each once, with who, when and from where")
def log_tells_of_each(context: Context) -> None:
    """Newest first, and of nothing else of these people."""
    veza(context).administration.check_logged()


@then("the audit log tells of it once, and of one of them")
def log_tells_once(context: Context) -> None:
    """Whoever it was, with when and from where."""
    veza(context).administration.check_logged_once_of()


@then("the audit log tells nothing of {who:Person}")
def log_tells_nothing(context: Context, who: Persona) -> None:
    """Nobody did anything to them."""
    veza(context).administration.check_nothing_logged(who)


@when("another backend-api is told of another first admin, and to make more of a lock of passwords")
def told_of_first_admin(context: Context) -> None:
    """A second copy, with settings of its own for the first admin and the work of a password."""
    veza(context).first_admin.start()


@then("that admin can sign in, by a password that is locked so")
def first_admin_signs_in(context: Context) -> None:
    """By the front door; the work is to be seen in the database."""
    veza(context).first_admin.check()


@given("another first admin, who is called otherwise by now, and of whom {admin:Person} has made a listener")
def has_made_a_listener_of_first_admin(context: Context, admin: Persona) -> None:
    """Of whom a second copy of backend-api was told."""
    veza(context).first_admin.demote(admin)


@when("another backend-api is told of that admin once more")
def told_of_first_admin_again(context: Context) -> None:
    """Which knows the e-mail by now."""
    veza(context).first_admin.start()


@then("that admin is still a listener, and called so")
def stays_a_listener(context: Context) -> None:
    """As they find when they sign in anew, and ask for what only admins may."""
    veza(context).first_admin.check_stayed()
