"""What the configuration of a pipeline says, which is YAML: its processors in their order, and all else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import yaml  # type: ignore[import-untyped]

DEFAULTS: dict[str, dict[str, Any]] = {
    "filter": {"include_patterns": ["*"], "include_priorities": ["critical", "high", "medium", "low"]},
    "aggregate": {},
    "topk": {"always": []},
}
"""What counts for a processor that says nothing of it, by its type."""


@dataclass(frozen=True)
class Configuration:
    """`processors` are as people tell them, with what they leave out; `rest` is what is not about them."""

    processors: list[dict[str, Any]]
    rest: dict[str, Any]


def configuration_of(text: str) -> Configuration:
    """Raises AssertionError with the text when it is no configuration."""
    try:
        content = yaml.safe_load(text)
        metrics = content["service"]["pipelines"]["metrics"]
        order, declared = metrics.pop("processors"), content.pop("processors") or {}
        found = [{"type": name.partition("/")[0], "config": declared[name]} for name in order]
    except (yaml.YAMLError, KeyError, TypeError, AttributeError) as error:
        raise AssertionError(f"this is no configuration of a pipeline ({error!r}): {text[:500]}") from None
    return Configuration(in_full(found), content)


def in_full(processors: Sequence[Any]) -> list[dict[str, Any]]:
    """Processors with all that counts where they say nothing."""
    return [
        {"type": one["type"], "config": {**DEFAULTS[one["type"]], **{key: _plain(two) for key, two in told.items()}}}
        for one in processors
        for told in (one["config"],)
    ]


def rest_for(experiment_id: str, variant: str, nodes: Sequence[str]) -> dict[str, Any]:
    """Where a pipeline gets what it processes, and how it marks what it exports."""
    return {
        "receivers": {"process": {"nodes": list(nodes), "node": nodes[0]}},
        "exporters": {"prometheus": {"labels": {"experiment_id": experiment_id, "variant": variant}}},
        "service": {"pipelines": {"metrics": {"receivers": ["process"], "exporters": ["prometheus"]}}},
    }


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
