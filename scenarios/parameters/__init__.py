"""Every key of a scenario file as data: type, range, unit, legal basis and how far it is verified."""

from __future__ import annotations

from scenarios.parameters.closing import CLOSING
from scenarios.parameters.money import DEMAND, MERGE, MONEY, RELIEF, SOLVER, STAFF
from scenarios.parameters.parameter import TRUST_NAMES, Basis, Parameter, Trust
from scenarios.parameters.service import SERVICE

PARAMETERS: tuple[Parameter, ...] = (
    *CLOSING,
    *SERVICE,
    *MERGE,
    *RELIEF,
    *STAFF,
    *DEMAND,
    *MONEY,
    *SOLVER,
)

BY_KEY: dict[str, Parameter] = {parameter.key: parameter for parameter in PARAMETERS}

TABLES: tuple[str, ...] = tuple(
    dict.fromkeys(key.partition(".")[0] for key in BY_KEY if "." in key)
)

PER_BAND: tuple[str, ...] = tuple(p.key for p in PARAMETERS if p.by == "band")

__all__ = [
    "BY_KEY",
    "PARAMETERS",
    "PER_BAND",
    "TABLES",
    "TRUST_NAMES",
    "Basis",
    "Parameter",
    "Trust",
]
