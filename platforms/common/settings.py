"""Settings of a service: read from environment variables once, at start, and checked there."""

from __future__ import annotations

import ssl
import sys
from collections.abc import Mapping
from ipaddress import IPv4Address
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    FilePath,
    IPvAnyAddress,
    ValidationError,
    ValidationInfo,
    field_validator,
)
from pydantic_core import PydanticCustomError


def _address(*schemes: str, example: str, origin: bool = False) -> AfterValidator:
    """For an address that begins with one of these and names a host; `origin`: and has nothing after its port.

    It may hold a password, and one that is wrong may hold it anywhere, so nothing of it is told.
    """

    def check(text: str) -> str:
        try:
            parts = urlsplit(text)
            right = parts.scheme in schemes and bool(parts.hostname) and parts.port != 0
        except ValueError:  # a port that is none, half a pair of brackets
            right = False
        if not right or (origin and text != f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"):
            raise PydanticCustomError("address", "must be an address like {example}", {"example": example})
        return text

    return AfterValidator(check)


DatabaseUrl = Annotated[str, _address("postgresql", "postgres", example="postgresql://user:password@host:5432/name")]
RedisUrl = Annotated[str, _address("redis", "rediss", example="redis://:password@host:6379/0")]
NatsUrl = Annotated[str, _address("nats", "tls", example="nats://user:password@host:4222")]
ServiceUrl = Annotated[str, _address("https", example="https://host:8443", origin=True)]
SigningSecret = Annotated[str, Field(min_length=32)]
"""As long as what HS256 makes of it: a shorter one is easier to guess than a signature."""


class ServiceSettings(BaseModel):
    """What every service needs. Each field is the environment variable of the same name in capitals.

    What it needs besides is put together of the classes below: `class Settings(DatabaseSettings, PeopleSettings)`.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    host: IPvAnyAddress = IPv4Address("127.0.0.1")
    port: int = Field(ge=1, le=65_535)
    public_url: ServiceUrl
    """Where people and other services reach this service, without a slash at the end."""
    service_secret: SigningSecret
    """Signs the tokens with which services call each other."""
    tls_cert_file: FilePath
    tls_key_file: FilePath
    tls_ca_file: FilePath
    """Whom to trust when calling another service."""
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"] = "INFO"
    dependency_timeout_seconds: float = Field(default=0.6, gt=0, allow_inf_nan=False)
    """How long a health check waits for one dependency; others wait a second for the whole."""

    @field_validator("tls_key_file")
    @classmethod
    def _fits_certificate(cls, key: Path, known: ValidationInfo) -> Path:
        if certificate := known.data.get("tls_cert_file"):  # else that is what is wrong
            try:
                ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key)
            except OSError:  # also what is no certificate
                raise PydanticCustomError("key", "must be the key of the certificate") from None
        return key

    @field_validator("tls_ca_file")
    @classmethod
    def _holds_certificates(cls, file: Path) -> Path:
        try:
            ssl.create_default_context(cafile=file)
        except OSError:
            raise PydanticCustomError("authority", "must be a file of certificates") from None
        return file

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> Self:
        """Read and check; wrong and missing variables end the process with one sentence that names them all."""
        given = {name: environ[name.upper()] for name in cls.model_fields if environ.get(name.upper(), "") != ""}
        try:
            return cls.model_validate(given)
        except ValidationError as error:
            wrong = "; ".join(f"{str(fault['loc'][0]).upper()}: {fault['msg'].lower()}" for fault in error.errors())
            sys.exit(f"The service cannot start with these settings: {wrong}.")


class DatabaseSettings(ServiceSettings):
    """Of a service with tables."""

    database_url: DatabaseUrl


class CacheSettings(ServiceSettings):
    """Of a service with a cache."""

    redis_url: RedisUrl


class BrokerSettings(ServiceSettings):
    """Of a service that tells of what it does, or hears of what others do."""

    nats_url: NatsUrl


class PeopleSettings(CacheSettings):
    """Of a service that people call: their sessions are remembered in the cache."""

    jwt_secret: SigningSecret
    """Signs the tokens of people; the same on every service."""
