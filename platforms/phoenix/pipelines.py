"""What a pipeline's configuration says: YAML with receivers, processors, exporters and service."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import yaml  # type: ignore[import-untyped]
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from platforms.common.errors import ApiError

Priority = Literal["critical", "high", "medium", "low"]
Pattern = Annotated[str, Field(min_length=1, max_length=100)]


class FilterConfig(BaseModel):
    """Keeps processes that one of the patterns fits (`*` stands for anything), and those of these priorities."""

    model_config = ConfigDict(extra="forbid")

    include_patterns: list[Pattern] = Field(default=["*"], min_length=1, max_length=50)
    include_priorities: list[Priority] = Field(default=["critical", "high", "medium", "low"], min_length=1)


class AggregateConfig(BaseModel):
    """Adds up the processes of these priorities that are alike, on each node."""

    model_config = ConfigDict(extra="forbid")

    by: Literal["process_name", "priority"]
    priorities: list[Priority] = Field(min_length=1)


class TopConfig(BaseModel):
    """Keeps the processes that have used most processor time, and those of the priorities in `always`."""

    model_config = ConfigDict(extra="forbid")

    k: int = Field(ge=1, le=10_000)
    always: list[Priority] = []


class FilterProcessor(BaseModel):
    model_config = ConfigDict(extra="forbid")

    type: Literal["filter"]
    config: FilterConfig


class AggregateProcessor(BaseModel):
    model_config = ConfigDict(extra="forbid")

    type: Literal["aggregate"]
    config: AggregateConfig


class TopProcessor(BaseModel):
    model_config = ConfigDict(extra="forbid")

    type: Literal["topk"]
    config: TopConfig


Processor = Annotated[FilterProcessor | AggregateProcessor | TopProcessor, Field(discriminator="type")]
Processors = Annotated[list[Processor], Field(max_length=10)]
_PROCESSORS: TypeAdapter[list[FilterProcessor | AggregateProcessor | TopProcessor]] = TypeAdapter(Processors)


def read(text: str) -> list[FilterProcessor | AggregateProcessor | TopProcessor]:
    """The processors of a configuration, in the order of its service; `ApiError` 422 when it is wrong."""
    try:
        content = yaml.safe_load(text)
        order = content["service"]["pipelines"]["metrics"]["processors"]
        for part in ("receivers", "exporters"):
            if not content[part]:
                raise KeyError(part)
        declared: dict[str, Any] = content["processors"] or {}
        return _PROCESSORS.validate_python(
            [{"type": name.partition("/")[0], "config": declared[name]} for name in order]
        )
    except ValidationError as error:
        raise _wrong(
            [f"{'.'.join(str(part) for part in fault['loc'])}: {fault['msg']}" for fault in error.errors()]
        ) from None
    except (yaml.YAMLError, KeyError, TypeError, AttributeError) as error:
        raise _wrong([f"This is no pipeline's configuration: {error!r}"]) from None


def write(text: str, processors: list[FilterProcessor | AggregateProcessor | TopProcessor]) -> str:
    """The configuration with other processors."""
    content = yaml.safe_load(text)
    names = [f"{processor.type}/{number}" for number, processor in enumerate(processors, 1)]
    content["processors"] = {
        name: processor.config.model_dump() for name, processor in zip(names, processors, strict=True)
    }
    content["service"]["pipelines"]["metrics"]["processors"] = names
    return str(yaml.safe_dump(content, sort_keys=False))


def _wrong(messages: list[str]) -> ApiError:
    fields = [{"field": "configuration", "code": "INVALID", "message": message} for message in messages]
    return ApiError(422, "VALIDATION_FAILED", "Some fields are not right.", {"fields": fields})
