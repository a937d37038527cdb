"""Conversations: who is in them, what is said, and who sees it."""

from behave import given, then, when
from behave.runner import Context
from hamcrest import assert_that, equal_to

from support.observing.measuring import assert_at_most
from support.scenario.people import Persona
from support.scenario.world import world
from support.systems.veza import veza
from support.systems.veza.data import UNTIDY


@given("{members:People} are members of a conversation")
def are_members(context: Context, members: list[Persona]) -> None:
    """The first of them makes it and takes in the others; nobody is present yet."""
    veza(context).conversations.make(members)


@given("{members:People} are in a conversation")
def are_in_conversation(context: Context, members: list[Persona]) -> None:
    """All of them are members and present."""
    conversations = veza(context).conversations
    conversations.make(members)
    conversations.join_all(members)


@given("{members:People} are members of a conversation, and {present:Person} is present")
def are_members_and_one_present(context: Context, members: list[Persona], present: Persona) -> None:
    """All are members, and one of them is present."""
    conversations = veza(context).conversations
    conversations.make(members)
    conversations.join(present)


@given("{people:People} is present")
@given("{people:People} are present")
def are_present(context: Context, people: list[Persona]) -> None:
    """Each joins over a live connection."""
    veza(context).conversations.join_all(people)


@given("{who:Person} is present on {whose:Their} {first} and on {whose2:Their} {second}")
def is_present_on_two(context: Context, who: Persona, first: str, second: str, **_: str) -> None:
    """The same person, on two devices."""
    for device in (first, second):
        veza(context).conversations.join(who, device)


@given("{outsider:Person} is on Veza, but not in the conversation")
def is_outside(context: Context, outsider: Persona) -> None:
    """Signed in, with a live connection, and no member."""
    veza(context).conversations.line(outsider)


@when("{who:Person} joins the conversation")
def joins(context: Context, who: Persona) -> None:
    """Over a live connection, and is told what was said lately."""
    veza(context).conversations.join(who)


@when("{part:Services} dies, and {who:Person} comes back by way of {chat:Services}")
def comes_back_elsewhere(context: Context, part: list[str], who: Persona, chat: list[str]) -> None:
    """At once, over a line to another chat-server."""
    world(context).faults.inflict(part[0], "dies")
    veza(context).accounts.use(who, chat[0])
    veza(context).conversations.come_back([who])


@when("{who:Person} comes back, once all is well")
def comes_back_once_well(context: Context, who: Persona) -> None:
    """When what was away is there again, over a line to where they were before."""
    world(context).faults.mend()
    veza(context).conversations.come_back([who])


@given("{who:Person} has looked into another conversation and left it")
def has_looked_into_another(context: Context, who: Persona) -> None:
    """Over the same connection, which goes on being in this one."""
    veza(context).conversations.look_into_another(who)


@when("{who:Person} joins the conversation, and once more as if no answer had come")
def joins_twice(context: Context, who: Persona) -> None:
    """Over one and the same connection."""
    veza(context).conversations.join(who)
    veza(context).conversations.join(who)


@when("{who:Person} tries to join the conversation")
def tries_to_join(context: Context, who: Persona) -> None:
    """As somebody who may not."""
    veza(context).conversations.try_to_join(who)


@given("{owner:Person} has taken {who:Person} into the conversation, and {present:Person} is present")
def has_taken_in(context: Context, owner: Persona, who: Persona, present: Persona) -> None:
    """The owner has made somebody a member, and somebody joins over a live connection."""
    veza(context).conversations.take_in(owner, who)
    veza(context).conversations.join(present)


@when("{owner:Person} takes {who:Person} into the conversation")
def takes_in(context: Context, owner: Persona, who: Persona) -> None:
    """The owner makes somebody a member."""
    veza(context).conversations.take_in(owner, who)


@when("{who:Person} leaves on {whose:Their} {device}")
def leaves_on(context: Context, who: Persona, device: str, **_: str) -> None:
    """One device leaves, the others stay."""
    veza(context).conversations.leave(who, device)


@given("{who:Person} has left the conversation")
def has_left(context: Context, who: Persona) -> None:
    """A member still, and not present."""
    veza(context).conversations.leave(who)


@when("{who:Person} leaves and joins again")
def leaves_and_joins(context: Context, who: Persona) -> None:
    """With a word, over the same connection."""
    conversations = veza(context).conversations
    conversations.leave(who)
    conversations.join(who)


@when("the line of {who:Person} breaks")
def line_breaks(context: Context, who: Persona) -> None:
    """The connection is gone without a word."""
    veza(context).conversations.vanish(who)


# Saying


@given("{who:Person} has said {texts:Texts}")
@when("{who:Person} says {texts:Texts}")
def says(context: Context, who: Persona, texts: list[str]) -> None:
    """Each text is confirmed before the next one is sent."""
    for text in texts:
        veza(context).conversations.say_confirmed(who, text)


@given("{people:People} have said {number:Count} things in turn")
@given("{people:People} has said {number:Count} things")
@when("{people:People} says {number:Count} things, one after another")
def say_things_in_turn(context: Context, people: list[Persona], number: int) -> None:
    """Each waits until the one before is confirmed."""
    veza(context).conversations.say_in_turn(people, number)


@when("{people:People} each say {number:Count} things as fast as they can")
def say_things_at_once(context: Context, people: list[Persona], number: int) -> None:
    """Nobody waits for anything."""
    veza(context).conversations.say_at_once(people, number)


@when("{people:People} come back and say {number:Count} things in turn")
def come_back_and_say(context: Context, people: list[Persona], number: int) -> None:
    """Over new connections, each waiting for the one before."""
    conversations = veza(context).conversations
    conversations.come_back(people)
    conversations.say_in_turn(people, number)


@when('{who:Person} says "{text}" about it')
def says_about_it(context: Context, who: Persona, text: str) -> None:
    """With a link to the track that was started last."""
    veza(context).conversations.say_confirmed(who, text, veza(context).music.streams[-1].track.id)


@when("{who:Person} says each of these things, and what somebody might tidy up")
def says_each(context: Context, who: Persona) -> None:
    """One row of the table after another, and then letters and blanks that could be written otherwise."""
    for text in [*(row["what"] for row in context.table or ()), *UNTIDY]:
        veza(context).conversations.say_confirmed(who, text)


@when("{who:Person} says something of {length:Count} {characters}")
def says_something_long(context: Context, who: Persona, length: int, characters: str) -> None:
    """So many characters of one kind; the answer is judged later."""
    veza(context).conversations.say_long(who, length, characters)


@when('{who:Person} says "{text}", and sends it twice more as if no answer had come')
def says_again(context: Context, who: Persona, text: str) -> None:
    """As a device does that got no answer."""
    conversations = veza(context).conversations
    conversations.repeat(conversations.say(who, text))
    conversations.repeat(conversations.said[-1])


@then("{who:Person} is told each time that it is the same message, also when she sends it elsewhere")
def is_told_the_same(context: Context, who: Persona) -> None:
    """Each of the sendings is confirmed as one and the same message, which is in no other conversation."""
    conversations = veza(context).conversations
    said = conversations.said_last(who)
    conversations.check_confirmed_alike(said, 3)
    conversations.check_said_nowhere_else(said)


@then("what {who:Person} says as if it were the same is another message, which {people:People} see once")
def says_as_if_the_same(context: Context, who: Persona, people: list[Persona]) -> None:
    """Under the number of what the other has said: each numbers as they like, and nobody loses a message by it."""
    conversations = veza(context).conversations
    veza(context).seen.check_seen_once(people, conversations.say_as_if_the_same(who))


@then("{who:Person} sees once on {whose:Their} {device} what he says on {whose2:Their} {other}")
def sees_own_elsewhere(context: Context, who: Persona, device: str, other: str, **_: str) -> None:
    """The device that said it gets its answer, and any other sees it as those of others do."""
    said = veza(context).conversations.say_confirmed(who, "Both of mine", device=other)
    veza(context).seen.check_seen_on(who, device, said)


@when('{outsider:Person} says "{text}" to it all the same')
def outsider_says(context: Context, outsider: Persona, text: str) -> None:
    """Without being a member."""
    veza(context).conversations.say(outsider, text)


@when("{people:People} join again and again while {speaker:Person} says {number:Count} things")
def join_meanwhile(context: Context, people: list[Persona], speaker: Persona, number: int) -> None:
    """Each leaves in between, and what they saw each time is noted."""
    veza(context).conversations.join_while_speaking(people, speaker, number)


# Seeing


@then("{people:People} each see it once")
def each_see_it_once(context: Context, people: list[Persona]) -> None:
    """Live, on every device, as it was confirmed, and not again."""
    conversations = veza(context).conversations
    veza(context).seen.check_seen_once(people, conversations.said[-1])


@then('{people:People} each see it once, with a link to "{title}"')
def each_see_it_with_link(context: Context, people: list[Persona], title: str) -> None:
    """The same, and the link is to this track."""
    veza(context).seen.check_seen_with_link(people, veza(context).music.tracks[title])


@then('{who:Person} sees it once, with a link to "{title}", and sees {other:Person} come and go')
def sees_it_and_their_presence(context: Context, who: Persona, title: str, other: Persona) -> None:
    """The same, and the speaker was seen once to come and once to go."""
    veza(context).seen.check_seen_with_link([who], veza(context).music.tracks[title])
    veza(context).presence.check_came_and_went(who, other)


@then("{who:Person} sees both once, in this order, with links to {titles:Texts}")
def sees_both_with_links(context: Context, who: Persona, titles: list[str]) -> None:
    """What was said in the browser, in order, each with the link to its track."""
    veza(context).seen.check_seen_with_links(who, [veza(context).music.tracks[title] for title in titles])


@then("it is in the history once, with its time")
def is_in_history(context: Context) -> None:
    """For each member, once in the database, and in the log without its words."""
    conversations = veza(context).conversations
    for member in conversations.conversation.members:
        veza(context).seen.check_in_history_once(member, conversations.said[-1])


@then("{people:People} see {share:Percent} of them within {limit:Duration}, and each of them once")
def see_within(context: Context, people: list[Persona], share: float, limit: float) -> None:
    """Nothing is missing, repeated or out of order; the 95th percentile from saying to seeing, for each of them."""
    assert_that(share, equal_to(0.95), "the share that this step measures")
    for name, delays in veza(context).seen.delays(people).items():
        assert_at_most(delays, "p95", limit, f"a message from saying to being seen by {name}", "VZ-08")


@then("{who:Person} sees it once on {whose:Their} {first} and once on {whose2:Their} {second}")
def sees_on_both(context: Context, who: Persona, first: str, second: str, **_: str) -> None:
    """Each device sees it live, once."""
    conversations = veza(context).conversations
    assert_that(len(conversations.lines([who])), equal_to(2), f"devices of {who.name}: {first}, {second}")
    veza(context).seen.check_seen_once([who], conversations.said[-1])


@then("everybody sees the same {number:Count} messages in the same order")
def everybody_sees_same_order(context: Context, number: int) -> None:
    """All of them, without gap, and each speaker's own in the order they spoke."""
    conversations = veza(context).conversations
    veza(context).seen.check_same_order(conversations.conversation.members, number)


@then("so does somebody who joins afterwards")
def latecomer_sees_same_order(context: Context) -> None:
    """On joining and by reading back to the beginning."""
    veza(context).seen.check_latecomer_sees_same()


@then("{people:People} have each time seen what was said without gap or repetition")
def have_seen_without_gap(context: Context, people: list[Persona]) -> None:
    """Each time, what was told on joining went on live."""
    for who in people:
        veza(context).seen.check_nothing_between(who)


@then('{who:Person} finds "{text}" in the history, with the same identity and time that {other:Person} saw')
def finds_in_history(context: Context, who: Persona, text: str, other: Persona) -> None:
    """What is found, what is told on joining and what the other saw live are one and the same."""
    conversations = veza(context).conversations
    veza(context).seen.check_same_as_seen(who, other, conversations.said_last(text=text))


@then("{people:People} see each of them word for word, live and in the history")
def see_word_for_word(context: Context, people: list[Persona]) -> None:
    """Every sign as it was written."""
    conversations = veza(context).conversations
    for said in conversations.said:
        veza(context).seen.check_seen_once(people, said)
        veza(context).seen.check_in_history_once(people[0], said)


@then("it is accepted")
def is_accepted(context: Context) -> None:
    """Everybody else sees it once."""
    conversations = veza(context).conversations
    said = conversations.said[-1]
    veza(context).seen.check_seen_once(conversations.others(said.speaker), said)


@then("it is refused")
def is_refused(context: Context) -> None:
    """With the reason that the text is not right, and nobody sees it."""
    conversations = veza(context).conversations
    said = conversations.said[-1]
    assert_that(said.error.code, equal_to("CHAT_MESSAGE_INVALID"), "the reason of the refusal")
    veza(context).seen.check_not_in_anything(said.text)


@then("{who:Person} is refused because she is not a member")
def is_refused_as_no_member(context: Context, who: Persona) -> None:
    """And the refusal tells nothing of the conversation."""
    veza(context).conversations.check_refused_as_stranger(who)


@then("{who:Person} sees nothing of it, neither live nor in any history")
def sees_nothing(context: Context, who: Persona) -> None:
    """Nothing live; its history, its members and its name are refused."""
    veza(context).seen.check_nothing_seen(who)


@then('nobody in the conversation sees "{text}", neither live nor in any history')
def nobody_sees(context: Context, text: str) -> None:
    """It reaches nobody, and is not stored."""
    veza(context).seen.check_not_in_anything(text)


@then("{who:Person} finds {texts:Texts} in the history, and nothing else")
def finds_only(context: Context, who: Persona, texts: list[str]) -> None:
    """These texts in this order."""
    found = [message["content"] for message in veza(context).conversations.history(who)["messages"]]
    assert_that(found, equal_to(texts), f"what {who.name} finds in the history")


@then("{who:Person} finds all that was said in the history, word for word")
def finds_all(context: Context, who: Persona) -> None:
    """As it was confirmed, once, in order, and nothing else."""
    veza(context).seen.check_all_in_history(who)


@then("{who:Person} sees the {number:Count} messages in the order they were said")
def sees_in_order(context: Context, who: Persona, number: int) -> None:
    """On joining, and that there are no more."""
    veza(context).seen.check_told_on_joining(who, number, more=False)


@then("{who:Person} sees the last {number:Count} messages and that there are more")
def sees_last(context: Context, who: Persona, number: int) -> None:
    """On joining, and that there are more."""
    veza(context).seen.check_told_on_joining(who, number, more=True)


@then("{who:Person} finds the {number:Count} older ones, in order, when she asks for them")
def finds_older(context: Context, who: Persona, number: int) -> None:
    """By asking for what came before."""
    veza(context).seen.check_older(who, number)


@then("{who:Person} is told all of it, in order, when she joins as somebody who knows nothing yet")
def is_told_all(context: Context, who: Persona) -> None:
    """By asking for all since the beginning."""
    veza(context).seen.check_told_from_the_beginning(who)


@then("{who:Person} sees no messages")
def sees_no_messages(context: Context, who: Persona) -> None:
    """On joining, and that there are no more."""
    veza(context).seen.check_told_on_joining(who, 0, more=False)
