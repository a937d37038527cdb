"""People and made-up data: the same for the same seed, apart where they have to be; and real audio."""

import io
import re
import subprocess
import sys
import wave
from collections.abc import Callable
from time import perf_counter

import pytest

from support.config import ROOT
from support.evidence.masking import MASK, mask
from support.scenario.data import SeededData
from support.scenario.data.audio import RATE, wav
from support.scenario.people import Persona, on_stage, persona
from support.systems.veza import people
from support.systems.veza.data import conversation_name, remark

LINA, ARNO = people.LINA, people.ARNO


def test_personas_have_a_fixed_meaning() -> None:
    with on_stage("veza"):
        roles = {name: persona(name).role for name in ("Lina", "Arno", "Milo", "Ada", "Zoe")}
    assert roles == {
        "Lina": "listener",
        "Arno": "artist",
        "Milo": "moderator",
        "Ada": "admin",
        "Zoe": "listener",
    }
    with on_stage("veza"), pytest.raises(ValueError, match="nobody is called Leni: there are Lina, Arno"):
        persona("Leni")


def test_a_person_is_the_same_throughout_a_scenario() -> None:
    data = SeededData(84113, "run-1")
    lina = data.person(LINA)
    assert data.person(LINA) is lina
    assert (lina.name, lina.role) == ("Lina", "listener")
    assert lina.display_name == f"Lina {lina.family_name}"


def test_the_seed_decides_whatever_the_order() -> None:
    one, other = SeededData(84113, "run-1"), SeededData(84113, "run-1")
    one_lina, one_title, one_remark = one.person(LINA), one.title("track"), remark(one)
    _ = other.faker.city(), other.title("playlist"), other.person(ARNO)
    assert remark(other) == one_remark
    assert other.title("track") == one_title
    assert other.person(LINA) == one_lina
    assert SeededData(84114, "run-1").person(LINA) != one_lina


def test_the_seed_decides_in_another_process_too() -> None:
    code = (
        "from support.scenario.data import SeededData; from support.systems.veza.people import LINA; "
        "d = SeededData(7, 'x');"
        "print([d.person(LINA), d.title('track'), d.chance('x').random(), d.faker.name()])"
    )
    run: Callable[[], bytes] = lambda: subprocess.check_output([sys.executable, "-c", code], cwd=ROOT)  # noqa: E731
    assert run() == run()


def test_another_run_meets_nobody_of_this_one() -> None:
    one, other = SeededData(84113, "run-1"), SeededData(84113, "run-2")
    assert one.person(LINA).display_name != other.person(LINA).display_name
    assert one.person(LINA).email != other.person(LINA).email
    assert conversation_name(one) != conversation_name(other)
    marks = {SeededData(1, f"{number}").mark for number in range(20_000)}
    assert len(marks) == 20_000


def test_an_address_is_plain_whatever_the_name() -> None:
    pattern = re.compile(r"[a-z]+(\.[a-z]+)+\.[a-z2-7]{8}@people\.test")
    for seed in range(40):
        data = SeededData(seed, "run")
        for who in (LINA, Persona("Target of José d'Ébène", "listener")):
            assert pattern.fullmatch(data.person(who).email), data.person(who).email
    assert SeededData(1, "run").person(Persona("José d'Ébène", "listener")).email.startswith("jose.d.ebene.")


def test_family_names_differ_within_a_scenario() -> None:
    data = SeededData(3, "run")
    people = [data.person(Persona(f"Somebody {number}", "listener")) for number in range(200)]
    assert len({each.family_name for each in people}) == 200


def test_passwords_are_good_and_masked() -> None:
    password = SeededData(84113, "run").person(LINA).password
    assert 8 <= len(password) <= 72  # bcrypt reads no further
    assert re.search(r"[a-z]", password)
    assert re.search(r"[A-Z]", password)
    assert re.search(r"\d", password)
    assert mask(f"typed {password} into the form") == f"typed {MASK} into the form"


def test_names_are_new_each_time_and_bear_the_mark() -> None:
    data = SeededData(1, "run")
    names = [conversation_name(data) for _ in range(500)]
    assert len(set(names)) == 500
    assert all(data.mark in name and len(name) <= 100 for name in names)


def test_messages_have_an_emoji() -> None:
    data = SeededData(1, "run")
    messages = [remark(data) for _ in range(50)]
    assert all(any(ord(character) > 0x2700 for character in message) for message in messages)
    assert len(set(messages)) > 20


@pytest.mark.parametrize("channels", [1, 2])
def test_audio_is_a_real_file_of_exactly_that_length(channels: int) -> None:
    with wave.open(io.BytesIO(wav(2.5, 84113, channels=channels))) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (channels, 2, RATE)
        assert file.getnframes() == 2.5 * RATE
        samples = memoryview(file.readframes(file.getnframes())).cast("h")
    assert 6_000 < max(samples) < 32_767
    loud = sum(abs(sample) > 500 for sample in samples) / len(samples)
    assert loud > 0.3, "most of it is silence"


def test_each_seed_has_its_own_melody() -> None:
    assert wav(1, 1) == wav(1, 1)
    assert len({wav(1, seed) for seed in range(10)}) == 10


def test_audio_is_quick() -> None:
    start = perf_counter()
    wav(12, 987_654)
    assert perf_counter() - start < 0.2
