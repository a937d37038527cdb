"""Taking messages out of a conversation, and keeping somebody from writing in it."""

from behave import given, then, when
from behave.runner import Context

from support.scenario.people import Persona
from support.systems.veza import veza

# Removing


@given("{moderator:Person} has removed {texts:Texts} from the conversation")
@when("{moderator:Person} removes {texts:Texts} from the conversation")
def removes(context: Context, moderator: Persona, texts: list[str]) -> None:
    """As a moderator may."""
    veza(context).moderation.remove(moderator, texts)


@when("{moderators:People} remove it at the same moment")
def remove_at_once(context: Context, moderators: list[Persona]) -> None:
    """What was said last; and the first of them once more."""
    veza(context).moderation.remove_at_once(moderators)


@when("{people:People} ask for it to be removed")
def ask_to_remove(context: Context, people: list[Persona]) -> None:
    """Each of them, what was said last."""
    veza(context).moderation.ask_to_remove(people)


@when("{moderator:Person} asks for it to be removed from another conversation")
def removes_elsewhere(context: Context, moderator: Persona) -> None:
    """What was said last, where it was not said."""
    veza(context).moderation.remove_from_elsewhere(moderator)


@when("{who:Person} sends it again as if no answer had come")
def sends_again(context: Context, who: Persona) -> None:
    """As a device does that got no answer."""
    conversations = veza(context).conversations
    conversations.repeat(conversations.said_last(who))


@then("it is done for one of them, and the others are told that there is no such message")
def is_done_once(context: Context) -> None:
    """So is whoever asks later."""
    veza(context).moderation.check_done_once()


@then("{who:Person} is told that there is no such message")
def is_told_no_such_message(context: Context, who: Persona) -> None:
    """The answer says so."""
    veza(context).check_answered(who)
    veza(context).refusal(404)


@then("each of them is refused as not allowed")
def is_each_refused(context: Context) -> None:
    """Whoever asked."""
    veza(context).moderation.check_not_allowed()


@then("{people:People} see what was removed go once")
@then("{people:People} see each of them go once")
@then("{people:People} see it go once")
def see_them_go(context: Context, people: list[Persona]) -> None:
    """Live, on every device, by whom; and nothing else."""
    veza(context).moderation.check_seen_to_go(people)


@then("nobody has seen it go, and it is found still")
def nobody_has_seen_it_go(context: Context) -> None:
    """Neither it nor anything else that was said."""
    veza(context).moderation.check_nothing_gone()


@then("{people:People} do not see it again")
def do_not_see_it_again(context: Context, people: list[Persona]) -> None:
    """Each device has seen it once, when it was said."""
    veza(context).moderation.check_not_seen_again(people)


@then("{people:People} find {texts:Texts}, whichever way they look")
def find_only(context: Context, people: list[Persona], texts: list[str]) -> None:
    """In pages of any size, on joining and on coming back; these and nothing else."""
    veza(context).moderation.check_found(people, texts)


@then("{people:People} find nothing, whichever way they look")
def find_nothing(context: Context, people: list[Persona]) -> None:
    """In pages of any size, on joining and on coming back."""
    veza(context).moderation.check_found(people, [])


@then("the other services are told once of each, without its words")
def others_are_told_of_removals(context: Context) -> None:
    """Which message of which conversation was removed by whom; no log has its words either."""
    veza(context).moderation.check_removals_told_on()


# Muting


@given('{moderator:Person} has muted {who:Person} for {time:Duration} because of "{reason}"')
@when('{moderator:Person} mutes {who:Person} for {time:Duration} because of "{reason}"')
def mutes(context: Context, moderator: Persona, who: Persona, time: float, reason: str) -> None:
    """As a moderator may."""
    veza(context).mutes.mute(moderator, who, time, reason)


@when("{people:People} ask for {who:Person} to be muted")
def ask_to_mute(context: Context, people: list[Persona], who: Persona) -> None:
    """Each of them."""
    veza(context).mutes.ask_to_mute(people, who)


@then("{people:People} are told once that {who:Person} is muted, until when and why")
def are_told(context: Context, people: list[Persona], who: Persona) -> None:
    """Live, on every device."""
    veza(context).mutes.check_told(people, who)


@then("nobody is told that {who:Person} is muted, and {who2:Person} can write")
def nobody_is_told(context: Context, who: Persona, who2: Persona) -> None:
    """Nothing has changed for them."""
    assert who == who2, f"it is either {who.name} or {who2.name}"
    veza(context).mutes.check_nobody_muted(who)


@then("{who:Person} is refused, and told until when and why")
@then("{who:Person} is refused in the first conversation, and told until when and why")
def is_refused(context: Context, who: Persona) -> None:
    """And nobody sees what was refused."""
    veza(context).mutes.check_refused(who)


@then("{who:Person} is refused, and told until when and why, when she comes back")
def is_refused_on_coming_back(context: Context, who: Persona) -> None:
    """On a new connection."""
    veza(context).conversations.come_back([who])
    veza(context).mutes.check_refused(who)


@then("{who:Person} is refused on {whose:Their} {first} and on {whose2:Their} {second}, and told until when and why")
def is_refused_on(context: Context, who: Persona, first: str, second: str, **_: str) -> None:
    """Whatever the device; one that was not used yet is signed in now."""
    veza(context).mutes.check_refused(who, [first, second])


@then("{who:Person} can write again when the time is up, and not before")
def can_write_again(context: Context, who: Persona) -> None:
    """On every device, seen by the others."""
    veza(context).mutes.check_again_when_over(who)


@then("the other services are told once of it")
def others_are_told_of_mute(context: Context) -> None:
    """Who is muted where, by whom, until when and why."""
    veza(context).mutes.check_mute_told_on()


@given("{people:People} is in another conversation")
@given("{people:People} are in another conversation as well")
def are_elsewhere_as_well(context: Context, people: list[Persona]) -> None:
    """The first of them makes it; all of them join."""
    veza(context).moderation.gather_elsewhere(people)


@then("{who:Person} can write in the first conversation")
def can_write(context: Context, who: Persona) -> None:
    """Everybody else there sees it once."""
    veza(context).mutes.check_can_write(who)


@then("{who:Person} can write in the other one")
def can_write_elsewhere(context: Context, who: Persona) -> None:
    """Those who are there see it once."""
    veza(context).mutes.check_can_write_elsewhere(who)
