"""What a lane hands on to behave, and what it is started with."""

import os
from pathlib import Path

import psycopg
import pytest

from proof.lanes import Lane, given, lanes, needed
from support.config import ROOT, load_settings
from support.environments.manifest import Build


def test_settings_that_nobody_gave_are_not_handed_on() -> None:
    settings = load_settings({}, {})
    assert settings.temporary is None, "the settings of somebody who has given nothing"
    assert given({"temporary": settings.temporary, "seed": 7}) == ["-D", "seed=7"]


def test_settings_that_were_given_are(tmp_path: Path) -> None:
    handed = given({"temporary": tmp_path, "seed": 0, "reports": tmp_path / "reports"})
    defines = dict(one.split("=", 1) for one in handed[1::2])
    again = load_settings(defines, os.environ)
    assert (again.temporary, again.seed, again.reports) == (tmp_path, 0, tmp_path / "reports")


def test_a_lane_is_started_with_all_that_any_scenario_needs(tmp_path: Path) -> None:
    (tmp_path / "a.feature").write_text("@AB-01 @ui\nFeature: A\n  @needs.lines\n  Example: one\n", encoding="utf-8")
    (tmp_path / "b.feature").write_text("Feature: B\n  @load @disrupts.toy\n  Example: two\n", encoding="utf-8")
    assert needed(tmp_path) == {"browser", "lines", "load", "disruption"}


@pytest.mark.parametrize(
    "left",
    ["CREATE TABLE globe.forgotten (id integer)", "ALTER TABLE globe.maps ADD COLUMN forgotten integer"],
    ids=["table", "column"],
)
def test_nothing_that_a_defect_left_in_the_database_is_there_for_the_next(tmp_path: Path, left: str) -> None:
    lane = Lane(load_settings({}, {}), tmp_path / "lane", "globe")
    try:
        lane.open()
        healthy = lane.stored()
        assert healthy and lane.database_url, "the platform keeps its data in a database"
        with psycopg.connect(lane.database_url) as connection:
            connection.execute(left)
        assert lane.stored() != healthy
        lane.mend()
        assert lane.stored() == healthy
    finally:
        lane.end()


def test_a_platform_that_a_defect_spoils_is_made_anew(tmp_path: Path) -> None:
    lane = Lane(load_settings({}, {}), tmp_path / "lane", "globe")
    build = Build("globe/capitals-come-first", str(ROOT / "defects"))
    try:
        lane.open()
        first = lane.database_url
        lane.build("realtime", build)
        lane.mend()
        assert lane.database_url == first
        lane.build("realtime", build, spoils=True)
        lane.mend()
        assert lane.database_url != first
    finally:
        lane.end()


def test_a_lane_of_containers_has_them_anew_for_each_run_with_what_is_built_in(tmp_path: Path) -> None:
    (lane,) = lanes(load_settings({}, {}), tmp_path, "veza", 3, containers=True)
    assert lane._where() == {"environment": "containers"}
    lane.build("deployment", Build("veza/broker-has-a-name-of-its-own", str(ROOT / "defects")))
    told = given(lane._where())
    settings = load_settings(dict(one.split("=", 1) for one in told[1::2]), {})
    assert (settings.environment, settings.defect) == ("containers", "veza/broker-has-a-name-of-its-own")
    assert settings.defects == ROOT / "defects"
    lane.mend()
    assert lane._where() == {"environment": "containers"}
