"""What each template of Phoenix cuts of a hundred processes: measured on pipelines that run, not read from a table."""

from collections.abc import Iterable
from uuid import uuid4

import pytest

from platforms.common.errors import ApiError
from platforms.phoenix import pipelines
from platforms.phoenix.collector.processors import Point
from platforms.phoenix.collector.running import METRICS, Pipeline
from platforms.phoenix.config_generator import templating
from platforms.phoenix.load_simulator import processes
from platforms.phoenix.shape import Deployment


def series(template: str, nodes: list[str], metrics: Iterable[str] = METRICS) -> int:
    """Series that a pipeline of this template exports of a hundred processes, which tell these metrics in turn."""
    identity = uuid4()
    text = templating.configuration(template, str(identity), "candidate", nodes, {})
    pipeline = Pipeline(
        Deployment(
            experiment_id=identity,
            variant="candidate",
            template=template,
            configuration=text,
            version=1,
            nodes=nodes,
            tenant="t",
            share=50,
        )
    )
    known = processes.of_nodes(nodes, 100)
    for metric in metrics:
        points = {
            node: [Point(one.name, one.pid, one.priority, one.tell(metric, 10.0)) for one in here]
            for node, here in known.items()
        }
        pipeline.receive(metric, points)
    return sum(line.startswith("process_") for line in pipeline.page.splitlines())


@pytest.mark.parametrize("nodes", [["one"], ["one", "two"]])
@pytest.mark.parametrize("template", templating.templates(), ids=lambda template: template.name)
def test_a_template_cuts_what_it_says(template: templating.PipelineTemplate, nodes: list[str]) -> None:
    everything = series("process-baseline-v1", nodes)
    cut = 100 - series(template.name, nodes) / everything * 100
    assert template.least_reduction <= cut <= template.most_reduction


@pytest.mark.parametrize("template", templating.templates(), ids=lambda template: template.name)
def test_it_does_not_matter_which_metric_comes_first(template: templating.PipelineTemplate) -> None:
    nodes = ["one", "two"]
    assert series(template.name, nodes, reversed(METRICS)) == series(template.name, nodes)


@pytest.mark.parametrize("text", ["", "a: [", "processors: {}", "receivers: {a: 1}\nservice: {pipelines: {}}"])
def test_what_is_no_configuration_is_refused(text: str) -> None:
    with pytest.raises(ApiError, match="Some fields"):
        pipelines.read(text)
