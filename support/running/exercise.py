"""What of the platforms' offer a run has exercised; gathered while the environment is still there."""

from collections import Counter
from contextlib import closing, suppress
from typing import TYPE_CHECKING, Any

from support.evidence.contacts import OPERATION, REFUSED, Contacts
from support.evidence.journal import Journal
from support.inventory import surface

if TYPE_CHECKING:
    from support.environments import Environment, Platform
    from support.running.planned import Planned
    from support.running.run import Run


def note(run: "Run") -> None:
    """Remember what the servers have counted before the first scenario. That it cannot be known fails no run."""
    for environment in _environments(run):
        stock: dict[str, surface.Stock] = {}
        for name in _platforms(run, environment):
            try:
                stock[name] = _stock(environment.platform(name))
            except Exception as error:
                run.faults.append(f"what the servers of {name} count is not known: {error}")
        run.stocks.append(stock)


def look(run: "Run", planned: "Planned") -> None:
    """See which keys there are while a scenario's people are still at it; most are gone when the run is over."""
    from support.clients.cache import Cache

    seen, environment, name = Contacts(), run.environment_of(planned), planned.identity.platform
    known = run.settings.exercised and surface.declared(name)
    if environment and known and (url := environment.platform(name).cache_url):
        with suppress(Exception), closing(Cache(url, Journal(0))) as cache:
            for key in cache.keys("*"):
                seen.key(key)
    planned.seen |= seen.all


def tell(run: "Run") -> None:
    """Compare what is offered with what scenarios had to do with, and keep it with the run, a dictionary each:

    `platform`, `kind`, `place`, `name`; `scenarios`, how many had to do with it themselves; `refused`, how many were
    refused an operation; `used`, whether anybody had to do with it, if only the services for them; `because`, the
    reason declared for not exercising it.
    """
    environments = _environments(run) if run.failure is None else []
    for name in sorted({name for one in environments for name in _platforms(run, one)}):
        try:
            run.surface += _of(run, name)
        except Exception as error:
            run.faults.append(f"what of {name} was exercised is not known: {error}")


def _of(run: "Run", name: str) -> list[dict[str, Any]]:
    known = surface.declared(name)
    assert known is not None, "only platforms with a declaration are looked at"
    counts, refused, used = Counter[surface.Offer](), Counter[surface.Offer](), Counter[surface.Offer]()
    offered: dict[surface.Offer, None] = {}
    for environment, before in zip(_environments(run), run.stocks, strict=True):
        if name not in _platforms(run, environment):
            continue
        platform, planned = environment.platform(name), run.planned_for(environment)
        stock = _stock(platform)
        offers = surface.offers(platform, known, stock)
        offered |= dict.fromkeys(offers)
        origins = {service: platform.url(service) for service in known.services}
        contacts = [one.contacts for one in planned]
        counts += surface.exercised(offers, contacts, origins)
        refused += surface.exercised((one for one in offers if one.kind == OPERATION), contacts, origins, REFUSED)
        seen = frozenset(stock.since(before.get(name, surface.Stock()))).union(*(one.seen for one in planned))
        used += surface.exercised(offers, [seen], origins)
    return [
        {
            "platform": name,
            "kind": offer.kind,
            "place": offer.place,
            "name": offer.name,
            "scenarios": counts[offer],
            "refused": refused[offer],
            "used": bool(counts[offer] or used[offer]),
            "because": known.unexercised.get(str(offer), ""),
        }
        for offer in offered
    ]


def _stock(platform: "Platform") -> surface.Stock:
    known = surface.declared(platform.name)
    assert known is not None, "only platforms with a declaration are looked at"
    return surface.take_stock(platform, known)


def _environments(run: "Run") -> "list[Environment]":
    return run.environments if run.settings.exercised else []


def _platforms(run: "Run", environment: "Environment") -> list[str]:
    return [name for name in run.platforms_of(environment) if surface.declared(name)]
