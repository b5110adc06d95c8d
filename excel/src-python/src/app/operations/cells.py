"""Cells typed and cleared."""

from __future__ import annotations

from app.engine.port import Engine
from app.methods.params import take_edits
from app.operations.plan import Plan
from app.operations.take import Given, take_list


def plan_set_cells(_engine: Engine, given: Given) -> Plan:
    return Plan(edits=take_edits(take_list(given, "edits")))
