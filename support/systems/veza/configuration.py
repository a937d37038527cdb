"""What the services of Veza are told when they are started, and what they say when it is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from support.environments.logs import in_short

if TYPE_CHECKING:
    from support.environments.protocol import Trial
    from support.systems.veza import Veza

SETTINGS = {
    "the port": "PORT",
    "its own address": "PUBLIC_URL",
    "the address of the database": "DATABASE_URL",
    "the address of the cache": "REDIS_URL",
    "the address of the broker": "NATS_URL",
    "the address of web": "WEB_URL",
    "the address of backend-api": "BACKEND_API_URL",
    "the address of chat-server": "CHAT_SERVER_URL",
    "the address of stream-server": "STREAM_SERVER_URL",
    "the key that signs tokens": "JWT_SECRET",
    "the key that services share": "SERVICE_SECRET",
    "the key that seals the audio": "SIGNING_SECRET",
    "the certificate": "TLS_CERT_FILE",
    "the key of the certificate": "TLS_KEY_FILE",
    "the authority to trust": "TLS_CA_FILE",
    "the e-mail of the first admin": "ADMIN_EMAIL",
    "the password of the first admin": "ADMIN_PASSWORD",
    "the folder of the audio": "MEDIA_DIR",
    "the level of the log": "LOG_LEVEL",
}
"""The environment variables that docs/veza.md promises, by what a feature calls them."""
_ALL_NEED = (
    *("PORT", "PUBLIC_URL", "DATABASE_URL", "REDIS_URL", "NATS_URL"),
    *("JWT_SECRET", "SERVICE_SECRET", "TLS_CERT_FILE", "TLS_KEY_FILE", "TLS_CA_FILE"),
)
NEEDED = {
    "web": {*_ALL_NEED, "BACKEND_API_URL", "CHAT_SERVER_URL", "STREAM_SERVER_URL"},
    "backend-api": {*_ALL_NEED, "WEB_URL", "STREAM_SERVER_URL", "ADMIN_EMAIL", "ADMIN_PASSWORD"},
    "chat-server": {*_ALL_NEED, "WEB_URL", "BACKEND_API_URL", "STREAM_SERVER_URL"},
    "stream-server": {*_ALL_NEED, "WEB_URL", "BACKEND_API_URL", "MEDIA_DIR", "SIGNING_SECRET"},
}
"""What a service cannot do without."""
SECRET = {"DATABASE_URL", "REDIS_URL", "NATS_URL", "JWT_SECRET", "SERVICE_SECRET", "SIGNING_SECRET", "ADMIN_PASSWORD"}
"""Settings of which nobody may read the value, a wrong one neither: it is often a right one with a slip."""
_WORD = "moonlight"
VALUES = {
    "a word": _WORD,
    "a number that is too large": "65536",
    "the address of something else": f"ftp://veza:{_WORD}@elsewhere.test/veza",
    "an address with an end missing": f"postgresql://veza:{_WORD}@",
    "a path where nothing is": f"/nowhere/{_WORD}",
    "a file with nothing in it": "/dev/null",
}
"""Wrong values, by what a feature calls them."""


class Configuration:
    def __init__(self, veza: Veza) -> None:
        self._veza = veza
        self._service = ""
        self._changed: dict[str, str | None] = {}
        self._trial: Trial | None = None

    def start_without(self, service: str, words: str) -> None:
        """Start a copy of a service that is not told some settings: `the port and the certificate`, `any setting`."""
        names = SETTINGS.values() if words == "any setting" else named(words)
        self._start(service, dict.fromkeys(names))

    def start_with(self, service: str, value: str, words: str) -> None:
        """Start a copy of a service that is told the same wrong value for some settings."""
        self._start(service, dict.fromkeys(named(words), VALUES[value]))

    def start_as_it_is(self, service: str) -> None:
        """Start a copy of a service that is told what the running one was told."""
        self._start(service, {})

    def _start(self, service: str, changed: dict[str, str | None]) -> None:
        self._service, self._changed = service, changed
        self._trial = self._veza.platform.trial(service, changed)

    @property
    def trial(self) -> Trial:
        assert self._trial is not None, "no service was started in this scenario"
        return self._trial

    def check_refused(self, words: str) -> None:
        """It ended by itself, with nothing but one sentence that names these settings and no other.

        A service that writes more than that has begun to start.
        """
        wanted = NEEDED[self._service] if words == "every setting that it needs" else set(named(words))
        trial, said = self.trial, in_short(self.trial.lines)
        assert trial.status is not None, f"{self._service} started without a word about {words}"
        assert trial.status != 0, f"{self._service} ended as if all were well, having said: {said!r}"
        assert len(trial.lines) == 1, f"{self._service} said {len(trial.lines)} lines and not one: {said!r}"
        found = set(re.findall(r"\b[A-Z]+(?:_[A-Z]+)*\b", said)) & set(SETTINGS.values())
        missing, more = _listed(wanted - found), _listed(found - wanted)
        assert found == wanted, f"{self._service} leaves out {missing}, and names {more} besides: {said!r}"

    def check_told_nothing_secret(self) -> None:
        """No value of a secret setting is in what it said: neither a right one nor the wrong one."""
        said = "\n".join(self.trial.lines)
        for name in SECRET & set(self._changed):
            assert _WORD not in said, f"what {self._service} says of {name} shows its value: {said!r}"
        assert not any(secret in said for secret in self._veza.platform.secrets), (
            f"{self._service} says one of the secrets of Veza when it cannot start: {said!r}"
        )

    def check_started(self) -> None:
        trial = self.trial
        assert trial.status is None, f"{self._service} ended with status {trial.status}: {in_short(trial.lines)}"
        ready = [line for line in trial.lines if f"{self._service} is ready" in line]
        assert len(ready) == 1, f"{self._service} did not become ready: {in_short(trial.lines)}"


def named(words: str) -> list[str]:
    """Settings named in a sentence: `the port, the certificate and the level of the log`. KeyError for an unknown."""
    return [SETTINGS[one] for one in re.split(r", | and ", words)]


def _listed(names: Iterable[str]) -> str:
    return " and ".join(sorted(names)) or "nothing"
