"""The demo goes through the services: its code sets no field of a record and makes no record itself."""

import ast
from pathlib import Path

import pytest

import tracker.demo
from tracker import models
from tracker.db import Base

FILES = sorted(Path(tracker.demo.__path__[0]).rglob("*.py"))
RECORDS = {mapper.class_.__name__ for mapper in Base.registry.mappers}
COLUMNS = {column.key for mapper in Base.registry.mappers for column in mapper.column_attrs}
PAST_THE_SERVICES = {"setattr", "execute", "add", "add_all", "delete", "merge", "update", "insert"}
# What the demo's own plain objects hold, and no record does.
OWN = {"involvement", "run"}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_no_field_is_set_and_no_record_is_made(file: Path) -> None:
    assert models.payments  # every table is known
    found = faults(ast.parse(file.read_text(encoding="utf-8")))
    assert found == []


def faults(tree: ast.AST) -> list[str]:
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store) and node.attr in COLUMNS - OWN:
            found.append(f"line {node.lineno} sets .{node.attr}")
        if isinstance(node, ast.Call) and ast.unparse(node.func) != "costs.add":
            name = _name(node.func)
            if name in RECORDS or name in PAST_THE_SERVICES:
                found.append(f"line {node.lineno} calls {name}")
    return found


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


@pytest.mark.parametrize(
    "code",
    [
        "claim.state = ClaimState.PAID",
        "Claim(ref='C26-00001')",
        "models.Payment(pence=Money(1))",
        "db.session.add(thing)",
        "db.session.execute(update(Claim).values(state='paid'))",
        "setattr(claim, 'state', 'paid')",
    ],
)
def test_the_test_itself_notices_each_way_round_the_services(code: str) -> None:
    assert faults(ast.parse(code))
