"""What a service makes of its settings: each is checked, and a wrong one is named without its value."""

from __future__ import annotations

from pathlib import Path

import pytest
import trustme

from platforms.common.settings import ServiceSettings
from platforms.veza.stream_server.server import Settings as StreamSettings

WORD = "moonlight"


@pytest.fixture(scope="module")
def right(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    made, folder = trustme.CA(), tmp_path_factory.mktemp("settings")
    authority, certificate = folder / "authority.pem", folder / "certificate.pem"
    made.cert_pem.write_to_path(str(authority))
    made.issue_cert("veza.test").private_key_and_cert_chain_pem.write_to_path(str(certificate))
    return {
        "PORT": "65535",
        "PUBLIC_URL": "https://veza.test:8443",
        "DATABASE_URL": f"postgresql://veza:{WORD}@db.test:5432/veza",
        "REDIS_URL": f"rediss://:{WORD}@cache.test/0",
        "NATS_URL": f"nats://veza:{WORD}@[::1]:4222",
        "JWT_SECRET": "j" * 32,
        "SERVICE_SECRET": "s" * 32,
        "TLS_CERT_FILE": str(certificate),
        "TLS_KEY_FILE": str(certificate),
        "TLS_CA_FILE": str(authority),
        "LOG_LEVEL": "WARNING",
        "WEB_URL": "https://veza.test",
        "BACKEND_API_URL": "https://127.0.0.1:1",
        "MEDIA_DIR": str(folder / "audio" / "all"),
        "SIGNING_SECRET": "a" * 32,
        "SHELL": "/bin/sh",
    }


def refusal(settings: type[ServiceSettings], given: dict[str, str]) -> str:
    with pytest.raises(SystemExit) as ended:
        settings.from_environment(given)
    return str(ended.value.code)


def test_what_is_right_is_taken_as_it_is(right: dict[str, str]) -> None:
    settings = StreamSettings.from_environment(right)
    assert (settings.port, settings.log_level, str(settings.host)) == (65535, "WARNING", "127.0.0.1")
    assert settings.database_url == right["DATABASE_URL"]
    assert Path(right["MEDIA_DIR"]).is_dir()


@pytest.mark.parametrize("name", ["PORT", "JWT_SECRET", "TLS_CA_FILE", "MEDIA_DIR"])
@pytest.mark.parametrize("empty", [True, False])
def test_what_is_missing_is_named(right: dict[str, str], name: str, empty: bool) -> None:
    given = right | {name: ""} if empty else {key: value for key, value in right.items() if key != name}
    assert refusal(StreamSettings, given) == (f"The service cannot start with these settings: {name}: field required.")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "0"),
        ("PORT", "65536"),
        ("PORT", "eighty"),
        ("HOST", WORD),
        ("PUBLIC_URL", "https://veza.test/"),
        ("PUBLIC_URL", f"https://veza:{WORD}@veza.test"),
        ("PUBLIC_URL", "http://veza.test"),
        ("BACKEND_API_URL", WORD),
        ("WEB_URL", "https://veza.test?x"),
        ("DATABASE_URL", f"mysql://veza:{WORD}@db.test/veza"),
        ("DATABASE_URL", f"postgresql://veza@db.test:{WORD}/veza"),
        ("DATABASE_URL", f"postgresql://veza:{WORD}@/veza"),
        ("REDIS_URL", f"redis://[{WORD}"),
        ("NATS_URL", "nats://broker.test:0"),
        ("JWT_SECRET", WORD),
        ("SIGNING_SECRET", "a" * 31),
        ("TLS_CERT_FILE", f"/nowhere/{WORD}"),
        ("TLS_KEY_FILE", __file__),
        ("TLS_CA_FILE", __file__),
        ("LOG_LEVEL", "LOUD"),
        ("DEPENDENCY_TIMEOUT_SECONDS", "0"),
        ("DEPENDENCY_TIMEOUT_SECONDS", "inf"),
        ("MEDIA_DIR", "/dev/null"),
    ],
)
def test_what_is_wrong_is_named_alone_and_without_its_value(right: dict[str, str], name: str, value: str) -> None:
    said = refusal(StreamSettings, right | {name: value})
    assert said.startswith(f"The service cannot start with these settings: {name}: ")
    assert "; " not in said and "\n" not in said
    assert WORD not in said


def test_all_that_is_wrong_is_named_at_once(right: dict[str, str]) -> None:
    said = refusal(StreamSettings, right | {"PORT": WORD, "NATS_URL": WORD, "MEDIA_DIR": "/dev/null"})
    for name in ("PORT: ", "NATS_URL: ", "MEDIA_DIR: "):
        assert said.count(name) == 1
