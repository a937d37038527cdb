"""Who is present in a conversation, and who sees it."""

from behave import then, when
from behave.runner import Context

from support.scenario.people import Persona
from support.systems.veza import veza


@then("{who:Person} sees that {people:People} are present")
@then("{who:Person} sees that only {people:People} is present")
def sees_present(context: Context, who: Persona, people: list[Persona]) -> None:
    """On joining, by asking, and in the cache; the list of conversations agrees with what is told of this one."""
    veza(context).presence.check_present(who, people)
    veza(context).presence.check_listed(who)


@then("{watchers:People} see once that {who:Person} has come")
def see_come(context: Context, watchers: list[Persona], who: Persona) -> None:
    """Each hears it once, and it is the last they hear of them."""
    veza(context).presence.check_told_once(watchers, who, present=True)


@then("{watchers:People} see once that {who:Person} has gone, after she leaves")
def see_gone_after_leaving(context: Context, watchers: list[Persona], who: Persona) -> None:
    """Each hears it once, and it is the last they hear of them."""
    conversations = veza(context).conversations
    conversations.leave(who)
    veza(context).presence.check_told_once(watchers, who, present=False)


@then("{watchers:People} sees once that {who:Person} has gone, after she leaves on her {device}")
def see_gone_after_leaving_on(context: Context, watchers: list[Persona], who: Persona, device: str) -> None:
    """The last device of somebody leaves."""
    conversations = veza(context).conversations
    conversations.leave(who, device)
    veza(context).presence.check_told_once(watchers, who, present=False)


@then("nobody is present, after {people:People} leave")
def nobody_is_present(context: Context, people: list[Persona]) -> None:
    """Whoever asks finds nobody, nor does the cache hold anybody."""
    veza(context).presence.check_nobody(people)


@then("{watchers:People} see once that {who:Person} has gone")
@then("{watchers:People} sees once that {who:Person} has gone")
def see_gone(context: Context, watchers: list[Persona], who: Persona) -> None:
    """Each hears it once, and it is the last they hear of them."""
    veza(context).presence.check_told_once(watchers, who, present=False)


@then("{watcher:Person} sees {who:Person} present still")
def sees_present_still(context: Context, watcher: Persona, who: Persona) -> None:
    """Nothing was heard of a going, and asking finds them."""
    veza(context).presence.check_still_present(watcher, who)


@then("{watcher:Person} sees {who:Person} present still, after she comes back on her {device} and its line breaks")
def sees_present_still_after(context: Context, watcher: Persona, who: Persona, device: str) -> None:
    """While they are there twice they are found once; afterwards nothing was heard of a going."""
    conversations = veza(context).conversations
    conversations.join(who, device)
    veza(context).presence.check_found_once(watcher, who, device)
    conversations.vanish(who, device)
    veza(context).presence.check_still_present(watcher, who)


@then("nobody sees that {who:Person} has come")
def nobody_sees_come(context: Context, who: Persona) -> None:
    """Nothing is heard of them, and asking does not find them."""
    veza(context).presence.check_never_present(who)


@when("it is nearly forgotten who is present")
def is_nearly_forgotten(context: Context) -> None:
    """The cache is told to keep it for a short while only."""
    veza(context).presence.nearly_forget()


@then("it is kept on that {people:People} are present, while {other:Person} comes and goes elsewhere")
def is_kept_on(context: Context, people: list[Persona], other: Persona) -> None:
    """In the cache, for as long as ever, though nobody comes or goes there."""
    veza(context).presence.check_kept_on(people, other)
