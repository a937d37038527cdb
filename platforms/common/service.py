"""A service: its settings, what it stands on, its routes, and how it starts and stops.

Every service of a platform is put together here and nowhere else, so that health, metrics, logs,
tokens and graceful stop are the same everywhere.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Depends, FastAPI, Request, Response, WebSocket
from fastapi.exceptions import RequestValidationError
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute
from fastapi.security import APIKeyHeader, HTTPBearer
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from redis.asyncio import Redis
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection
from starlette.routing import Match
from starlette.types import Scope

from platforms.common import cookies
from platforms.common.cache import redis_at
from platforms.common.database import Database
from platforms.common.errors import ApiError, Refusal, body_of, forbidden, refuse
from platforms.common.events import Events, Stream
from platforms.common.health import Health, HealthReport
from platforms.common.journey import Journey
from platforms.common.peers import Peer
from platforms.common.security import Caller, SessionCopies, Sessions, bearer, read_service_token
from platforms.common.settings import (
    BrokerSettings,
    CacheSettings,
    DatabaseSettings,
    PeopleSettings,
    ServiceSettings,
)

log = logging.getLogger(__name__)

SOCKET_TOKEN_PROTOCOL = "bearer."
"""Browsers cannot send headers with a socket; they offer their token as a subprotocol `bearer.<token>`."""

PERSON_TOKEN = HTTPBearer(scheme_name="person", bearerFormat="JWT", auto_error=False)
"""Only tells the OpenAPI document what an operation demands that looks for itself who calls."""

EVERY_REFUSAL: dict[int | str, dict[str, Any]] = {"4XX": {"model": Refusal}, "5XX": {"model": Refusal}}


class Service:
    """What the routes and rules of one service work with."""

    cache: Redis
    events: Events
    session_copies: SessionCopies
    sessions: Sessions
    cookie: str | None = None
    """Name of the cookie by which browsers may show their token; None where pages have no business."""

    def __init__(
        self,
        name: str,
        version: str,
        settings: ServiceSettings,
        *,
        issuer: str = "",
        stream: Stream | None = None,
        schema: str | None = None,
        migrations: Path | Sequence[Path] = (),
        peers: dict[str, str] | None = None,
        owner_of_sessions: str | None = None,
        instance: str = "",
    ) -> None:
        """What it stands on is what its settings have: a database, a cache, a broker, people.

        `issuer`: who issues the tokens of people, that is the platform. `stream`: the events of the platform.
        `schema` and `migrations`: of its tables, if it has any. `peers`: name and URL of the services it calls.
        `owner_of_sessions`: the one of them that is asked whose session it is; None for that one itself.
        `instance`: what it is called where it is one of several that share their work; by that name health and
        metrics tell of it.
        """
        self.name, self.version, self.settings, self.issuer = name, version, settings, issuer
        self.instance = instance or name
        self.health = Health(self.instance, version, settings.dependency_timeout_seconds)
        self.migrations = [migrations] if isinstance(migrations, Path) else list(migrations)
        self.peers = {peer: Peer(peer, url, name, settings) for peer, url in (peers or {}).items()}
        self._owner_of_sessions = owner_of_sessions
        if schema is not None:
            assert isinstance(settings, DatabaseSettings), f"{name} has tables and no setting for its database"
            self._database: Database | None = Database(settings.database_url, schema)
            self.health.depends_on("postgres", self.check_database, vital=True)
        else:
            self._database = None
        if isinstance(settings, CacheSettings):
            self.cache = redis_at(settings.redis_url)
            self.session_copies = SessionCopies(self.cache)
            self.health.depends_on("redis", self.cache.ping, vital=False)
        if isinstance(settings, PeopleSettings):
            self.sessions = Sessions(self.session_copies, settings.jwt_secret, issuer, self._session_truth)
        if isinstance(settings, BrokerSettings) and stream is not None:
            self.events = Events(settings.nats_url, name, stream, self._database)
            self.health.depends_on("nats", self.events.ping, vital=False)

    @property
    def database(self) -> Database:
        assert self._database is not None, f"{self.name} has no database"
        return self._database

    async def open(self) -> None:
        """Connect to everything it stands on; `OSError` or `ApiError` when it cannot do without."""
        if self._database is not None:
            assert self.migrations, "a service with a database has migrations"
            await self._database.open(*self.migrations)
        if hasattr(self, "events"):
            await self.events.open()

    async def check_database(self) -> None:
        """What health asks of PostgreSQL; an error when it does not do all that the service needs of it."""
        await self.database.ping()

    async def close(self) -> None:
        """Let go of all of it."""
        if hasattr(self, "events"):
            await self.events.close()
        for peer in self.peers.values():
            await peer.close()
        if hasattr(self, "cache"):
            await self.cache.aclose()
        if self._database is not None:
            await self._database.close()

    async def _session_truth(self, session_id: str) -> Caller | None:
        """Ask the owner of sessions. The owner itself answers in another way."""
        assert self._owner_of_sessions is not None, f"{self.name} neither owns sessions nor knows who does"
        found = await self.peers[self._owner_of_sessions].data("GET", f"/internal/sessions/{session_id}")
        return Caller(**found) if found else None


# Dependencies are coroutines: for any other function FastAPI goes to a thread and back, with every request.


def service_of(connection: HTTPConnection) -> Service:
    """The service that answers, for routes and sockets alike."""
    service: Service = connection.app.state.service
    return service


async def the_service(connection: HTTPConnection) -> Service:
    """Dependency: the service that answers."""
    return service_of(connection)


TheService = Annotated[Service, Depends(the_service)]


def person_token(connection: HTTPConnection) -> str:
    """The token that a person shows, in the header or else in the cookie; a refusal when there is none."""
    service = service_of(connection)
    header = connection.headers.get("authorization")
    if (
        header is None
        and service.cookie is not None
        and (token := cookies.token_of(connection, service.cookie, service.settings.public_url))
    ):
        return token
    return bearer(header)


async def signed_in(request: Request) -> Caller:
    """The person who calls, or a refusal with status 401."""
    if not hasattr(request.state, "caller"):
        request.state.caller = await service_of(request).sessions.caller(person_token(request))
    caller: Caller = request.state.caller
    return caller


# Each dependency of an operation costs a request some twentieth of a millisecond, so those that every operation has
# stand on no others; being security schemes, they tell the OpenAPI document what an operation demands.


class Person(HTTPBearer):
    """Dependency: the person who calls, refused with status 403 unless of one of these roles, if any are named."""

    def __init__(self, *allowed: str) -> None:
        super().__init__(scheme_name="person", bearerFormat="JWT", auto_error=False)
        self._allowed = allowed

    async def __call__(self, request: Request) -> Caller:  # type: ignore[override]  # it knows who it is, not only how
        caller = await signed_in(request)
        if self._allowed and caller.role not in self._allowed:
            log.warning("refused: role %s may not do this", caller.role, extra={"user_id": caller.user_id})
            raise forbidden()
        return caller


SignedIn = Annotated[Caller, Depends(Person())]
roles = Person


class CallingService(APIKeyHeader):
    """Dependency of internal routes: the name of the calling service, or a refusal with status 401."""

    async def __call__(self, request: HTTPConnection) -> str:
        service = service_of(request)
        token = request.headers.get("x-service-token", "")
        return read_service_token(token, service.name, service.settings.service_secret)


calling_service = CallingService(name="X-Service-Token", scheme_name="service", auto_error=False)


class Operation(APIRoute):
    """A route that is passed over at once by requests whose paths have fewer or more parts than its own."""

    def __init__(self, path: str, endpoint: Callable[..., Any], **given: Any) -> None:
        super().__init__(path, endpoint, **given)
        self._slashes = None if ":path}" in path else path.count("/")

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        if self._slashes is not None and scope["path"].count("/") != self._slashes:
            return Match.NONE, {}
        return super().matches(scope)


class ForPeople(Operation):
    """A route that refuses a stranger before anything of what they send is read, not after."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def guarded(request: Request) -> Response:
            await signed_in(request)
            return await handle(request)

        return guarded


class ForServices(Operation):
    """The same for what only services may call."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def guarded(request: Request) -> Response:
            await calling_service(request)
            return await handle(request)

        return guarded


async def client_address(request: Request) -> str:
    """Dependency: where the caller is. A service may tell it of the person on whose behalf it calls."""
    told = request.headers.get("x-client-address")
    if told and request.headers.get("x-service-token"):
        await calling_service(request)
        return told
    return request.client.host if request.client else ""


def socket_token(socket: WebSocket) -> str:
    """The token with which a socket is opened; a refusal with status 401 when there is none."""
    for protocol in socket.scope["subprotocols"]:
        if protocol.startswith(SOCKET_TOKEN_PROTOCOL):
            return str(protocol.removeprefix(SOCKET_TOKEN_PROTOCOL))
    return person_token(socket)


async def signed_in_socket(socket: WebSocket, service: Service) -> Caller | None:
    """The person who opens a socket; None when refused (the handshake is then answered already)."""
    try:
        return await service.sessions.caller(socket_token(socket))
    except ApiError as error:
        await socket.send_denial_response(JSONResponse(body_of(error), status_code=error.status))
        return None


standard = APIRouter(tags=["operations"])


@standard.get("/health", responses={503: {"model": HealthReport}})
async def health(service: TheService, response: Response) -> HealthReport:
    """How this service is and what it misses; status 503 when it cannot do its work."""
    report = await service.health.report()
    response.status_code = 503 if report.status == "unhealthy" else 200
    return report


@standard.get("/metrics", response_class=Response)
def metrics() -> Response:
    """Counters and durations in the text format of Prometheus."""
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)


def create_app(
    service: Service,
    routers: Sequence[APIRouter],
    *,
    allow_origin: str | None = None,
    on_start: Callable[[Service], Awaitable[None]] | None = None,
    on_stop: Callable[[Service], Awaitable[None]] | None = None,
) -> FastAPI:
    """The application of a service; `on_start` runs when everything it stands on is open.

    `allow_origin`: the one origin whose pages may call this service from a browser (nobody's, if None).
    """

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        try:
            await service.open()
        except (ApiError, OSError) as error:
            log.critical("%s cannot start: %s", service.name, error)
            raise
        if on_start is not None:
            await on_start(service)
        log.info("%s is ready", service.name)
        yield
        if on_stop is not None:
            await on_stop(service)
        await service.close()
        log.info("%s has stopped", service.name)

    app = FastAPI(
        title=service.name,
        version=service.version,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        generate_unique_id_function=lambda route: route.name,
    )
    app.state.service = service
    for router in (standard, *routers):
        offer(app, router)
    for kind in (ApiError, RequestValidationError, HTTPException):
        app.add_exception_handler(kind, refuse)
    app.add_middleware(Journey, service=service.instance)
    if allow_origin is not None:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=[allow_origin],
            allow_methods=["GET", "POST", "PUT", "PATCH", "DELETE"],
            allow_headers=["Authorization", "Content-Type", "X-Correlation-Id"],
            expose_headers=["X-Correlation-Id", "Retry-After"],
        )
    return app


_AS_IT_IS = (
    *("response_model", "status_code", "tags", "dependencies", "summary", "description", "response_description"),
    *("deprecated", "methods", "operation_id", "include_in_schema", "response_class", "name", "openapi_extra"),
    *("response_model_include", "response_model_exclude", "response_model_by_alias", "response_model_exclude_unset"),
    *("response_model_exclude_defaults", "response_model_exclude_none"),
)


def offer(app: FastAPI, router: APIRouter) -> None:
    """Have an application answer what a router knows.

    `include_router` would look through the routers, and each of their routes twice, with every request.
    """
    for route in router.routes:
        if isinstance(route, APIRoute):
            app.router.add_api_route(
                route.path,
                route.endpoint,
                responses={**EVERY_REFUSAL, **route.responses},
                route_class_override=Operation if type(route) is APIRoute else type(route),
                **{name: getattr(route, name) for name in _AS_IT_IS},
            )
        else:
            app.router.routes.append(route)
