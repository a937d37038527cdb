"""Lines that break, and people who do not read."""

from behave import given, then, when
from behave.runner import Context

from support.scenario.parameters import Duration
from support.scenario.people import Persona
from support.systems.globe import globe


@given("{who:Person} was away a moment ago")
def was_away(context: Context, who: Persona) -> None:
    """And is back, on the same instance, for the same session."""
    globe(context).broken_lines.be_away_once(who)


@given("{who:Person} has the map open on three devices, the first of which stalls")
def stalls(context: Context, who: Persona) -> None:
    """Nothing reaches it any more, and nothing says that it is gone; the third one is where the first one is."""
    globe(context).broken_lines.stall(who)


@when("every device of {who:Person} but the last one loses the line")
def loses_all_but_last(context: Context, who: Persona) -> None:
    """Without a goodbye."""
    globe(context).broken_lines.lose_all_but_last(who)


@when("{who:Person} connects again")
def connects_again(context: Context, who: Persona) -> None:
    """For the same session, on the same instance."""
    globe(context).broken_lines.connect_again(who)


@when("{who:Person} connects again on the other instance")
def connects_elsewhere(context: Context, who: Persona) -> None:
    """For the same session."""
    globe(context).broken_lines.connect_again(who, elsewhere=True)


@when("whoever has lost the connection connects again")
def all_connect_again(context: Context) -> None:
    """On an instance that is there; by entering anew, where the session has ended."""
    globe(context).broken_lines.all_connect_again()


@when("{noisy:Person} talks on and on without reading an answer, while {mover:Person} moves")
def talks_unread(context: Context, noisy: Persona, mover: Persona) -> None:
    """Until the connection is closed."""
    globe(context).broken_lines.make_noise_unread(noisy, mover)


@when('what happened on "{old}" was {time:Duration} ago, and what happened on "{younger}" {less:Duration}')
def was_long_ago(context: Context, old: str, time: Duration, younger: str, less: Duration) -> None:
    """As far as anybody can tell."""
    globe(context).broken_lines.let_pass({old: time, younger: less})


@when("{who:Person} has left for the others, and so long ago that nothing of it is kept")
def left_long_ago(context: Context, who: Persona) -> None:
    """As far as anybody can tell."""
    globe(context).broken_lines.forget_leaving(who)


@then("{who:Person} is told that the stay has ended")
def is_told_of_end(context: Context, who: Persona) -> None:
    """By how the connection ends, in time after the return of what was away."""
    globe(context).broken_lines.check_over(who, since=globe(context).outages.back)


@then("the second device of {who:Person} is told to connect again, and is shown how it is then")
def is_told_to_begin_anew(context: Context, who: Persona) -> None:
    """By how its connection ends, in time after the return of what was away."""
    globe(context).broken_lines.check_begins_anew(who, since=globe(context).outages.back)


@then('nothing of "{old}" is kept any more, and all of "{younger}" is')
def is_forgotten(context: Context, old: str, younger: str) -> None:
    """Of what happened there."""
    globe(context).broken_lines.check_forgotten(old, younger)


@then("{who:Person} is shown {other:Person} at {lat:Degrees} north and {lng:Degrees} east")
def is_shown_at(context: Context, who: Persona, other: Persona, lat: float, lng: float) -> None:
    """First of all, when they are connected."""
    globe(context).broken_lines.check_shown(who, other, lat, lng)


@then("nobody has noticed that {who:Person} was away")
def unnoticed(context: Context, who: Persona) -> None:
    """Neither a leaving nor a coming is heard."""
    globe(context).broken_lines.check_unnoticed(who)


@then("everybody is there, and nobody left or returned more than once")
def at_most_once(context: Context) -> None:
    """In lists, database and cache; and by what everybody heard."""
    globe(context).broken_lines.check_at_most_once()


@then("{who:Person} is cut off for not reading, and gone for everybody")
def is_cut_off(context: Context, who: Persona) -> None:
    """The connection ends, and says why when they read at last; the others hear that they have left."""
    globe(context).broken_lines.check_cut_off(who)


@then("{who:Person} sees all of these moves, almost all of them within 200 milliseconds")
def sees_all_in_time(context: Context, who: Persona) -> None:
    """95 % of them, measured from asking for it."""
    globe(context).moves.check_seen_in_time([who], 0.95, 0.2)
