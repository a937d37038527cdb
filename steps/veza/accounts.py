"""Accounts, signing in and out, and being refused."""

from behave import given, then, when
from behave.runner import Context
from hamcrest import assert_that, equal_to

from support.observing.measuring import assert_at_most
from support.scenario.parameters import duration
from support.scenario.people import Persona
from support.systems.operations.deployment import Deployment
from support.systems.veza import veza


@given("{who:Person} has an account")
def has_an_account(context: Context, who: Persona) -> None:
    """Made, with the role of the persona."""
    veza(context).accounts.of(who)


@given("{who:Person} has an account that was deactivated")
def has_a_deactivated_account(context: Context, who: Persona) -> None:
    """Made, and deactivated by the administrator."""
    accounts = veza(context).accounts
    accounts.deactivate(accounts.of(who))


@given("{who:Person} is signed in")
@given("{who:Person} has signed in")
@when("{who:Person} signs in")
def signs_in(context: Context, who: Persona) -> None:
    """With e-mail and password, on the laptop."""
    veza(context).accounts.sign_in(who)


@given("{who:Person} uses {chat:Services}")
def uses(context: Context, who: Persona, chat: list[str]) -> None:
    """One of the chat-servers, on every device."""
    veza(context).accounts.use(who, chat[0])


@given("{who:Person} is signed in on {whose:Their} {first} and on {whose2:Their} {second}")
def is_signed_in_on_two(context: Context, who: Persona, first: str, second: str, **_: str) -> None:
    """A session of its own on each of two devices."""
    for device in (first, second):
        veza(context).accounts.sign_in(who, device)


@given("{who:Person} is signed in, with live connections to her conversations and her music")
def is_signed_in_with_connections(context: Context, who: Persona) -> None:
    """On the laptop, with a live connection to each service that has any."""
    accounts = veza(context).accounts
    accounts.open_connections(accounts.device(who))


@given("{who:Person} has live connections to her conversations and her music, on her {first} and on her {second}")
def has_connections_on_two(context: Context, who: Persona, first: str, second: str) -> None:
    """On each of two devices, with a session of its own, one to each service that has any."""
    accounts = veza(context).accounts
    for name in (first, second):
        accounts.open_connections(accounts.device(who, name))


@when("{who:Person} signs in with her e-mail in capitals and blanks around it")
def signs_in_with_capitals(context: Context, who: Persona) -> None:
    """The e-mail is written otherwise than it was registered."""
    accounts = veza(context).accounts
    person = accounts.of(who).person
    accounts.attempt(f"  {person.email.upper()} ", person.password)


@when("{who:Person} signs in {times:Count} times")
def signs_in_many_times(context: Context, who: Persona, times: int) -> None:
    """Noting how long each part of it takes."""
    accounts = veza(context).accounts
    for _ in range(times):
        accounts.sign_in_in_parts(who)
    accounts.note_session_times(times)


@when("{people:People} sign in at the same moment, {times:Count} times")
def sign_in_at_once(context: Context, people: list[Persona], times: int) -> None:
    """All of them together, again and again."""
    veza(context).accounts.sign_in_at_once(people, times)


@then("each of them is signed in as themselves, every time")
def are_signed_in_as_themselves(context: Context) -> None:
    """The answer, the token and the session name the one who signed in, and nobody else."""
    veza(context).accounts.check_signed_in_as_themselves()


@then("each part of signing in is done in time, 95 % of the times")
def each_part_in_time(context: Context) -> None:
    """The 95th percentile of each part, by the table."""
    parts = veza(context).accounts.parts
    for row in context.table or ():
        assert_at_most(parts[row["part"]], "p95", duration(row["at most"]), row["part"], "VZ-01")


@when("{who:Person} signs out")
def signs_out(context: Context, who: Persona) -> None:
    """On the laptop."""
    veza(context).accounts.sign_out(who)


@when("{who:Person} signs out on {whose:Their} {device}")
def signs_out_on(context: Context, who: Persona, device: str, **_: str) -> None:
    """On one device of several."""
    veza(context).accounts.sign_out(who, device)


@given("every service has let {people:People} in")
def every_service_has_let_in(context: Context, people: list[Persona]) -> None:
    """Each service has answered as to each of them, and knows their session."""
    accounts = veza(context).accounts
    for who in people:
        accounts.check_let_in(accounts.device(who))


@then("no session of {who:Person} is open, until all is well and every service lets {same:Person} in")
def no_session_until_well(context: Context, who: Persona, same: Persona) -> None:
    """Nothing is left of what was tried in vain, and nothing stands in the way of trying once more."""
    accounts = veza(context).accounts
    assert_that(accounts.live_sessions(who), equal_to(0), f"live sessions of {who.name}")
    accounts.check_let_in(accounts.device(same))


@then("every service lets {who:Person} in")
def every_service_lets_in(context: Context, who: Persona) -> None:
    """Each service answers as to this person, and every live connection opens."""
    accounts = veza(context).accounts
    accounts.check_let_in(accounts.device(who))


@then("every service lets {who:Person} in on {whose:Their} {device}")
def every_service_lets_in_on(context: Context, who: Persona, device: str, **_: str) -> None:
    """The same with the session of one device."""
    accounts = veza(context).accounts
    accounts.check_let_in(accounts.device(who, device))


@then("every service refuses {who:Person}")
def every_service_refuses(context: Context, who: Persona) -> None:
    """Each service answers 401 to the session, and no live connection opens."""
    accounts = veza(context).accounts
    accounts.check_refused(accounts.device(who).token)


@then("every service refuses {who:Person} on {whose:Their} {device}")
def every_service_refuses_on(context: Context, who: Persona, device: str, **_: str) -> None:
    """The same with the session of one device."""
    accounts = veza(context).accounts
    accounts.check_refused(accounts.device(who, device).token)


@then("both connections of {who:Person} are closed within {limit:Duration}, because the session has ended")
@then("all connections of {who:Person} are closed within {limit:Duration}, because the session has ended")
def connections_are_closed(context: Context, who: Persona, limit: float) -> None:
    """Each with the code that says that the session has ended, on every device."""
    accounts = veza(context).accounts
    accounts.check_connections_closed(accounts.devices(who).values(), limit)


@then("one session of {who:Person} is open")
def one_session_is_open(context: Context, who: Persona) -> None:
    """In the database, and in the cache none that has ended."""
    assert_that(veza(context).accounts.live_sessions(who), equal_to(1), f"live sessions of {who.name}")


@then("all {number:Count} sessions of {who:Person} are open")
def all_sessions_are_open(context: Context, number: int, who: Persona) -> None:
    """None was ended by a later one."""
    assert_that(veza(context).accounts.live_sessions(who), equal_to(number), f"live sessions of {who.name}")


@then("no session of {who:Person} is open")
def no_session_is_open(context: Context, who: Persona) -> None:
    """In the database and in the cache."""
    assert_that(veza(context).accounts.live_sessions(who), equal_to(0), f"live sessions of {who.name}")


@then("no session is left behind for {first:Person} or {second:Person}")
def no_session_is_left(context: Context, first: Persona, second: Persona) -> None:
    """Neither of the two has a session that lives."""
    for who in (first, second):
        sessions = veza(context).accounts.live_sessions(who)
        assert_that(sessions, equal_to(0), f"live sessions of {who.name}")


@then("her session says when it is over, and that is within a day")
def session_says_when_it_is_over(context: Context) -> None:
    """The answer and the token agree on when, and it is soon enough."""
    veza(context).accounts.check_session_ends(within_seconds=86_400)


@given("somebody has signed in {times:Count} times with a wrong password for {who:Person}")
@when("somebody signs in {times:Count} times with a wrong password for {who:Person}")
def guesses_wrongly(context: Context, times: int, who: Persona) -> None:
    """One after another."""
    veza(context).guesses.guess(who, times)


@when("somebody signs in with a wrong password for {who:Person}")
def guesses_once(context: Context, who: Persona) -> None:
    """One try."""
    veza(context).guesses.guess(who)


@when("somebody signs in {times:Count} times at once with a wrong password for {who:Person}")
def guesses_at_once(context: Context, times: int, who: Persona) -> None:
    """All at the same moment."""
    veza(context).guesses.guess_at_once(who, times)


@then("at most {limit:Count} of them were looked at, and the others told to wait")
def few_were_looked_at(context: Context, limit: int) -> None:
    """The others got a time to wait, and no verdict on their password."""
    veza(context).guesses.check_looked_at(limit)


@when("somebody signs in with an e-mail that nobody has")
def tries_unknown_email(context: Context) -> None:
    """One try."""
    veza(context).guesses.guess_unknown()


@when("somebody signs in {times:Count} times with an e-mail that nobody has")
def tries_unknown_email_often(context: Context, times: int) -> None:
    """One after another, with the same e-mail."""
    veza(context).guesses.guess_unknown(times)


@then("the next try with that e-mail is told to wait as well")
def unknown_email_has_to_wait(context: Context) -> None:
    """Just as an e-mail that somebody has."""
    guesses = veza(context).guesses
    guesses.check_told_to_wait(guesses.guess_unknown()[-1])


@when("somebody signs in with the right password for {who:Person}")
def tries_right_password(context: Context, who: Persona) -> None:
    """One try, which may be refused."""
    veza(context).accounts.attempt_as(who)


@then("all of them are refused with one and the same answer")
def all_refused_alike(context: Context) -> None:
    """Status, body and headers are those of the first refusal."""
    veza(context).guesses.check_refused_alike()


@when("{times:Count} sign-ins are refused for each reason")
def refused_for_each_reason(context: Context, times: int) -> None:
    """Wrong password, unknown e-mail and deactivated account, in turn."""
    veza(context).guesses.time_refusals(times)


@then("the time until the answer does not tell the reason")
def time_tells_nothing(context: Context) -> None:
    """The quick quarter of the answers takes as long for each reason."""
    veza(context).guesses.check_times_tell_nothing()


@when('somebody signs in with the e-mail "{email}" and the password "{password}"')
@when('somebody signs in with the e-mail "{email}" and the password ""')
@when('somebody signs in with the e-mail "" and the password "{password}"')
@when('somebody signs in with the e-mail "" and the password ""')
def signs_in_with(context: Context, email: str = "", password: str = "") -> None:
    """Whatever is typed into the two fields."""
    veza(context).accounts.attempt(email, password)


@then("the refusal names {fields:Services}")
def refusal_names(context: Context, fields: list[str]) -> None:
    """The fields that are not right, all of them and no other."""
    veza(context).guesses.check_fields_named(fields)


@given("signing in as {who:Person} has failed {times:Count} times in a row")
def has_failed(context: Context, who: Persona, times: int) -> None:
    """As the cache has it: nobody waits for so long here."""
    veza(context).guesses.have_failed(who, times)


@then("{who:Person} is told to wait for {limit:Duration}")
def is_told_to_wait_for(context: Context, who: Persona, limit: float) -> None:
    """However often it has failed."""
    veza(context).guesses.check_longest_wait(who, limit)


@then("{who:Person} is told to wait when she signs in")
def is_told_to_wait(context: Context, who: Persona) -> None:
    """Also with the right password."""
    veza(context).guesses.check_told_to_wait(veza(context).accounts.attempt_as(who))


@then("{who:Person} can sign in when that time is over, and not before")
def can_sign_in_when_over(context: Context, who: Persona) -> None:
    """As soon as the time that was told is over, and not a second before."""
    system = veza(context)
    system.guesses.check_let_in_after(who, system.accounts.tries[-1])


@then("{who:Person} can sign in at once")
def can_sign_in_at_once(context: Context, who: Persona) -> None:
    """Nothing that others tried keeps them out."""
    veza(context).accounts.sign_in(who)


@when("somebody waits as told and fails once more, twice")
def waits_and_fails(context: Context) -> None:
    """Until each wait is over, and a wrong password then."""
    veza(context).guesses.fail_once_more()


@then("{who:Person} is told each time to wait twice as long")
def is_told_to_wait_twice_as_long(context: Context, who: Persona) -> None:
    """Than the time before."""
    veza(context).guesses.check_wait_doubled(who)


@then("nobody knows {who:Person} any more when it is taken down with its volumes and started again")
def taken_down_with_volumes(context: Context, who: Persona) -> None:
    """Neither the password nor the session is good for anything then."""
    veza(context).part(Deployment).take_down_and_start(volumes=True)
    veza(context).accounts.check_unknown(who)
