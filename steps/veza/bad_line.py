"""Saying and hearing over a bad line."""

from behave import given, then, when
from behave.runner import Context

from support.scenario.people import Persona
from support.systems.veza import veza


@when('{who:Person} says "{text}", and again over {times:Count} more lines, each of which breaks before the answer')
def says_over_breaking_lines(context: Context, who: Persona, text: str, times: int) -> None:
    """The same message each time, as a device does that comes back; the last line holds."""
    veza(context).bad_line.say_over_breaking_lines(who, text, times)


@then("{who:Person} is told on coming back that it has arrived")
def is_told_it_arrived(context: Context, who: Persona) -> None:
    """Among what they missed, once, as it was confirmed and as the others saw it."""
    veza(context).bad_line.check_same_message(who)


@when("the line of {who:Person} breaks, and {people:People} say {number:Count} things meanwhile")
def misses(context: Context, who: Persona, people: list[Persona], number: int) -> None:
    """Without a word; the others say so much together."""
    veza(context).bad_line.miss(who, people, number)


@when("the line of {who:Person} breaks, and {people:People} say {number:Count} things of {length:Count} emoji")
def misses_much(context: Context, who: Persona, people: list[Persona], number: int, length: int) -> None:
    """The same, with as much in each as fits."""
    veza(context).bad_line.miss(who, people, number, length)


@when(
    "{who:Person} reads no more, and {people:People} say {number:Count} things of {length:Count} emoji and as many more"
)
def reads_no_more(context: Context, who: Persona, people: list[Persona], number: int, length: int) -> None:
    """A device that hangs while ever more comes to it; the others see what is said at once."""
    veza(context).bad_line.hang(who, people, number, length)


@then("{who:Person} is cut off, which {people:People} see once")
def is_cut_off(context: Context, who: Persona, people: list[Persona]) -> None:
    """Because he reads too slowly, as he is told at last; for the others he has gone."""
    veza(context).presence.check_told_once(people, who, present=False)
    veza(context).bad_line.check_cut_off(who)


@when("{who:Person} himself says something on {whose:Their} {device}")
def says_elsewhere(context: Context, who: Persona, device: str, **_: str) -> None:
    """Which the device whose line broke has missed as well."""
    veza(context).bad_line.say_elsewhere(who, device)


@when("{who:Person} comes back while {people:People} talk on")
def comes_back(context: Context, who: Persona, people: list[Persona]) -> None:
    """Asking for all since the last message that they have."""
    veza(context).bad_line.come_back(who, people)


@then("{who:Person} has got all that he missed, once and in order")
def missed_nothing(context: Context, who: Persona) -> None:
    """On coming back or live, each message as it was confirmed."""
    veza(context).bad_line.check_missed_nothing(who)


# In the browser


@given("{who:Person}, who is a member too, has the conversation open in the browser")
def member_has_open(context: Context, who: Persona) -> None:
    """The owner takes them in, and they open it and are present."""
    conversations = veza(context).conversations
    conversations.take_in(conversations.conversation.owner, who)
    veza(context).browser(who).enter(f"/conversations/{conversations.conversation.id}")
    veza(context).browser(who).conversation.await_live()


@when("the browser of {who:Person} loses its line, and {speaker:Person} says {number:Count} things meanwhile")
def browser_loses_line(context: Context, who: Persona, speaker: Persona, number: int) -> None:
    """That browser alone: everybody else has theirs."""
    veza(context).bad_line.cut_off(veza(context).browser(who), speaker, number)


@when("{who:Person} says {texts:Texts} in the browser")
@when("{who:Person} says {texts:Texts} in the browser without a line")
def writes_without_a_line(context: Context, who: Persona, texts: list[str]) -> None:
    """And does not wait for what becomes of it."""
    veza(context).bad_line.write(veza(context).browser(who), texts)


@then("{who:Person} reads that it is on its way")
@then("{who:Person} reads that they are on their way")
def reads_on_its_way(context: Context, who: Persona) -> None:
    """Below each thing that was said, which is there once."""
    veza(context).bad_line.check_on_their_way(veza(context).browser(who))


@then("once {whose:Their} line is back {people:People} each see them once, in this order")
def see_them_once_back(context: Context, people: list[Persona], **_: str) -> None:
    """All that was said without a line, in the order it was."""
    veza(context).bad_line.check_arrived_after(veza(context).last_browser, people)


@then("{who:Person} reads all that was said, each thing once and in the same order as the others")
def reads_all(context: Context, who: Persona) -> None:
    """What was missed, and what was said without a line, without a reload."""
    veza(context).bad_line.check_reads_all(veza(context).browser(who))


@then("{who:Person} reads it once when the line is mended, as sent")
def reads_once_mended(context: Context, who: Persona) -> None:
    """The page comes back by itself."""
    veza(context).bad_line.check_sent_once_mended(veza(context).browser(who))


@then("{other:Person}, who comes back as well, has got it once, from before the line was mended")
def has_got_it_once(context: Context, other: Persona) -> None:
    """Though it was sent again."""
    veza(context).bad_line.check_stored_once(veza(context).last_browser.who, other)


@then("the browser of {who:Person} tries {times:Count} times to come back, after ever longer waits")
def browser_tries(context: Context, who: Persona, times: int) -> None:
    """By what goes out of the browser, and no more often."""
    veza(context).bad_line.check_tries(veza(context).browser(who), times)


@when("{who:Person} opens the conversation in the browser, over a line that breaks whenever it is open")
def opens_over_breaking_line(context: Context, who: Persona) -> None:
    """By the clock of the page, which stands still meanwhile."""
    veza(context).bad_line.open_over_breaking_line(veza(context).browser(who))


@then("the browser of {who:Person} tries {times:Count} times to come back, after ever longer waits, and then no more")
def browser_tries_and_gives_up(context: Context, who: Persona, times: int) -> None:
    """By the lines that it opens, and by the clock of the page."""
    veza(context).bad_line.check_tries_by_its_clock(veza(context).browser(who), times)


@given("{who:Person} has the conversation open in the browser, over a line that may fall silent")
def has_open_over_such_a_line(context: Context, who: Persona) -> None:
    """A member, present; the clock of the page is in our hand."""
    veza(context).bad_line.open_over_line_that_may_fall_silent(veza(context).browser(who))


@when('the line of the browser falls silent without breaking, and {speaker:Person} says "{text}" meanwhile')
def falls_silent(context: Context, speaker: Persona, text: str) -> None:
    """It stays open, and nothing comes over it any more."""
    veza(context).bad_line.fall_silent(speaker, text)


@when('{who:Person} says "{text}" in the browser, but no answer comes, nor can a line be made any more')
def loses_answer(context: Context, who: Persona, text: str) -> None:
    """It arrives; and the page has tried as often as it does, by its clock."""
    veza(context).bad_line.lose_answer(veza(context).browser(who), text)


@then('{people:People} see "{text}" once, also when {who:Person} tries again once a line can be made')
def see_once_when_tried_again(context: Context, people: list[Persona], text: str, who: Persona) -> None:
    """By the button beside it, while the page is not connected; it is in the history once, too."""
    veza(context).bad_line.check_once_when_tried_again(veza(context).browser(who), text, people)


@then("the browser of {who:Person} notices by itself, and comes back to all that was said")
def notices_silence(context: Context, who: Persona) -> None:
    """Within a minute by the clock of the page, though nobody does anything on it."""
    veza(context).bad_line.check_notices_silence(veza(context).browser(who))


@given("{who:Person} has the conversation open in the browser, over a line that may break")
def has_open_over_line_that_may_break(context: Context, who: Persona) -> None:
    """A member, present; the clock of the page is in our hand."""
    veza(context).bad_line.open_over_line_that_may_break(veza(context).browser(who))


@when("the line of the browser breaks {times:Count} times, each time when {who:Person} is back")
def breaks_again_and_again(context: Context, times: int, who: Persona) -> None:
    """All on one page, which is never opened afresh."""
    veza(context).bad_line.break_again_and_again(veza(context).browser(who), times)


@then("each of the {times:Count} times the browser of {who:Person} comes back at its first try, as soon as ever")
def comes_back_at_first(context: Context, times: int, who: Persona) -> None:
    """By what the page tells, and by its clock."""
    veza(context).bad_line.check_came_back_at_first(veza(context).browser(who), times)


@then("{who:Person} reads that there is no connection")
def reads_no_connection(context: Context, who: Persona) -> None:
    """In the place where the page tells how it is connected."""
    veza(context).browser(who).conversation.check_not_connected()


@then('{who:Person} reads that "{text}" was not sent, and how to try again')
def reads_not_sent(context: Context, who: Persona, text: str) -> None:
    """The words are still there."""
    veza(context).browser(who).conversation.check_not_sent(text)


@then('{people:People} see "{text}" once, after the line of {who:Person} is back and he tries again')
def see_when_tried_again(context: Context, people: list[Persona], text: str, who: Persona) -> None:
    """By the button beside it."""
    veza(context).bad_line.check_arrives_when_tried_again(veza(context).browser(who), text, people)
