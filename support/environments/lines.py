"""Lines between the parts of a platform: what can be wrong with one, and who lets the relay make it so."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from support.environments import processes
from support.environments.children import Child, end_family, spawn
from support.environments.probes import NotReady
from support.environments.recipe import Recipe
from support.failures import EnvironmentFailure

CLIENTS = "clients"
"""The source of whatever is no part of the platform: the suite's own clients, browsers, scripts."""
EVERYBODY = ""
"""The source of all."""
Kind = Literal["cut", "refuse", "stall", "delay", "limit", "drop"]
Direction = Literal["both", "there", "back"]


@dataclass(frozen=True)
class Line:
    """What leads from one part to another: `source` calls, `target` is called."""

    source: str
    """A unit, `CLIENTS`, or `EVERYBODY`."""
    target: str
    """A unit."""
    ports: tuple[int, ...] = ()
    """Only the connections that come from these ports, so that one client of many can be meant; empty for all."""

    def __str__(self) -> str:
        return f"the line between {self.source or 'everybody'} and {self.target}"


@dataclass(frozen=True)
class Trouble:
    """What is wrong with a line."""

    kind: Kind
    """`cut`: connections end at once (reset), and new ones as soon as they come; `refuse`: only new ones. `stall`:
    nothing passes, and nobody is told. `delay`: what passes comes `amount` seconds later. `limit`: `amount` bytes a
    second pass. `drop`: a connection ends after `amount` more bytes of one direction."""
    direction: Direction = "both"
    """`there` is from source to target; cut and refuse know no direction."""
    amount: float = 0.0


class Lines:
    """The relay of one platform. Every call raises EnvironmentFailure when it does not answer or cannot."""

    def __init__(self, project: Path, folder: Path, log: Path) -> None:
        ours, theirs = socket.socketpair()
        self._connection = asyncio.ensure_future(asyncio.open_unix_connection(sock=ours))
        self._turn = asyncio.Lock()
        self._lines: dict[int, tuple[Line, Trouble]] = {}
        with theirs:
            self._process: Child = spawn(
                [sys.executable, "-m", "support.environments.relay", "0"],
                folder=project,
                log=log,
                environment={**os.environ, processes.MARK: str(folder)},
                stdin=theirs.fileno(),
            )

    async def ask(self, do: str, **details: object) -> Any:
        async with self._turn:
            reader, writer = await asyncio.shield(self._connection)
            writer.write(json.dumps({"do": do, **details}).encode() + b"\n")
            answer = await reader.readline()
        told = json.loads(answer or b'{"failure": "it has ended"}')
        if "failure" in told:
            raise EnvironmentFailure(f"the relay of lines could not {do}: {told['failure']}", "run again")
        return told["result"]

    async def trouble(self, line: Line, trouble: Trouble) -> int:
        """Afflict a line; a number to relieve it with."""
        number = int(
            await self.ask(
                "trouble",
                source=line.source,
                target=line.target,
                ports=line.ports,
                kind=trouble.kind,
                direction=trouble.direction,
                amount=trouble.amount,
            )
        )
        self._lines[number] = line, trouble
        return number

    async def meetings(self, number: int) -> list[float]:
        """When something met a trouble so far, in seconds since it came."""
        return list(await self.ask("meetings", number=number))

    async def relieve(self, number: int) -> int:
        """End a trouble; how often something met it: connections, and pieces of what was said on them."""
        self._lines.pop(number, None)
        return int(await self.ask("relieve", number=number))

    async def heal(self) -> list[Line]:
        """End every trouble; the lines that had one."""
        await self.ask("all")
        healed = [line for line, _ in self._lines.values()]
        self._lines.clear()
        return healed

    async def close(self) -> None:
        await end_family(self._process.pid)


class Relayed:
    """The recipe of a unit that is reached through the relay: at its own address, while it is behind another."""

    def __init__(self, recipe: Recipe, lines: Lines, public: int) -> None:
        self._recipe, self._lines, self._public = recipe, lines, public
        self._open = False
        self.name, self.log, self.port, self.stop_signal = recipe.name, recipe.log, recipe.port, recipe.stop_signal

    async def prepare(self) -> None:
        await self._recipe.prepare()

    async def launch(self) -> Child:
        child = await self._recipe.launch()
        await self._lines.ask("who", source=self.name, pid=child.pid)
        return child

    async def probe(self, through: int = 0) -> bool:
        """Nobody is let in before it is ready, as nobody would be without the relay."""
        whole = await self._recipe.probe(through)
        if not self._open:
            await self._lines.ask(
                "open", target=self.name, port=self._public, host="127.0.0.1", behind=self.port.number
            )
            self._open = True
        return whole

    async def check(self) -> None:
        """Raise NotReady when it is ready, but not for those who reach it through the relay."""
        try:
            await self._recipe.probe(self._public)
        except NotReady as failure:
            try:
                await self._recipe.probe()
            except NotReady:
                return  # it is not the line
            raise failure from None

    def versions(self) -> Mapping[str, str]:
        return self._recipe.versions()

    async def clear_up(self) -> None:
        if self._open:
            self._open = False
            await self._lines.ask("close", target=self.name)
        await self._recipe.clear_up()
