"""What every environment offers, wherever its platforms run."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol

from support.environments.lines import Line, Trouble
from support.failures import EnvironmentFailure
from support.inventory.things import Thing

CONTAINERS = "containers"
LINES = "lines"
SETTINGS = "settings"
CAPABILITIES = frozenset(
    {
        *("control", "database", "cache", "broker", "monitoring", "logs", "credentials", "browser"),
        *("load", "disruption", "trial", SETTINGS, LINES, CONTAINERS),
    }
)
"""`control`: stop, kill, freeze and start units. `credentials`: secrets that mint tokens. `load`: many calls at once.
`disruption`: what others who use the platform would notice. `trial`: start copies of services. `settings`: tell
services something else than usual. `containers`: units are containers, which can be made anew and cut off from their
networks. `lines`: those between parts, and from clients to parts, can be cut, stalled and slowed down. The rest: to
look in."""
TRIAL_LIMIT = 15.0
"""Seconds after which a copy of a service that neither ends nor is ready is stopped."""


class Settings(Protocol):
    """The settings that environments read; `support.config.Settings` has them."""

    @property
    def environment(self) -> str:
        """`embedded`, `external` or `containers`."""

    @property
    def temporary(self) -> Path | str | None:
        """Folder for temporary files; nothing means the system's."""

    @property
    def deployment(self) -> Path | str | None:
        """The file that describes an external deployment."""

    @property
    def keep(self) -> bool:
        """Whether what is started is to stay: containers always, anything else after a failure."""

    @property
    def attach(self) -> Path | None:
        """The folder of the embedded environment to use."""

    @property
    def defect(self) -> str:
        """The known defect to build in, such as `veza/lost-messages`; empty for none."""

    @property
    def defects(self) -> Path:
        """The folder of known defects."""


@dataclass(frozen=True)
class Casualty:
    """A unit that died without having been asked to."""

    platform: str
    unit: str
    when: datetime
    how: str
    """Such as `killed by SIGKILL` or `exit status 3`."""
    last_lines: tuple[str, ...]
    """The end of its log, as it was written."""


@dataclass(frozen=True)
class Trial:
    """How a copy of a service ended."""

    status: int | None
    """Its exit status, minus the number of the signal that ended it; None when it was stopped, being ready or late."""
    lines: tuple[str, ...]
    """All that it wrote."""


@dataclass
class Beginning:
    """How a container began."""

    needs: list[str]
    """The units that it waits for until they are ready, or have done their work."""
    stands_on: list[str] = field(default_factory=list)
    """The units without which it is nothing: stores that it is told of, services that it is told of and that are not
    told of it, and whatever fills a volume that it only reads."""
    started: datetime | None = None
    ready: datetime | None = None
    """When it was healthy for the first time, or had done its work."""


class NotUp(EnvironmentFailure):
    """What a deployment describes did not come up, though its images are there and the engine answers."""


class ByRole:
    """Where the servers of a platform are, by their roles; nothing where there is none, or it may not be looked into.

    `database_url` is like `postgresql://user:password@host:port/database`, `cache_url` like
    `redis://:password@host:port/0`, `broker_url` like `nats://user:password@host:port`, and `monitoring_url`, where
    its Prometheus answers, like `http://host:port`.
    """

    roles: Mapping[str, str]

    @property
    def database_url(self) -> str | None:
        return self.roles.get("database")

    @property
    def cache_url(self) -> str | None:
        return self.roles.get("cache")

    @property
    def broker_url(self) -> str | None:
        return self.roles.get("broker")

    @property
    def monitoring_url(self) -> str | None:
        return self.roles.get("monitoring")


class Platform(Protocol):
    """One running platform: where its parts are, and power over them.

    A unit is a service or a server (a module of `servers` each) of the platform. What the environment
    cannot do raises EnvironmentFailure; look at `capabilities` first.
    """

    @property
    def name(self) -> str: ...

    @property
    def capabilities(self) -> frozenset[str]: ...

    @property
    def database_url(self) -> str | None:
        """`postgresql://user:password@host:port/database`, or nothing where it may not be looked into."""

    @property
    def cache_url(self) -> str | None:
        """`redis://:password@host:port/0`, or nothing."""

    @property
    def broker_url(self) -> str | None:
        """`nats://user:password@host:port`, or nothing."""

    @property
    def monitoring_url(self) -> str | None:
        """Where its Prometheus answers, or nothing."""

    @property
    def credentials(self) -> Mapping[str, str]:
        """What the manifest, or the deployment file, hands to the suite."""

    @property
    def secrets(self) -> Collection[str]:
        """Every value known to the environment that nobody may read anywhere: passwords, and what signs tokens."""

    @property
    def authority(self) -> Path | None:
        """PEM file of the certificate authority to trust; nothing means the system's."""

    @property
    def units(self) -> Sequence[str]:
        """Services first, then servers."""

    def url(self, service: str) -> str:
        """Where a service is, without a slash at the end; KeyError for an unknown one."""

    def stop(self, unit: str) -> None:
        """Ask it to end (SIGTERM; PostgreSQL: fast shutdown), and after 5 s make it."""

    def kill(self, unit: str) -> None:
        """SIGKILL to it and all its descendants."""

    def freeze(self, unit: str) -> None:
        """SIGSTOP to it and all its descendants: it keeps its port and its connections, and does nothing."""

    def thaw(self, unit: str) -> None:
        """Undo `freeze`; returns when it is ready."""

    def start(self, unit: str) -> None:
        """Start it where it does not run; returns when it is ready. It keeps its port.

        PostgreSQL and NATS keep what they stored. The cache comes back empty: nothing may rely on it.
        """

    def restart(self, unit: str) -> None:
        """Stop, then start."""

    def trial(self, service: str, changes: Mapping[str, str | None]) -> Trial:
        """Start a second copy of a service with some of its environment variables changed (None: not set).

        See how it ends; the one that runs is not touched. The copy has a port of its own, writes to nobody's log, and
        is stopped as soon as it is ready, or after `TRIAL_LIMIT`. KeyError for an unknown service.
        """

    def retell(self, service: str, changes: Mapping[str, str | None]) -> None:
        """Restart a service with some of its environment variables changed (None: not set), and all others as usual.

        It is told so whenever it starts, until it is told otherwise or healed. Returns when it is ready.
        EnvironmentFailure when it does not become so, KeyError for an unknown service.
        """

    def recreate(self, unit: str) -> None:
        """Throw its container away and make a new one; returns when it is ready.

        It has its name and its volumes, but not its old address.
        """

    def finds(self) -> Mapping[tuple[str, str], str]:
        """For each service and each name in the addresses that it is told, what is wrong when it looks for that name.

        Empty where all is well: it finds the unit of that name, and nothing else, and that answers.
        """

    def own_checks(self, unit: str) -> Sequence[tuple[datetime, datetime]]:
        """From when to when the environment itself has asked a unit lately how it is, oldest first.

        That makes a service ask those that it depends on, which nobody in the scenario has had it do.
        """

    def cut_off(self, unit: str) -> None:
        """Take its container off all networks: nobody reaches it, and it reaches nobody."""

    def reconnect(self, unit: str) -> None:
        """Undo `cut_off`; returns when it is ready."""

    def trouble(self, line: Line, trouble: Trouble) -> int:
        """Afflict a line from now on; a number to relieve it with. KeyError for a part that is none."""

    def meetings(self, number: int) -> Sequence[float]:
        """When something met a trouble so far, a connection or a piece of what was said, in seconds since it came."""

    def relieve(self, number: int) -> int:
        """End a trouble; returns when the target answers over the line again.

        The result is how often something met the trouble, a connection or a piece of what was said on one; after 0
        nothing can be concluded from it.
        """

    def logs(self, unit: str, since: datetime | None = None) -> Sequence[str]:
        """Lines of its log, oldest first; only those written at `since` (with a time zone) or later."""

    def heal(self) -> Sequence[str]:
        """Make every line whole, and every unit run and be ready again; says in sentences what it had to do."""

    def census(self) -> Sequence[Thing]:
        """What it holds besides its stores: files that services wrote, logs aside, processes and their ports.

        Empty where that cannot be seen.
        """


class Environment(Protocol):
    """Where platforms run."""

    @property
    def kind(self) -> str: ...

    @property
    def capabilities(self) -> frozenset[str]:
        """What every platform of it allows."""

    @property
    def is_shared(self) -> bool:
        """Whether others may use it meanwhile."""

    def start(self, platforms: Collection[str], needs: Collection[str] = ()) -> None:
        """Start what is missing; returns when every service of these platforms is ready.

        `needs` are the capabilities that scenarios will use: what only they need runs only for them.
        """

    def reason(self, capability: str) -> str:
        """Why it lacks a capability, if there is more to say than that it has none; else empty."""

    def platform(self, name: str) -> Platform:
        """A platform that was started; KeyError for any other."""

    @property
    def defects(self) -> Sequence[str]:
        """Known defects built into its platforms, such as `veza/lost-messages`."""

    def casualties(self) -> Sequence[Casualty]:
        """Units that died unasked since this environment was opened, oldest first; cheap, from any thread."""

    def another(self) -> Environment:
        """One more like it, not yet started, that ends with this process; EnvironmentFailure where others use it."""

    def beside(self) -> Beside:
        """One more environment, not yet started; EnvironmentFailure where units are no containers."""

    def processes(self) -> Mapping[int, str]:
        """The first process of each unit that runs on this machine by itself, by its pid, such as `veza/web`."""

    def versions(self) -> Mapping[str, str]:
        """Versions of servers and services, such as `{"postgresql": "18.4", "veza/web": "1.0.0"}`."""

    def leave(self) -> None:
        """This process asks for no casualties any more."""

    @property
    def stays(self) -> bool:
        """Whether it stays as it is when it is closed by the one who started it."""

    def keep(self) -> str:
        """Let it outlive this process; says in one sentence how to look at it and how to end it."""

    def close(self) -> None:
        """Leave nothing behind; an environment that was there before is healed and left running."""


class Beside(Protocol):
    """An environment of somebody's own beside the one that all scenarios share, made of the same parts."""

    def start(self, platforms: Collection[str]) -> None:
        """Start these platforms, with all that was stored before; returns when every part is ready."""

    def platform(self, name: str) -> Platform: ...

    def take_down(self, *, volumes: bool) -> None:
        """Remove its containers and networks, and what is stored only if told to."""

    def beginnings(self, platform: str) -> Mapping[str, Beginning]:
        """How each container of a platform began when it was started last, by the name of its unit."""

    def blind(self, platform: str) -> Sequence[str]:
        """The units whose own health checks pass while they do nothing; returns when all are ready again."""

    def close(self) -> None:
        """Leave nothing of it behind."""
