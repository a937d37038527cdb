"""Templates of pipelines, and the configurations that are made of them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from string import Template

from pydantic import BaseModel

from platforms.common.errors import ApiError, invalid_field
from platforms.phoenix import pipelines

FOLDER = Path(__file__).parent / "templates"
HEAD = re.compile(
    r"# (?P<name>[\w-]+): (?P<description>[^\n]+)\n# Cuts (?P<least>\d+) to (?P<most>\d+) % of the series\.\n"
)
TOP_K = 10


class PipelineTemplate(BaseModel):
    """A kind of pipeline that an experiment may try."""

    name: str
    description: str
    least_reduction: int
    """Percent of the series that it cuts, as a rule, for a hundred processes."""
    most_reduction: int


def templates() -> list[PipelineTemplate]:
    """All there are, by name."""
    return [_described(file.read_text(encoding="utf-8")) for file in sorted(FOLDER.glob("*.yaml"))]


def configuration(template: str, experiment_id: str, variant: str, nodes: list[str], variables: dict[str, str]) -> str:
    """The template with everything put in, checked; `ApiError` 422 when there is none or a variable is wrong."""
    file = FOLDER / f"{template}.yaml"
    if file.name not in {one.name for one in FOLDER.glob("*.yaml")}:
        raise invalid_field(f"{variant}_pipeline", "UNKNOWN", f"There is no pipeline {template}.")
    values = {
        "TOP_K": str(TOP_K),
        **variables,
        "PHOENIX_EXPERIMENT_ID": json.dumps(experiment_id),
        "PHOENIX_VARIANT": json.dumps(variant),
        "TARGET_NODES": json.dumps(nodes),
        "NODE_NAME": json.dumps(nodes[0]),
    }
    try:
        text = Template(file.read_text(encoding="utf-8")).substitute(values)
    except KeyError as missing:
        raise ApiError(500, "TEMPLATE_INCOMPLETE", f"The template {template} needs {missing}.") from None
    pipelines.read(text)
    return text


def _described(text: str) -> PipelineTemplate:
    found = HEAD.match(text)
    assert found is not None, "every template begins with its name, what it does and what it cuts"
    return PipelineTemplate(
        name=found["name"],
        description=found["description"],
        least_reduction=int(found["least"]),
        most_reduction=int(found["most"]),
    )
