"""Kinds are declared beside the engine, and the engine names none of them."""

import ast
from pathlib import Path

import pytest
from sqlalchemy import text

import app.approvals
from app.approvals.kinds.names import Kind
from app.approvals.kinds.registry import KINDS
from app.core.db import transaction
from app.core.identity import SYSTEM

HOME = Path(app.approvals.__file__).parent
ASIDE = {"examples", "inbox_examples", "kind_examples", "schemas", "checklist"}
"""The documentation, whose words and examples speak of kinds; and the items of one kind's
checklist, of which one is called as another kind is."""
ENGINE = sorted(path.stem for path in HOME.glob("*.py") if path.stem not in ASIDE)
OF_KINDS = {
    "approval_pool_revised",
    "approval_pool_there",
    "approval_pool_stays",
    "approval_route_approved",
    "approval_map_there",
    "approval_map_calibrated",
    "approval_scheme_there",
    "approval_scheme_stays",
    "approval_placement_there",
    "approval_placement_withdrawn",
    "approval_placement_given",
}
"""Triggers that belong to a kind."""
FUNCTIONS = text(
    "select proname, prosrc from pg_proc where proname like 'approval%'"
    " and pronamespace = 'public'::regnamespace"
)


def words_of(source):
    """Names and texts of a module, without its documentation."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Name | ast.Attribute | ast.alias):
            yield getattr(node, "id", None) or getattr(node, "attr", None) or node.name
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def undocumented(source):
    """The source as code alone: docstrings are cut out."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            node.body = [
                line
                for line in node.body
                if not (isinstance(line, ast.Expr) and isinstance(line.value, ast.Constant))
            ] or [ast.Pass()]
    return ast.unparse(tree)


def named_in(source):
    kinds = {*Kind, *(kind.name for kind in Kind)}
    return {word for word in words_of(undocumented(source)) if word in kinds}


@pytest.mark.parametrize("module", ENGINE)
def test_the_engine_names_no_kind(module):
    assert named_in((HOME / f"{module}.py").read_text()) == set()


def test_the_test_sees_a_kind_where_one_is_named():
    assert named_in("if request.kind is Kind.TALENT_POOL: pass") == {"TALENT_POOL"}
    assert named_in("x = request.kind == 'implementation'") == {"implementation"}
    assert named_in((HOME / "kinds" / "talent_pool.py").read_text())


async def test_no_trigger_of_the_engine_names_a_kind(sessions):
    async with transaction(sessions, SYSTEM) as session:
        functions = dict((await session.execute(FUNCTIONS)).all())

    naming = {name for name, body in functions.items() if any(kind in body for kind in Kind)}
    assert naming == OF_KINDS


async def test_the_database_knows_the_same_kinds(sessions):
    async with transaction(sessions, SYSTEM) as session:
        there = set(await session.scalars(text("select name from approval_kinds")))

    assert there == set(Kind) == set(KINDS)
