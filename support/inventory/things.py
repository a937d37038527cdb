"""What a census of a platform counts: things that a scenario may leave."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

ROW, KEY, STREAM, CONSUMER, MESSAGES, FILE, PROCESS, PORT = KINDS = (
    "row",
    "key",
    "stream",
    "consumer",
    "messages",
    "file",
    "process",
    "port",
)


@dataclass(frozen=True)
class Thing:
    """One thing, told from every other by kind, place and name.

    `place` is the table of a row, the stream of a consumer, the folder of a file, the unit of a process or port.
    `name` stays what it is as long as the thing does: a primary key, not a process id. `content` is all that
    tells whose it is; what it holds may be secret. `refers` has place and name of each row that a row points to.
    """

    kind: str
    place: str
    name: str
    content: Mapping[str, Any] = field(default_factory=dict)
    refers: frozenset[tuple[str, str]] = frozenset()

    @property
    def key(self) -> tuple[str, str, str]:
        return self.kind, self.place, self.name
