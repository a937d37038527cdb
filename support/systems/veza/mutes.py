"""Who may not write in the scenario's conversation for a while, and what everybody is told of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count, product
from typing import TYPE_CHECKING

from hamcrest import assert_that, equal_to, not_, not_none

from support.observing.waiting import eventually, never, now
from support.systems.answers import data
from support.systems.veza.lines import HEARD_WITHIN, QUICK
from support.systems.veza.moderation import SETTLE, told_of
from support.systems.veza.times import moment

if TYPE_CHECKING:
    from support.clients.http import Reply
    from support.scenario.people import Persona
    from support.systems.veza.accounts import Accounts
    from support.systems.veza.conversations import Conversations
    from support.systems.veza.lines import Said
    from support.systems.veza.moderation import Moderation
    from support.systems.veza.music import Music
    from support.systems.veza.seen import Seen

AGREE = 5.0
"""Seconds by which the clocks of Veza and of this machine may differ."""
AT_ONCE = 6
"""Things that a muted person tries to say while somebody else speaks, more than there are devices and tracks: enough
for some of both to arrive at the same moment."""
LOOK = 0.05
"""Seconds between two tries of somebody who waits until they may write again."""


@dataclass(frozen=True)
class Muting:
    """Somebody was kept from writing in the scenario's conversation."""

    who: Persona
    by: Persona
    seconds: float
    reason: str
    until: str
    asked: float
    answered: float
    """Before it was asked for, and after it was answered, on the clock that stamps frames."""


class Mutes:
    """Who was muted, and how they and the others fare."""

    def __init__(
        self, accounts: Accounts, music: Music, conversations: Conversations, seen: Seen, moderation: Moderation
    ) -> None:
        self._accounts, self._music = accounts, music
        self._talk, self._seen, self._moderation = conversations, seen, moderation
        self._mutings: list[Muting] = []
        """Whoever was muted in the scenario, oldest first."""
        self._numbers = count(1)

    @property
    def muting(self) -> Muting:
        """What the last mute was."""
        assert self._mutings, "nobody was muted in this scenario"
        return self._mutings[-1]

    def _last_of(self, who: Persona) -> Muting:
        """What the last mute of somebody was."""
        found = [one for one in self._mutings if one.who == who]
        assert found, f"{who.name} was not muted in this scenario"
        return found[-1]

    def mute(self, moderator: Persona, who: Persona, seconds: float, reason: str) -> None:
        """Have a moderator keep somebody from writing for so long."""
        self._moderation.listen()
        asked = now()
        told = data(self._ask_to_mute(moderator, who, seconds, reason), 201)
        self._mutings.append(Muting(who, moderator, seconds, reason, told["until"], asked, now()))
        assert_that(told["reason"], equal_to(reason), "the reason, as the moderator is told")
        self._check_until(told["until"])

    def muted_elsewhere(self, moderator: Persona, who: Persona, seconds: float, reason: str) -> None:
        """Take note that a moderator has done so in the browser; those who are present are told until when."""
        asked = now() - HEARD_WITHIN
        owner = self._talk.line(self._talk.conversation.owner)
        frame = eventually(
            lambda: next(iter(told_of(owner, "MemberMuted")), None),
            not_none(),
            within=HEARD_WITHIN,
            what=f"the mute that {owner.name} is told of",
        )
        assert frame is not None
        self._mutings.append(Muting(who, moderator, seconds, reason, frame["until"], asked, now()))
        self._check_until(frame["until"])
        self.check_told([owner.who, moderator], who)

    def _check_until(self, until: str) -> None:
        expected = datetime.now(UTC) + timedelta(seconds=self.muting.seconds)
        apart = abs((moment(until) - expected).total_seconds())
        assert apart <= AGREE, f"{self.muting.who.name} is muted until {until}, which is {apart:.1f} s amiss"

    def ask_to_mute(self, people: Sequence[Persona], who: Persona) -> None:
        """Have each of them, who may not, ask for somebody to be muted."""
        self._accounts.sign_in_all(people)
        self._moderation.replies = [self._ask_to_mute(one, who, 3600, "I do not like them") for one in people]

    def check_told(self, people: Sequence[Persona], who: Persona) -> None:
        """Each device of theirs is told once that somebody is muted, until when and why."""
        assert_that(who, equal_to(self.muting.who), "who was muted")
        wanted = {
            "type": "MemberMuted",
            "conversation_id": self._talk.conversation.id,
            "person_id": self._accounts.of(who).id,
            "until": self.muting.until,
            "reason": self.muting.reason,
        }
        lines = self._talk.lines(people)
        for line in lines:
            eventually(
                partial(told_of, line, "MemberMuted"),
                equal_to([wanted]),
                within=HEARD_WITHIN,
                poll=QUICK,
                what=f"the mutes that {line.name} is told of",
            )
        never(
            lambda: [line.name for line in lines if len(told_of(line, "MemberMuted")) != 1],
            not_(equal_to([])),
            during=SETTLE,
            what="who is told of it more than once",
        )

    def check_nobody_muted(self, who: Persona) -> None:
        """Nobody is told of a mute, and this person can write."""
        lines = self._talk.lines(self._talk.conversation.members)
        never(
            lambda: [line.name for line in lines if told_of(line, "MemberMuted")],
            not_(equal_to([])),
            during=SETTLE,
            what="who is told that somebody is muted",
        )
        self.check_can_write(who)

    def check_refused(self, who: Persona, devices: Sequence[str] = ("laptop",)) -> None:
        """What they say on these devices, of a track too, is refused, with until when and why, and nobody sees it.

        What somebody else says at the same moment, who is not muted, is said. What they had said before is confirmed
        again when they send it again, as who got no answer does.
        """
        self._check_confirmed_still(who)
        muting, muted = self._last_of(who), {one.who.name for one in self._mutings}
        about = [None, *(track.id for track in self._music.tracks.values())]
        other = next((one for one in self._talk.others(who) if one.name not in muted and self._is_here(one)), None)
        tries, between = [], []
        for device, track in [*product(devices, about), *[(devices[0], None)] * AT_ONCE]:
            between += [self._talk.say(other, self._words())] if other else []
            tries.append(self._try(who, device, track))
        for said in between:
            assert_that(
                said.message["content"], equal_to(said.text), f"what {said.speaker.name} said, who is not muted"
            )
        for said in tries:
            told = said.error
            assert_that(told.code, equal_to("CHAT_MUTED"), f"why {said.line.name} is refused")
            wanted = {"until": muting.until, "reason": muting.reason}
            assert_that(told.details, equal_to(wanted), f"what {said.line.name} is told")
            assert muting.reason in told.message, f"it does not say why: {told.message}"
        numbers = [said.message["sequence"] for said in between]
        first = numbers[0] if numbers else 0
        assert_that(numbers, equal_to(list(range(first, first + len(numbers)))), "the numbers of what was said")
        self._seen.check_not_in_anything(*(said.text for said in tries))
        if between:
            self._seen.check_seen_on(who, "laptop", between[-1])

    def _check_confirmed_still(self, who: Persona) -> None:
        said = next((one for one in self._talk.said if one.speaker == who), None)
        if said is None:
            return
        if not said.line.ended:
            self._talk.repeat(said)
            self._talk.check_confirmed_alike(said, len(said.answers()))
        else:
            line, identity = self._talk.line(who), said.client_message_id
            again = line.say(self._talk.conversation.id, said.text, identity=identity)
            assert_that(again.message, equal_to(said.message), f'what was confirmed of "{said.text}", on coming back')

    def check_can_write(self, who: Persona) -> None:
        """What they say is seen once by the others."""
        said = self._talk.say_confirmed(who, self._words())
        self._seen.check_seen_once(self._talk.others(who), said)

    def check_again_when_over(self, who: Persona) -> None:
        """Nothing they say is accepted before the time is up, and everything afterwards, on each of their devices."""
        tries: list[Said] = []

        def accepted() -> bool:
            tries.append(self._try(who, "laptop"))
            return not tries[-1].refused

        seconds = self.muting.seconds
        eventually(accepted, equal_to(True), within=seconds + 1, poll=LOOK, what=f"whether {who.name} can write")
        early = self.muting.asked + seconds - tries[-1].confirmed_at
        assert early <= 0, f"{who.name} could write {early:.2f} s before the time was up"
        late = max((said.clock for said in tries[:-1]), default=0.0) - self.muting.answered - seconds
        assert late <= 0, f"{who.name} was refused {late:.2f} s after the time was up"
        self._seen.check_seen_once(self._talk.others(who), tries[-1])
        for line in self._talk.lines([who]):
            assert self._try(who, line.device).message, f"{line.name} cannot write"

    def check_over(self) -> None:
        """The time of the last mute is up."""
        left = self.muting.asked + self.muting.seconds - now()
        assert left <= 0, f"{self.muting.who.name} is muted for {left:.2f} s still"

    def check_mute_told_on(self) -> None:
        """The other services are told once that somebody is muted, by whom, until when and why."""
        conversation, muting = self._talk.conversation, self.muting
        wanted = {
            "conversation_id": conversation.id,
            "conversation_name": conversation.name,
            "person_id": self._accounts.of(muting.who).id,
            "until": muting.until,
            "reason": muting.reason,
            "by": self._accounts.of(muting.by).id,
        }
        self._moderation.check_told_on("chat.events.person_muted", "person_id", wanted)

    def check_can_write_elsewhere(self, who: Persona) -> None:
        """What they say in the other conversation is seen once by those who are there."""
        said = self._talk.line(who).say(self._moderation.elsewhere, self._words())
        assert_that(said.message["conversation_id"], equal_to(self._moderation.elsewhere), "where it was said")
        self._seen.check_seen_once([one for one in self._moderation.there if one != who], said)

    def _is_here(self, who: Persona) -> bool:
        line = self._talk.connections.get((who.name, "laptop"))
        return line is not None and not line.ended

    def _try(self, who: Persona, device: str, track_id: str | None = None) -> Said:
        return self._talk.line(who, device).say(self._talk.conversation.id, self._words(), track_id)

    def _words(self) -> str:
        """Something that was not said before."""
        return f"Can you hear me? ({next(self._numbers)})"

    def _ask_to_mute(self, moderator: Persona, who: Persona, seconds: float, reason: str) -> Reply:
        body = {"person_id": self._accounts.of(who).id, "seconds": int(seconds), "reason": reason}
        path = f"/api/conversations/{self._talk.conversation.id}/mutes"
        return self._accounts.moderating(moderator).post(path, json=body)
