"""A look into a platform's Prometheus: what it has collected, asked as whoever operates the platform would."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from support.clients.http import HttpClient
from support.evidence.journal import Journal


@dataclass(frozen=True)
class Series:
    """One series of what was found: its labels, and its samples, each with its time in seconds since 1970."""

    labels: dict[str, str]
    samples: list[tuple[float, float]]

    @property
    def value(self) -> float:
        """The last sample."""
        return self.samples[-1][1]


class Monitoring:
    """A Prometheus by its address, such as `http://127.0.0.1:9090`."""

    def __init__(self, url: str, *, journal: Journal, correlation_id: str) -> None:
        self._client = HttpClient(url, journal=journal, correlation_id=correlation_id, authority=None)

    def find(self, query: str, at: float | None = None) -> list[Series]:
        """What an expression of PromQL is now, or was at a time in seconds since 1970.

        Series with one sample for an instant, with all of them for a range such as `up[5m]`. Raises AssertionError
        with what Prometheus says of it when it cannot tell, and `Unreachable` when it does not answer.
        """
        params = {"query": query} | ({} if at is None else {"time": f"{at:.3f}"})
        reply = self._client.get("/api/v1/query", params=params)
        answer = reply.json()
        assert reply.status == 200 and answer["status"] == "success", f"Prometheus cannot tell {query}: {reply.text}"
        return [_series(one) for one in answer["data"]["result"]]


def _series(found: dict[str, Any]) -> Series:
    samples = found["values"] if "values" in found else [found["value"]]
    return Series(found["metric"], [(float(at), float(value)) for at, value in samples])
