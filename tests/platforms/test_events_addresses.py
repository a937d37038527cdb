"""Addresses of pages: one form, and refusals by name."""

from __future__ import annotations

import pytest

from platforms.events.addresses import NotAllowed, Sites, normal

SITES = Sites.read("https://lu.ma,https://127.0.0.1:8443", "https://127.0.0.1:8443")


@pytest.mark.parametrize(
    "url",
    [
        "https://LU.ma:443/party?utm_source=mail",
        "https://lu.ma/party#tickets",
        "https://lu.ma./party",
    ],
)
def test_addresses_that_differ_in_what_does_not_matter_are_one(url: str) -> None:
    assert SITES.check(url) == "https://lu.ma/party"


def test_what_a_page_is_asked_for_matters() -> None:
    assert normal("https://lu.ma/party?day=2&utm_medium=x&day=3") == "https://lu.ma/party?day=2&day=3"


@pytest.mark.parametrize("query", ["12", "12=", "b=1&a=2", "a=2&b=1", "q=a%20b", "q=a+b", "q=%7e", "q=~", "a&&b"])
def test_what_a_page_is_asked_for_stays_as_it_is_written(query: str) -> None:
    assert normal(f"https://lu.ma/Party/?{query}&utm_id") == f"https://lu.ma/Party/?{query}"


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "metadata.google.internal",
        "db",
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0x7f.1",
        "017700000001",
        "10.1.2.3",
        "192.168.0.1",
        "172.16.0.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "[::1]",
        "[::ffff:10.0.0.1]",
        "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]",
        "[fe80::1]",
        "[fd00::1]",
    ],
)
def test_this_machine_and_private_networks_are_refused_however_they_are_written(host: str) -> None:
    with pytest.raises(NotAllowed, match="ADDRESS_PRIVATE"):
        SITES.check(f"https://{host}/")


@pytest.mark.parametrize(
    "url",
    ["https://example.com/", "http://lu.ma/", "https://lu.ma:444/", "https://lu.ma.evil.com/", "https://8.8.8.8/"],
)
def test_other_sites_are_refused(url: str) -> None:
    with pytest.raises(NotAllowed, match="SITE_NOT_ALLOWED"):
        SITES.check(url)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "party",
        "ftp://lu.ma/",
        "file:///etc/passwd",
        "https://me@lu.ma/",
        "https://lu.ma:0/",
        "https://lu.ma\\@x/",
        "https://lu.ma/a b",
        "https://[::1/",
        "https://lu.ma/" + "x" * 2000,
        "https://lu.ma/\n",
    ],
)
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(NotAllowed, match="ADDRESS_MALFORMED"):
        SITES.check(url)


def test_an_inner_site_is_asked_only_if_it_is_among_those_allowed() -> None:
    with pytest.raises(NotAllowed, match="ADDRESS_PRIVATE"):
        Sites.read("https://lu.ma", "https://127.0.0.1:8443").check("https://127.0.0.1:8443/")


def test_a_setting_that_is_no_address_is_an_error() -> None:
    with pytest.raises(ValueError, match="addresses"):
        Sites.read("lu.ma", "")
