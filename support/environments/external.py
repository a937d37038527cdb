"""Somebody's deployment, described by a file: `deployments/example.toml` explains every key of it."""

from __future__ import annotations

import http.client
import json
import os
import re
import ssl
import time
import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from functools import reduce
from pathlib import Path
from threading import Thread
from typing import Any, NoReturn
from urllib.parse import unquote, urlsplit

from support.environments import servers
from support.environments.lines import Line, Trouble
from support.environments.manifest import known_platforms, load_manifest
from support.environments.protocol import ByRole, Casualty, Settings, Trial
from support.evidence import masking
from support.failures import EnvironmentFailure
from support.inventory.things import Thing

ANSWER_LIMIT = 2.0
"""Seconds in which each service must answer when it is asked for its health."""
STORES = tuple(servers.roles())
KEYS = {"services", "health", *STORES, "authority", "credentials", "capabilities"}
GRANTABLE = frozenset({*STORES, "credentials", "browser", "load", "disruption"})
REFERENCE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")


class ExternalEnvironment:
    """Platforms that run somewhere already. Nothing is started or stopped; what is not granted is not touched."""

    kind = "external"
    is_shared = True
    stays = False

    def __init__(self, settings: Settings, platforms: Path) -> None:
        """Read the deployment file; EnvironmentFailure when it is missing or wrong."""
        if not settings.deployment:
            raise EnvironmentFailure(
                "an external environment needs a deployment file",
                "set deployment to one like deployments/example.toml",
            )
        self._file = Path(settings.deployment)
        self._platforms = {name: self._read(name, table, platforms) for name, table in self._tables().items()}
        self._started: set[str] = set()
        self._versions: dict[str, str] = {}

    @property
    def capabilities(self) -> frozenset[str]:
        names = self._started or self._platforms
        return reduce(lambda one, other: one & other, (self._platforms[name].capabilities for name in names), GRANTABLE)

    def reason(self, capability: str) -> str:
        """What is not granted is not told of."""
        return ""

    def start(self, platforms: Collection[str], needs: Collection[str] = ()) -> None:
        """Ask every service of these platforms for its health, all at the same time."""
        asked: list[tuple[ExternalPlatform, str]] = [
            (platform, service) for platform in map(self.platform, platforms) for service in platform.services
        ]
        answers: dict[int, str | EnvironmentFailure] = {}

        def ask(number: int, platform: ExternalPlatform, service: str) -> None:
            try:
                answers[number] = platform.version(service)
            except EnvironmentFailure as failure:
                answers[number] = failure

        # Threads that nobody waits for: looking up a name may take much longer than an answer.
        deadline = time.monotonic() + ANSWER_LIMIT
        threads = [Thread(target=ask, args=(number, *one), daemon=True) for number, one in enumerate(asked)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(max(0.0, deadline - time.monotonic()))
        for number, (platform, service) in enumerate(asked):
            answer = answers.get(number, platform.unreachable(service, "no answer within 2 s"))
            if isinstance(answer, EnvironmentFailure):
                raise answer
            self._versions[f"{platform.name}/{service}"] = answer
        self._started |= set(platforms)

    def platform(self, name: str) -> ExternalPlatform:
        if name not in self._platforms:
            raise EnvironmentFailure(
                f'{self._file} does not describe the platform "{name}"',
                f"add [platforms.{name}] to it, or choose from {', '.join(self._platforms)}",
            )
        return self._platforms[name]

    @property
    def defects(self) -> Sequence[str]:
        return ()

    def another(self) -> NoReturn:
        raise EnvironmentFailure("there is one deployment, and nothing of it is started here", "use it as it is")

    def beside(self) -> NoReturn:
        raise EnvironmentFailure("only containers can be had twice", "tag the scenario with @needs.containers")

    def processes(self) -> Mapping[int, str]:
        return {}

    def casualties(self) -> Sequence[Casualty]:
        return ()

    def leave(self) -> None:
        """What tells of casualties ends with the process."""

    def versions(self) -> Mapping[str, str]:
        return dict(self._versions)

    def keep(self) -> str:
        return f"The deployment described by {self._file} is as it was."

    def close(self) -> None:
        """There is nothing to leave."""

    def _tables(self) -> dict[str, dict[str, Any]]:
        try:
            content = tomllib.loads(self._file.read_text(encoding="utf-8"))
        except OSError as error:
            raise EnvironmentFailure(
                f"the deployment file {self._file} cannot be read ({error.strerror})",
                "set deployment to one that can",
            ) from None
        except ValueError as error:  # not TOML, or not UTF-8
            self._wrong(str(error))
        platforms = content.pop("platforms", None)
        if content or not isinstance(platforms, dict) or not platforms:
            self._wrong("it must have one table [platforms.<name>] for each platform, and nothing else")
        return platforms

    def _read(self, name: str, table: Mapping[str, Any], platforms: Path) -> ExternalPlatform:
        if name not in known_platforms(platforms):
            self._wrong(f'there is no platform "{name}" (known: {", ".join(known_platforms(platforms))})')
        for key in table:
            if key not in KEYS:
                near = get_close_matches(key, KEYS, 1, 0.5) or sorted(KEYS)
                self._wrong(f'[platforms.{name}] has the unknown key "{key}" (known: {", ".join(near)})')
        manifest = load_manifest(platforms, name)
        wanted = [service.name for service in manifest.services]
        services = {
            service: self._address(service, url) for service, url in self._texts(name, table, "services").items()
        }
        if missing := set(wanted) ^ set(services):
            self._wrong(f"[platforms.{name}.services] must name {', '.join(wanted)}; see {', '.join(sorted(missing))}")
        stores = {store: self._text(f"{store} of {name}", table[store]) for store in STORES if table.get(store)}
        credentials = self._texts(name, table, "credentials")
        secrets = {value for credential, value in credentials.items() if masking.is_secret_name(credential)}
        secrets |= {unquote(password) for url in stores.values() if (password := urlsplit(url).password)}
        for secret in secrets:
            masking.add_secret(secret)
        granted = table.get("capabilities", ["browser", *stores])
        for capability in granted:
            if capability not in GRANTABLE:
                self._wrong(f'{name} cannot grant "{capability}" (what can be granted: {", ".join(sorted(GRANTABLE))})')
            if capability in STORES and capability not in stores:
                self._wrong(f'{name} grants "{capability}" without saying where it is ({capability} = "…")')
        if "credentials" in granted and (missing := set(manifest.credentials) - set(credentials)):
            self._wrong(f'{name} grants "credentials" without {", ".join(sorted(missing))}')
        authority = table.get("authority")
        if authority is not None:
            authority = self._file.parent / self._text(f"authority of {name}", authority)
            if not authority.is_file():
                self._wrong(f"the authority {authority} of {name} does not exist")
        return ExternalPlatform(
            name=name,
            capabilities=frozenset(granted),
            services=services,
            health={
                service.name: self._text(f"health of {name}", table.get("health", service.health))
                for service in manifest.services
            },
            roles={store: url for store, url in stores.items() if store in granted},
            credentials=credentials,
            secrets=frozenset(secrets),
            authority=authority,
        )

    def _address(self, service: str, url: str) -> str:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
            self._wrong(f'the address "{url}" of {service} is not one like https://{service}.example.test')
        return url.rstrip("/")

    def _texts(self, platform: str, table: Mapping[str, Any], key: str) -> dict[str, str]:
        values = table.get(key, {})
        if not isinstance(values, dict):
            self._wrong(f"{key} of {platform} is not a table")
        return {name: self._text(f"{name} of {platform}", value) for name, value in values.items()}

    def _text(self, what: str, value: object) -> str:
        """A text with its references to environment variables replaced."""
        if not isinstance(value, str):
            self._wrong(f"{what} is not a text")
        for variable in REFERENCE.findall(value):
            if variable not in os.environ:
                raise EnvironmentFailure(
                    f"{what} in {self._file} is taken from the environment variable {variable}, which is not set",
                    f"set {variable}",
                )
        return REFERENCE.sub(lambda found: os.environ[found[1]], value)

    def _wrong(self, fault: str) -> NoReturn:
        raise EnvironmentFailure(
            f"the deployment file {self._file} is wrong: {fault}",
            "mend it; deployments/example.toml explains it",
        )


@dataclass(frozen=True)
class ExternalPlatform(ByRole):
    """One platform of somebody's deployment; `support.environments.Platform` tells what it can do."""

    name: str
    capabilities: frozenset[str]
    services: Mapping[str, str]
    health: Mapping[str, str]
    roles: Mapping[str, str]
    credentials: Mapping[str, str]
    secrets: frozenset[str]
    authority: Path | None

    @property
    def units(self) -> Sequence[str]:
        return list(self.services)

    def url(self, service: str) -> str:
        return self.services[service]

    def version(self, service: str) -> str:
        """The version that a service tells with its health; EnvironmentFailure when it is not ready to be tested."""
        address = urlsplit(self.services[service])
        host, port = address.hostname or "", address.port
        connection: http.client.HTTPConnection
        if address.scheme == "https":
            trust = ssl.create_default_context(cafile=self.authority)
            connection = http.client.HTTPSConnection(host, port, timeout=ANSWER_LIMIT, context=trust)
        else:
            connection = http.client.HTTPConnection(host, port, timeout=ANSWER_LIMIT)
        try:
            connection.request("GET", address.path + self.health[service])
            answer = connection.getresponse()
            status, body = answer.status, answer.read(65_536)
        except (OSError, http.client.HTTPException) as error:
            why = "no answer within 2 s" if isinstance(error, TimeoutError) else str(error)
            raise self.unreachable(service, why or type(error).__name__) from error
        finally:
            connection.close()
        if status != http.client.OK:
            raise EnvironmentFailure(
                f"{service} of {self.name} at {self.services[service]} is not healthy (status {status})",
                "mend the deployment first",
            )
        try:
            return str(json.loads(body)["version"])
        except (ValueError, KeyError, TypeError):
            return "unknown"

    def unreachable(self, service: str, why: str) -> EnvironmentFailure:
        return EnvironmentFailure(
            f"{service} of {self.name} at {self.services[service]} cannot be reached ({why})",
            "see whether it runs and whether the address is right",
        )

    def stop(self, unit: str) -> None:
        self._refuse(unit)

    def kill(self, unit: str) -> None:
        self._refuse(unit)

    def freeze(self, unit: str) -> None:
        self._refuse(unit)

    def thaw(self, unit: str) -> None:
        self._refuse(unit)

    def start(self, unit: str) -> None:
        self._refuse(unit)

    def restart(self, unit: str) -> None:
        self._refuse(unit)

    def trial(self, service: str, changes: Mapping[str, str | None]) -> Trial:
        raise EnvironmentFailure(
            f"the external environment cannot start a copy of {service} of {self.name}",
            "tag scenarios that need it with @needs.trial",
        )

    def retell(self, service: str, changes: Mapping[str, str | None]) -> None:
        raise EnvironmentFailure(
            f"the external environment cannot tell {service} of {self.name} something else",
            "tag scenarios that need it with @needs.settings",
        )

    def recreate(self, unit: str) -> None:
        self._refuse(unit)

    def finds(self) -> NoReturn:
        raise EnvironmentFailure(f"nobody can look from within {self.name}", "tag the scenario with @needs.containers")

    def own_checks(self, unit: str) -> Sequence[tuple[datetime, datetime]]:
        return ()

    def cut_off(self, unit: str) -> None:
        self._refuse(unit)

    def reconnect(self, unit: str) -> None:
        self._refuse(unit)

    def trouble(self, line: Line, trouble: Trouble) -> NoReturn:
        raise EnvironmentFailure(
            f"the external environment has no control over {line}", "tag scenarios that need it with @needs.lines"
        )

    def meetings(self, number: int) -> Sequence[float]:
        """There is no trouble that anything could meet."""
        return ()

    def relieve(self, number: int) -> int:
        """There is no trouble that it could have."""
        return 0

    def logs(self, unit: str, since: datetime | None = None) -> Sequence[str]:
        """An external deployment keeps its logs elsewhere."""
        return ()

    def heal(self) -> Sequence[str]:
        return ()

    def census(self) -> Sequence[Thing]:
        """What an external deployment holds besides its stores cannot be seen from here."""
        return ()

    def _refuse(self, unit: str) -> NoReturn:
        raise EnvironmentFailure(
            f"the external environment has no control over {unit} of {self.name}",
            "tag scenarios that need it with @needs.control",
        )
