"""Data that scenarios of Veza make up: names of conversations, and something to say."""

from support.scenario.data import SeededData

_REMARKS = (
    "That bass line again",
    "Who else was there on Saturday?",
    "I could listen to this all night",
    "Turn it up, please",
    "The second verse is the best part",
    "This one is new to me",
    "My neighbours know it by heart now",
    "Play it again?",
    "Somebody tell the drummer",
    "Straight onto my list",
)
LONGEST, LONGEST_NAME = 100, 50
"""Characters of the title of a track, and of the name of a playlist or a conversation, at most; and of a person."""
_SIGNS = ("🎵", "🎧", "🎹", "🥁", "🎷", "✨", "🙌", "❤️", "👩🏽‍🎤", "🇮🇹")


def conversation_name(data: SeededData) -> str:
    """Return a new name for a conversation, as long as it may be, and in several scripts: "Slow Harbour talk k3f9a2bc
    …": so whoever cuts it off or tidies it up is noticed wherever it is shown."""
    return longest(f"{data.title('conversation')} talk {data.mark} <&> 漢字 🎷 مرحبا")


def remark(data: SeededData) -> str:
    """Return something to say, with an emoji: "Turn it up, please 🎧"; not unique."""
    chance = data.chance("message")
    return f"{chance.choice(_REMARKS)} {chance.choice(_SIGNS)}"


def longest(text: str, length: int = LONGEST) -> str:
    """Return it with as much behind it as the title of a track, or the name of a playlist, may have: no two letters
    of what is behind are beside each other twice, so that nothing of it can be missing, or be there again, unseen."""
    rest = "".join(chr(number) for number in range(ord("Ā"), ord("Ā") + length))
    return f"{text} {rest}"[:length]


UNTIDY = (
    "Cafe\u0301, A\u030angstro\u0308m and \ufb01ne",
    "two  blanks,\ta tab\nand  a line",
    "\u2003wide\u00a0at both ends ",
)
"""Words that somebody might take the liberty to tidy up: letters put together, blanks at the ends and many of them."""
