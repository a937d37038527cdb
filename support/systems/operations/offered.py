"""What services say that they offer, and what they answer to, beside what the contract promises."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from support.systems.contract import Operation
from support.systems.fields import Field
from support.systems.system import System

DESCRIPTION = "/openapi.json"


class Offered:
    """Compares a platform with its contract."""

    def __init__(self, system: System) -> None:
        self._system, self._contract = system, system.contract

    def check_described(self) -> None:
        """Each service's own description has the operations of the contract, with their parameters, and no other."""
        faults: list[str] = []
        promised = {str(one): one for one in self._contract.all_operations() if one.described}
        for service in self._contract.services:
            found = self._described(service)
            faults += [f"{name} is described, and nobody promised it" for name in found if name not in promised]
            for name, one in promised.items():
                if one.service == service and one.path != DESCRIPTION:
                    if name not in found:
                        faults.append(f"{name} is promised, and not described")
                    else:
                        faults += _differences(one, found[name])
        assert not faults, "the contract and what services describe differ:\n  " + "\n  ".join(faults)

    def _described(self, service: str) -> dict[str, _Description]:
        told = self._system.service(service).get(DESCRIPTION).json()
        return {
            f"{service} {method.upper()} {path}": _Description(told, one)
            for path, methods in told["paths"].items()
            for method, one in methods.items()
        }


class _Description:
    """One operation as a service describes it."""

    def __init__(self, whole: Mapping[str, Any], told: Mapping[str, Any]) -> None:
        parameters = [one for one in told.get("parameters", []) if one["in"] != "path"]
        self.asks = {one["name"]: bool(one.get("required")) for one in parameters}
        """By the name of each parameter, whether it is needed."""
        self.sends: dict[str, bool] = {}
        for kind in told.get("requestBody", {}).get("content", {}).values():
            schema = kind["schema"]
            if place := schema.get("$ref"):
                schema = whole["components"]["schemas"][place.rpartition("/")[2]]
            self.sends |= {name: name in schema.get("required", []) for name in schema.get("properties", {})}


def _differences(promised: Operation, told: _Description) -> list[str]:
    return [
        f"{promised} {what} {sorted(found.items())}, and not {sorted(wanted.items())}"
        for what, found, wanted in (
            ("asks for", told.asks, {name: name in promised.demands for name in promised.asks}),
            ("takes", told.sends, _needed(promised.sends)),
        )
        if found != wanted
    ]


def _needed(fields: Mapping[str, Field]) -> dict[str, bool]:
    return {name: not one.optional for name, one in fields.items()}
