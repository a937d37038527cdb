"""All that Phoenix offers, to whom, and what it takes, from docs/contracts/phoenix.md."""

from __future__ import annotations

from functools import partial
from typing import Any

from support.systems.contract import MADE_UP, Command, For, Operation
from support.systems.fields import Choice, Field, Id, Other, Prose, Text, Whole
from support.systems.lists import Listed
from support.systems.usual import CREDENTIALS, REGISTRATION, SEARCH

ROLES = ("user", "viewer", "admin")
_ADMIN, _EXPERIMENTERS = frozenset({"admin"}), frozenset({"user", "admin"})

_gateway = partial(Operation, "api-gateway")
_page = partial(Operation, "api-gateway", answers=For.EVERYBODY, described=False)
_generator = partial(Operation, "config-generator", answers=For.SERVICES)
_collector = partial(Operation, "collector", answers=For.SERVICES)
_simulator = partial(Operation, "load-simulator", answers=For.SERVICES)

_COLLEAGUE, _ITS_ADMIN = frozenset({"colleague"}), frozenset({"admin of it"})
"""Whoever is of the company whose an experiment is, and its admins."""
_EXPERIMENT, _PERSON = "/api/v1/experiments/{experiment_id}", "/api/v1/admin/people/{person_id}"
_PIPELINE = "process-baseline-v1"
_PIPELINES = Choice((_PIPELINE, "process-topk-v1", "process-minimal-v1"))
_NODES_AMISS: tuple[Any, ...] = ("node-1", [], ["node-1", "node-1"], [7], [""], ["a b"], ["-a"], ["x" * 64], ["a\x00b"])
_SPLITS_AMISS: tuple[Any, ...] = (
    *(
        {"baseline_percentage": 60, "candidate_percentage": 41},
        {"baseline_percentage": -1, "candidate_percentage": 101},
    ),
    *(50, {"baseline_percentage": 50.5, "candidate_percentage": 49.5}),
)
_PERCENTAGES_AMISS: tuple[Any, ...] = (-0.1, 100.1, "many", [])
_CONFIG = {
    "duration": "90s",
    "traffic_split": {"baseline_percentage": 30, "candidate_percentage": 70},
    "success_criteria": {"min_cardinality_reduction": 0, "max_latency_increase": 100, "critical_process_coverage": 7.5},
    "auto_start": False,
}
_CONFIGS_AMISS: tuple[Any, ...] = (
    *("long", [], {"color": "red"}, {"duration": "25h"}, {"duration": "0s"}, {"duration": 90}, {"auto_start": "soon"}),
    *({"traffic_split": split} for split in _SPLITS_AMISS),
    *({"success_criteria": {"max_latency_increase": most}} for most in _PERCENTAGES_AMISS),
)
_WISH: dict[str, Field] = {
    **{"name": Text(3, 100, "An experiment", unique=" "), "description": Prose(0, 500, optional=True)},
    **{"baseline_pipeline": _PIPELINES, "candidate_pipeline": _PIPELINES},
    "target_nodes": Other(["node-1", "node-2.of-somebody"], wrong=(*_NODES_AMISS, [f"n-{one}" for one in range(51)])),
    "config": Other(_CONFIG, optional=True, wrong=_CONFIGS_AMISS),
}
_PROCESSORS = Other(
    [],
    wrong=("all", {}, [7], [{}], [{"type": "sampler", "config": {}}], [{"type": "topk", "config": {"k": 0}}]),
)
_LOAD: dict[str, Field] = {
    "process_count": Whole(1, 1000, optional=True),
    "metrics_per_second": Whole(1, 10_000, optional=True),
    "seconds": Whole(1, 3600, optional=True),
}
_DEPLOYMENT: dict[str, Field] = {
    **{"experiment_id": Other(MADE_UP), "variant": Choice(("baseline", "candidate")), "template": Text(1, 100)},
    **{"configuration": Text(1, 10_000, raw=True), "version": Whole(1, 1000), "nodes": Other(["node-1"])},
    **{"tenant": Text(1, 50), "share": Whole(0, 100)},
}
_PAIR: dict[str, Field] = {f"{variant}_pipeline": _PIPELINES for variant in ("baseline", "candidate")}
_STATES = ("pending", "initializing", "running", "analyzing", "completed", "failed", "cancelled")

_its = partial(Operation, "api-gateway", to=_COLLEAGUE, hidden=True)
_by_admin = partial(Operation, "api-gateway", to=_ITS_ADMIN, hidden=True)

OPERATIONS = (
    *(_page(f"GET {path}") for path in ("/", "/sign-in", "/experiments/{page_id}")),
    _gateway("POST /api/auth/register", For.EVERYBODY, sends=REGISTRATION, makes="person_id"),
    _gateway("POST /api/auth/login", For.EVERYBODY, sends=CREDENTIALS),
    _gateway("POST /api/auth/logout", ends_session=True),
    _gateway("GET /api/v1/people/me"),
    _gateway("GET /api/v1/people", asks=SEARCH, shared=True, lists=Listed(by="display_name", most=20)),
    _gateway(f"PUT {_PERSON}/role", to=_ADMIN, sends={"role": Choice(ROLES)}),
    _gateway(f"POST {_PERSON}/deactivate", to=_ADMIN),
    _gateway("GET /api/v1/pipelines", lists=Listed(elsewhere="PH-11")),
    _gateway("POST /api/v1/experiments", to=_EXPERIMENTERS, sends=_WISH, makes="experiment_id"),
    _gateway(
        "GET /api/v1/experiments",
        asks={
            **{"state": Choice(_STATES), **SEARCH},
            **{"sort": Choice(("-created_at", "created_at", "name", "-name"))},
            **{"page": Whole(1, 10_000), "per_page": Whole(1, 100)},
        },
        shared=True,
        lists=Listed(at="experiments", limit="per_page", unless_told=20, most=100),
    ),
    _its(f"GET {_EXPERIMENT}"),
    _by_admin(f"DELETE {_EXPERIMENT}"),
    _by_admin(f"PATCH {_EXPERIMENT}/state", sends={"state": Choice(_STATES), "reason": Prose(0, 500, optional=True)}),
    _its(f"GET {_EXPERIMENT}/transitions", lists=Listed(elsewhere="PH-09")),
    _its(f"GET {_EXPERIMENT}/pipelines", lists=Listed(elsewhere="PH-04")),
    _by_admin(
        f"PUT {_EXPERIMENT}/pipelines/{{variant}}", sends={"processors": _PROCESSORS}, words={"variant": "candidate"}
    ),
    _by_admin(f"PUT {_EXPERIMENT}/load", sends=_LOAD),
    _its(f"GET {_EXPERIMENT}/metrics", shared=True),
    _generator("GET /internal/templates"),
    _generator(
        "POST /internal/generate",
        sends={
            "experiment_id": Other(MADE_UP),
            **_PAIR,
            **{"target_nodes": Other(["node-1"]), "variables": Other({}, optional=True)},
        },
    ),
    _generator("POST /internal/change", sends={"configuration": Text(1, 10_000, raw=True), "processors": Other([])}),
    Operation("collector", "GET /pipelines/metrics", For.EVERYBODY, shared=True),
    _collector("GET /internal/pipelines"),
    _collector("PUT /internal/pipelines", sends=_DEPLOYMENT),
    _collector("DELETE /internal/pipelines/{experiment_id}/{variant}"),
    _collector(
        "POST /internal/batches",
        sends={"tenant": Text(1, 50), "metric": Choice(("process_threads",)), "nodes": Other({})},
    ),
    _simulator("GET /internal/loads"),
    _simulator(
        "PUT /internal/loads",
        sends={
            **{"experiment_id": Other(MADE_UP), "tenant": Text(1, 50), "nodes": Other(["node-1"])},
            **{"processes": Whole(1, 1000), "metrics_per_second": Whole(1, 10_000)},
            "ends_at": Other("2026-01-01T00:00:00.000Z"),
        },
    ),
    _simulator("DELETE /internal/loads/{experiment_id}"),
)
_EVERYTHING: dict[str, Field] = {"topic": Text(0, 100, "experiment.updates", raw=True)}
COMMANDS = (
    Command("api-gateway", "subscribe", _EVERYTHING),
    Command("api-gateway", "subscribe", {"topic": Id("experiment_id", "experiment:{}")}, to=_COLLEAGUE),
    Command("api-gateway", "unsubscribe", _EVERYTHING),
    Command("api-gateway", "ping"),
)
