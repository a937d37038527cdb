"""Settings of a service: read from environment variables once, at start, and checked there."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, ValidationError


class ServiceSettings(BaseModel):
    """What every service needs. Each field is the environment variable of the same name in capitals."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    host: str = "127.0.0.1"
    port: int
    public_url: str
    """Where people and other services reach this service, without a slash at the end."""
    database_url: str
    redis_url: str
    nats_url: str
    jwt_secret: str
    """Signs the tokens of people; the same on every service."""
    service_secret: str
    """Signs the tokens with which services call each other."""
    tls_cert_file: Path
    tls_key_file: Path
    tls_ca_file: Path
    """Whom to trust when calling another service."""
    log_level: str = "INFO"
    dependency_timeout_seconds: float = 0.6
    """How long a health check waits for one dependency; others wait a second for the whole."""

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> Self:
        """Read and check; a wrong or missing variable ends the process with a sentence naming it."""
        given = {name: environ[name.upper()] for name in cls.model_fields if environ.get(name.upper(), "") != ""}
        try:
            return cls.model_validate(given)
        except ValidationError as error:
            wrong = "; ".join(f"{str(fault['loc'][0]).upper()}: {fault['msg'].lower()}" for fault in error.errors())
            sys.exit(f"The service cannot start with these settings. {wrong}")
