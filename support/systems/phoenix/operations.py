"""All that Phoenix offers, to whom, and what it takes, from docs/contracts/phoenix.md."""

from __future__ import annotations

from functools import partial

from support.systems.contract import MADE_UP, Command, For, Operation
from support.systems.fields import Choice, Field, Mail, Other, Text, Whole

ROLES = ("user", "viewer", "admin")
_ADMIN, _EXPERIMENTERS = frozenset({"admin"}), frozenset({"user", "admin"})

_gateway = partial(Operation, "api-gateway")
_page = partial(Operation, "api-gateway", answers=For.EVERYBODY, described=False)
_generator = partial(Operation, "config-generator", answers=For.SERVICES)
_collector = partial(Operation, "collector", answers=For.SERVICES)
_simulator = partial(Operation, "load-simulator", answers=For.SERVICES)

_EXPERIMENT, _PERSON = "/api/v1/experiments/{experiment_id}", "/api/v1/admin/people/{person_id}"
_PIPELINE = "process-baseline-v1"
_CREDENTIALS: dict[str, Field] = {"email": Mail(), "password": Text(1, 128, "not anybody's", raw=True)}
_REGISTRATION: dict[str, Field] = {
    **{"email": Mail(), "password": Text(8, 128, "long enough for anybody", raw=True)},
    **{"display_name": Text(1, 50, "Somebody New"), "tenant": Text(1, 50, optional=True)},
}
_WISH: dict[str, Field] = {
    **{"name": Text(3, 100), "description": Text(0, 500, raw=True, optional=True)},
    **{"baseline_pipeline": Text(1, 100, _PIPELINE), "candidate_pipeline": Text(1, 100, _PIPELINE)},
    **{"target_nodes": Other(["node-1"]), "config": Other({"auto_start": False}, optional=True)},
}
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
_PAIR: dict[str, Field] = {f"{variant}_pipeline": Text(1, 100, _PIPELINE) for variant in ("baseline", "candidate")}
_STATES = ("pending", "initializing", "running", "analyzing", "completed", "failed", "cancelled")

OPERATIONS = (
    *(_page(f"GET {path}") for path in ("/", "/sign-in", "/experiments/{page_id}")),
    _gateway("POST /api/auth/register", For.EVERYBODY, sends=_REGISTRATION, makes="person_id"),
    _gateway("POST /api/auth/login", For.EVERYBODY, sends=_CREDENTIALS),
    _gateway("POST /api/auth/logout", ends_session=True),
    _gateway("GET /api/v1/people/me"),
    _gateway("GET /api/v1/people", asks={"q": Text(0, 100, "a")}, shared=True),
    _gateway(f"PUT {_PERSON}/role", to=_ADMIN, sends={"role": Choice(ROLES)}),
    _gateway(f"POST {_PERSON}/deactivate", to=_ADMIN),
    _gateway("GET /api/v1/pipelines"),
    _gateway("POST /api/v1/experiments", to=_EXPERIMENTERS, sends=_WISH, makes="experiment_id"),
    _gateway(
        "GET /api/v1/experiments",
        asks={
            **{"state": Choice(_STATES), "q": Text(0, 100, "a")},
            **{"sort": Choice(("-created_at", "created_at", "name", "-name"))},
            **{"page": Whole(1, 10_000), "per_page": Whole(1, 100)},
        },
        shared=True,
    ),
    _gateway(f"GET {_EXPERIMENT}"),
    _gateway(f"DELETE {_EXPERIMENT}", to=_ADMIN),
    _gateway(
        f"PATCH {_EXPERIMENT}/state",
        to=_ADMIN,
        sends={"state": Choice(_STATES), "reason": Text(0, 500, raw=True, optional=True)},
    ),
    _gateway(f"GET {_EXPERIMENT}/transitions"),
    _gateway(f"GET {_EXPERIMENT}/pipelines"),
    _gateway(f"PUT {_EXPERIMENT}/pipelines/{{variant}}", to=_ADMIN, sends={"processors": Other([])}),
    _gateway(f"PUT {_EXPERIMENT}/load", to=_ADMIN, sends=_LOAD),
    _gateway(f"GET {_EXPERIMENT}/metrics"),
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
_TOPIC: dict[str, Field] = {"topic": Text(0, 100, "experiment.updates", raw=True)}
COMMANDS = (
    Command("api-gateway", "subscribe", _TOPIC),
    Command("api-gateway", "unsubscribe", _TOPIC),
    Command("api-gateway", "ping"),
)
