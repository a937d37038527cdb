"""What Prometheus is to ask of a platform: the table `prometheus` of its manifest, and the file made of it.

```toml
[prometheus]
interval = "1s"                # 5s where it is left out
rules = ["alerts.yml"]         # files with alerting or recording rules, in the platform's folder
[[prometheus.scrape]]          # without any, every service is asked for /metrics
job = "collectors"             # the platform's name where it is left out
services = ["backend-api"]     # all where it is left out
path = "/metrics"
scheme = "https"
interval = "5s"                # that of all where it is left out
discovery = "{url:controller}/targets"  # a service that says what else to ask, in the words of `http_sd_config`
```
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

INTERVAL = "5s"


@dataclass(frozen=True)
class Job:
    """Something that is asked again and again, the same way."""

    name: str
    services: tuple[str, ...]
    path: str = "/metrics"
    scheme: str = "https"
    discovery: str = ""
    """The address of a list of targets; empty for none."""
    interval: str = ""
    """Empty for that of all."""


@dataclass(frozen=True)
class Scrape:
    """What one platform's Prometheus asks."""

    interval: str = INTERVAL
    rules: tuple[str, ...] = ()
    """Files, relative to the platform's folder."""
    jobs: tuple[Job, ...] = ()


def read_scrape(table: Mapping[str, Any], platform: str, services: Sequence[str]) -> Scrape:
    """What a manifest says of it; ValueError or TypeError where it is wrong."""
    if unknown := set(table) - {"interval", "rules", "scrape"}:
        raise ValueError(f"prometheus has the unknown key {', '.join(sorted(unknown))}")
    jobs = tuple(_job(job, platform, services) for job in table.get("scrape", [{}]))
    return Scrape(str(table.get("interval", INTERVAL)), tuple(map(str, table.get("rules", ()))), jobs)


def _job(table: Mapping[str, Any], platform: str, services: Sequence[str]) -> Job:
    if unknown := set(table) - {"job", "services", "path", "scheme", "discovery", "interval"}:
        raise ValueError(f"prometheus.scrape has the unknown key {', '.join(sorted(unknown))}")
    asked = tuple(map(str, table.get("services", () if "discovery" in table else services)))
    if strangers := set(asked) - set(services):
        raise ValueError(f"prometheus.scrape asks {', '.join(sorted(strangers))}, which is no service")
    plain = {key: str(table[key]) for key in ("path", "scheme", "discovery", "interval") if key in table}
    return Job(str(table.get("job", platform)), asked, **plain)


def configuration(
    interval: str, rules: Iterable[str], jobs: Iterable[Job], authority: str, target: Callable[[str], str]
) -> dict[str, Any]:
    """The content of Prometheus's own configuration file; `target` says where a service is, as `host:port`.

    As JSON it is what Prometheus reads too, for YAML contains it, whatever is in the paths.
    """
    return {
        "global": {"scrape_interval": interval, "evaluation_interval": interval},
        "rule_files": list(rules),
        "scrape_configs": [
            {
                "job_name": job.name,
                "metrics_path": job.path,
                "scheme": job.scheme,
                **({"scrape_interval": job.interval} if job.interval else {}),
                "tls_config": {"ca_file": authority},
                **({"static_configs": [{"targets": list(map(target, job.services))}]} if job.services else {}),
                **(
                    {"http_sd_configs": [{"url": job.discovery, "tls_config": {"ca_file": authority}}]}
                    if job.discovery
                    else {}
                ),
            }
            for job in jobs
        ],
    }
