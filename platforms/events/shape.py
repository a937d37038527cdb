"""What the services of Events tell each other, and the settings that several of them need."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, Field, StringConstraints, field_validator

from platforms.common.fields import When, line
from platforms.common.settings import ServiceSettings
from platforms.events.addresses import Sites

ISSUER = "events"
"""Who issues the tokens of people."""
ROLES = ("visitor", "organiser", "admin")
EDITORS = ("organiser", "admin")

Text = Annotated[str, line(1, 200)]
Name = Annotated[str, line(0, 200)]
"""Of something that may have none."""
Prose = Annotated[str, StringConstraints(strip_whitespace=True, max_length=10_000, pattern=r"^[^\x00]*$")]
Topic = Annotated[str, line(1, 60)]


def _plausible(date: datetime) -> datetime:
    if date.year < 1900:
        raise ValueError("An event is not before 1900.")
    return date


Day = Annotated[When, AfterValidator(_plausible)]
"""When an event is."""
SpeakerRole = Literal["speaker", "host", "judge", "panelist"]
Relation = Literal["host", "sponsor", "venue", "partner"]
State = Literal["queued", "fetching", "extracting", "done", "failed"]


class SpokenOf(BaseModel):
    """Somebody who is announced for an event."""

    name: Text
    company: Name = ""
    role: SpeakerRole = "speaker"


class Involved(BaseModel):
    """A company that has to do with an event."""

    name: Text
    relation: Relation = "partner"


class Told(BaseModel):
    """What is told of an event, by a person, an import, or a page."""

    name: Text
    description: Prose = ""
    date: Day | None = None
    place: Name = ""
    speakers: list[SpokenOf] = Field(default=[], max_length=100)
    companies: list[Involved] = Field(default=[], max_length=100)
    topics: list[Topic] = Field(default=[], max_length=30)


class Extraction(BaseModel):
    """What a page says. Not `found`: it tells of no event."""

    found: bool
    canonical: str = ""
    """The address by which the page wants to be known; empty when it does not say."""
    language: str = ""
    event: Told | None = None


class Job(BaseModel):
    """A scrape, as events-api hands it to processor."""

    scrape_id: UUID
    catalogue_id: UUID
    url: Annotated[str, Field(max_length=2000)]
    correlation_id: Annotated[str, Field(max_length=100)]


class Progress(BaseModel):
    """How far a scrape is."""

    state: State
    tries: int
    reason: str | None = None


class Result(BaseModel):
    """What became of a scrape that was fetched and read."""

    url: str
    """Where it led in the end: after redirects, or what the page calls its canonical address."""
    tries: int
    event: Told


class SiteSettings(ServiceSettings):
    """Of a service that decides about addresses."""

    allowed_sites: Annotated[str, Field(min_length=1)] = "https://lu.ma"
    """Origins that may be scraped, with commas between them."""
    inner_sites: str = ""
    """Those of them that may have an address of this machine or of a private network."""

    @field_validator("allowed_sites", "inner_sites")
    @classmethod
    def _origins(cls, text: str) -> str:
        Sites.read(text, "")
        return text

    @property
    def sites(self) -> Sites:
        return Sites.read(self.allowed_sites, self.inner_sites)
