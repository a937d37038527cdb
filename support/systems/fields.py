"""What a field of an operation may hold, as a contract promises it; what is sent of it follows from that."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Field:
    """One field of what is asked; `optional` ones may be left out."""

    optional: bool = False
    wrong: tuple[Any, ...] = ()
    """What it does not take, besides what no field of its kind does."""
    right: tuple[Any, ...] = ()
    """What it takes and keeps, besides what every field of its kind does."""

    def good(self, ids: Mapping[str, str]) -> Any:
        """A value that is taken; `ids` are those of the things at hand, by the name of their gap in a path."""
        raise NotImplementedError


@dataclass(frozen=True)
class Text(Field):
    """Text of so many characters. Unless it is `raw` it is one line, and blanks around it are taken off."""

    least: int
    most: int
    example: str = "Something in words"
    raw: bool = False
    unique: str = field(default="", kw_only=True)
    """What stands between the parts of one of which no two may have the same; empty: they may."""

    def good(self, ids: Mapping[str, str]) -> str:
        return self.example


@dataclass(frozen=True)
class Prose(Text):
    """Text of any number of lines, which is kept as it is; NUL and half of a character are no text."""

    raw: bool = True


@dataclass(frozen=True)
class Word(Text):
    """A name of ASCII letters, figures and dashes."""

    raw: bool = True


@dataclass(frozen=True)
class Mail(Text):
    """The address of an e-mail, of at most so many characters; kept in small letters."""

    least: int = 1
    most: int = 254
    example: str = "somebody@people.test"


@dataclass(frozen=True)
class Whole(Field):
    """A whole number between two limits, both of them taken."""

    least: int
    most: int
    example: int | None = None
    """What is sent where any will do; the least unless given."""

    def good(self, ids: Mapping[str, str]) -> int:
        return self.least if self.example is None else self.example


@dataclass(frozen=True)
class Choice(Field):
    """One of these words."""

    words: tuple[str, ...]

    def good(self, ids: Mapping[str, str]) -> str:
        return self.words[0]


@dataclass(frozen=True)
class Flag(Field):
    """Yes or no."""

    def good(self, ids: Mapping[str, str]) -> bool:
        return False


@dataclass(frozen=True)
class Id(Field):
    """The id of a thing, named as the gap in a path is that takes it: `playlist_id`. `form` is what stands around."""

    of: str
    form: str = "{}"

    def good(self, ids: Mapping[str, str]) -> str:
        return self.form.format(ids[self.of])


@dataclass(frozen=True)
class Header(Id):
    """The id of a thing that is told in a header, whenever there is such a thing."""


@dataclass(frozen=True)
class Ids(Field):
    """A list of at most so many ids, in an order that is kept where the same may be in it again."""

    of: str
    most: int
    repeats: bool = False

    def good(self, ids: Mapping[str, str]) -> list[str]:
        return [ids[self.of]]


@dataclass(frozen=True)
class Other(Field):
    """Something of another kind, such as a list, a moment or an object, of which one example is known."""

    example: Any

    def good(self, ids: Mapping[str, str]) -> Any:
        return self.example


@dataclass(frozen=True)
class Each(Field):
    """Something of which no two may have the same, made from a number that is another each time."""

    of: Callable[[int], Any]
    _numbers: Iterator[int] = field(default_factory=count)

    def good(self, ids: Mapping[str, str]) -> Any:
        return self.of(next(self._numbers))


@dataclass(frozen=True)
class File(Field):
    """A file, which makes the whole a form. `example` gives its name, its content and its type."""

    example: tuple[str, bytes, str] = ("file", b"", "application/octet-stream")

    def good(self, ids: Mapping[str, str]) -> tuple[str, bytes, str]:
        return self.example
