"""What of the platforms' offer a run has exercised; gathered while the environment is still there."""

from contextlib import closing, suppress
from typing import TYPE_CHECKING, Any

from support.evidence.contacts import OPERATION, REFUSED, Contacts
from support.evidence.journal import Journal
from support.inventory import surface

if TYPE_CHECKING:
    from support.running.planned import Planned
    from support.running.run import Run


def note(run: "Run") -> None:
    """Remember what the servers have counted before the first scenario. That it cannot be known fails no run."""
    for platform in _platforms(run):
        try:
            run.stock[platform] = _stock(run, platform)
        except Exception as error:
            run.faults.append(f"what the servers of {platform} count is not known: {error}")


def look(run: "Run", planned: "Planned") -> None:
    """See which keys there are while a scenario's people are still at it; most are gone when the run is over."""
    from support.clients.cache import Cache

    seen = Contacts()
    for name in _platforms(run):
        if (url := _environment(run).platform(name).cache_url) and name == planned.identity.platform:
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
    for name in _platforms(run) if run.failure is None else []:
        try:
            run.surface += _of(run, name)
        except Exception as error:
            run.faults.append(f"what of {name} was exercised is not known: {error}")


def _of(run: "Run", name: str) -> list[dict[str, Any]]:
    platform, known = _environment(run).platform(name), surface.declared(name)
    assert known is not None, "only platforms with a declaration are looked at"
    stock = _stock(run, name)
    offers = surface.offers(platform, known, stock)
    origins = {service: platform.url(service) for service in known.services}
    contacts = [one.contacts for one in run.planned]
    counts = surface.exercised(offers, contacts, origins)
    refused = surface.exercised((one for one in offers if one.kind == OPERATION), contacts, origins, REFUSED)
    seen = frozenset(stock.since(run.stock.get(name, surface.Stock()))).union(*(one.seen for one in run.planned))
    used = surface.exercised(offers, [seen], origins)
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
        for offer in offers
    ]


def _stock(run: "Run", name: str) -> surface.Stock:
    known = surface.declared(name)
    assert known is not None, "only platforms with a declaration are looked at"
    return surface.take_stock(_environment(run).platform(name), known)


def _platforms(run: "Run") -> list[str]:
    if not (run.settings.exercised and run.environment):
        return []
    return [name for name in run.platforms if surface.declared(name)]


def _environment(run: "Run") -> Any:
    return run.environment
