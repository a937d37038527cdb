"""Doors that must stay shut: TLS, tokens of services, tokens of people."""

from behave import given, then, when
from behave.runner import Context

from support.scenario.people import Persona
from support.systems.operations.doors import Doors
from support.systems.operations.elsewhere import Elsewhere
from support.systems.operations.encryption import Encryption
from support.systems.operations.listening import Listening
from support.systems.operations.offered import Offered
from support.systems.system import system


@then("every service shows a certificate for its name, from the authority of the platform")
def shows_certificate(context: Context) -> None:
    """The certificate is trusted, bears the name, and is good for a day at least."""
    system(context).part(Encryption).check_certificates()


@then("no service answers in the clear")
def nothing_in_the_clear(context: Context) -> None:
    """Plain HTTP is refused, or told to come back by TLS."""
    system(context).part(Encryption).check_nothing_in_the_clear()


@then("no service speaks a version of TLS before 1.2")
def no_old_versions(context: Context) -> None:
    """A handshake with TLS 1.0 or 1.1 fails."""
    system(context).part(Encryption).check_no_old_versions()


@when("each operation between services is called with {token}")
def call_internal(context: Context, token: str) -> None:
    """Every operation that only services may call, with a token of this kind."""
    system(context).part(Doors).call_internal(token)


@then("each of them is refused, and says nothing else")
def each_refused(context: Context) -> None:
    """All that was called answers 401 and gives no details."""
    system(context).part(Doors).check_refused()


@when("one token calls each operation between services, before and after it expires")
def call_internal_until_it_expires(context: Context) -> None:
    """The same tokens, first while they are good and again when their time is up."""
    system(context).part(Doors).use_until_it_expires()


@then("none of them is refused for its token")
def none_refused_for_token(context: Context) -> None:
    """No operation that was called answers 401."""
    system(context).part(Doors).check_not_refused_for_token()


@given("{who:Person} has been at every service")
def has_been_everywhere(context: Context, who: Persona) -> None:
    """Each service has taken their token once, over HTTP and for a live connection."""
    found = system(context)
    found.use_everywhere(found.token_of(who))


@when("every operation is called with {token}")
def call_with(context: Context, token: str) -> None:
    """With each token of this kind, in every way in which one is shown."""
    system(context).part(Doors).try_keys(token)


@then("each of them is refused, live connections included")
def keys_refused(context: Context) -> None:
    """All that needs a person answers 401, and no live connection opens."""
    system(context).part(Doors).check_keys_refused()


@when("{who:Person}'s token is shown to every service, altered in every way there is")
def show_altered(context: Context, who: Persona) -> None:
    """Each part of it, in every way that a service takes a token."""
    system(context).part(Doors).show_altered(who)


@when("services are called with a token that belongs there, altered in every way there is")
def show_altered_between(context: Context) -> None:
    """Each part of the token with which one service may call another."""
    system(context).part(Doors).show_altered_between()


@then("none of them is taken for it")
def altered_refused(context: Context) -> None:
    """All that was shown was refused."""
    system(context).part(Doors).check_altered_refused()


@then("no page from elsewhere can act for {who:Person}, or read what {whose:Their} token opens")
def cannot_act_from_elsewhere(context: Context, who: Persona, **_: str) -> None:
    """Whatever the address of the page is like, and though the browser is signed in; its own read equal ones alike."""
    system(context).part(Elsewhere).check_cannot_act(who)
    system(context).part(Elsewhere).check_cannot_read(who)


@then("no page of {platform:Platform} loads anything from elsewhere")
def loads_nothing_from_elsewhere(context: Context, platform: str) -> None:
    """Each says to the browser what it may load, and that is of the platform."""
    system(context, platform).part(Elsewhere).check_loads_nothing()


@when("{who:Person} opens live connections with a token that is about to expire")
def open_with_token_about_to_expire(context: Context, who: Persona) -> None:
    """A live connection to each service, with a token that is good for a few seconds."""
    system(context).part(Doors).sign_in_for(who)


@then("both connections of {who:Person} are closed when it does")
def closed_when_it_expires(context: Context, who: Persona) -> None:
    """Each lives until then, and is closed within a second after it."""
    system(context).part(Doors).check_closed_when_due(who)


@then("each service describes what {platform:Platform} promises, and nothing else")
def describes_what_is_promised(context: Context, platform: str) -> None:
    """Its own description has the operations of the contract, each with its parameters and fields."""
    system(context, platform).part(Offered).check_described()


@then("each service listens at one port, and answers at no path and to no method that was not promised")
def listens_as_promised(context: Context) -> None:
    """Paths and methods of all services are tried at each, and those where makers leave something for themselves."""
    listening = system(context).part(Listening)
    listening.check_ports()
    listening.check_paths()


@then("live connections are opened where they were promised and nowhere else, and speak what was promised")
def live_as_promised(context: Context) -> None:
    """The protocol is that of the contract; what nobody promised to understand is refused, and the connection lives."""
    system(context).part(Listening).check_sockets()


@when("every operation that any service offers is called without a token")
def call_everything(context: Context) -> None:
    """Every operation of the contract, by nobody in particular."""
    system(context).part(Doors).call_everything()


@then("only those meant for everybody answer")
def only_open_answer(context: Context) -> None:
    """All else answers 401, and what is meant for everybody is there."""
    system(context).part(Doors).check_only_open_answer()
