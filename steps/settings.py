"""What services are told when they are started, and what is secret among it."""

from behave import then, when
from behave.runner import Context

from support.scenario.people import Persona
from support.systems.operations.discretion import Discretion
from support.systems.operations.settings import ServiceSettings
from support.systems.system import system


@when("another {service:Services} is started without {settings}")
def starts_without(context: Context, service: list[str], settings: str) -> None:
    """A second copy of a service lacks some settings, or any."""
    system(context).part(ServiceSettings).start_without(service[0], settings)


@when("another {service:Services} is started with {value} for {settings}")
def starts_with(context: Context, service: list[str], value: str, settings: str) -> None:
    """A second copy of a service has this wrong value for some settings."""
    system(context).part(ServiceSettings).start_with(service[0], value, settings)


@when("another {service:Services} is told what the first one was told")
def starts_as_it_is(context: Context, service: list[str]) -> None:
    """A second copy of a service has all that the running one has."""
    system(context).part(ServiceSettings).start_as_it_is(service[0])


@when("another {service:Services} is told as little and as much as each of its settings may be")
def told_at_limits(context: Context, service: list[str]) -> None:
    """Copies of a service whose settings are all at a limit of theirs."""
    system(context).part(ServiceSettings).start_at_limits(service[0])


@then("each of them starts")
def each_starts(context: Context) -> None:
    """They became ready, and were stopped then."""
    system(context).part(ServiceSettings).check_all_started()


@when("another {service:Services} is told each of its settings wrongly, in every way")
def told_wrongly(context: Context, service: list[str]) -> None:
    """Copies of a service whose settings are missing, empty, too short, beyond their limits or of a wrong form."""
    system(context).part(ServiceSettings).start_with_all_wrong(service[0])


@then("each time it ends before it serves anybody, naming all that is wrong, and telling nothing that is secret")
def names_all(context: Context) -> None:
    """Each copy exits with a failure and one line, which names just these settings and no value of a secret one."""
    system(context).part(ServiceSettings).check_all_named()


@when("another {service:Services} logs as much as it can, with each of its stores away in turn")
def logs_loudly(context: Context, service: list[str]) -> None:
    """Copies of a service at the lowest level of the log: with all it needs, and without each of its stores."""
    system(context).part(ServiceSettings).start_loudly(service[0])


@then("it logs no secret, not even the way into what is away")
def logs_no_secret(context: Context) -> None:
    """Nothing that the copies wrote holds a secret of the platform or the password of an address."""
    system(context).part(ServiceSettings).check_logged_nothing_secret()


@then("it logs nothing but trouble when it is told so")
def logs_only_trouble(context: Context) -> None:
    """One more copy, which is told a higher level of the log."""
    system(context).part(ServiceSettings).check_quiet()


@then("it ends before it serves anybody, with one sentence that names {settings}")
def ends_naming(context: Context, settings: str) -> None:
    """It exits with a failure and one line, which names just these settings."""
    system(context).part(ServiceSettings).check_refused(settings)


@then("it tells nothing that is secret")
def tells_nothing_secret(context: Context) -> None:
    """What it wrote holds no value of a secret setting, right or wrong."""
    system(context).part(ServiceSettings).check_told_nothing_secret()


@then("it starts")
def starts(context: Context) -> None:
    """It became ready, and was stopped then."""
    system(context).part(ServiceSettings).check_started()


@then("it starts, and tells that its {part} is of no use")
def starts_without_part(context: Context, part: str) -> None:
    """It became ready, does without, and says so when it is asked how it is."""
    system(context).part(ServiceSettings).check_misses(part)


@when("{who:Person} asks every service for what it refuses, in every way there is")
def asks_amiss(context: Context, who: Persona) -> None:
    """Without a token, with an altered one, and signed in with malformed input."""
    system(context).part(Discretion).ask_amiss(who)


@then("no answer, no page and no log holds a secret of {platform:Platform} or of {who:Person}")
def holds_no_secret(context: Context, platform: str, who: Persona) -> None:
    """All answers, pages and logs of the scenario are searched for passwords, keys and tokens."""
    system(context, platform).part(Discretion).check(who)
