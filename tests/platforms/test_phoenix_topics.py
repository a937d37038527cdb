"""What a live connection of Phoenix follows, whichever way somebody writes it."""

from __future__ import annotations

import pytest

from platforms.phoenix.api_gateway.sockets import as_told

ID = "0f8b6c5e-9a3d-4c2b-8e7f-1a2b3c4d5e6f"


@pytest.mark.parametrize("written", [ID, ID.upper(), ID.replace("-", ""), f"{{{ID}}}", f"urn:uuid:{ID}"])
def test_an_experiment_is_the_same_however_its_id_is_written(written: str) -> None:
    assert as_told(f"experiment:{written}") == f"experiment:{ID}"


@pytest.mark.parametrize("topic", ["experiment.updates", "", "everything", "experiment:", f"experiment:{ID}0", ID])
def test_what_names_no_experiment_stays_as_it_is(topic: str) -> None:
    assert as_told(topic) == topic
