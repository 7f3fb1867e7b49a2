"""`talenta candidates` over the same functions as the API."""

import csv

import pytest
import typer

from app.core.db import transaction
from app.core.identity import SYSTEM
from app.talent_maps.models import State
from app.talent_pools.commands import COLUMNS, boxes_in, found, summary, write
from tests.talent_pools.conftest import a_map, a_scheme

BOXES = [7, 8, 9]


async def listed(sessions, *, name="Peta 2026", position="J000002", boxes=BOXES, agency=None):
    async with transaction(sessions, SYSTEM) as session:
        return await found(session, name, agency, position, boxes)


async def test_everybody_of_the_boxes_is_written_in_rank_order(body, sessions, tmp_path):
    candidates = await listed(sessions)
    out = tmp_path / "calon.csv"
    write(candidates, out)

    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == list(COLUMNS)
    assert [row[1:4] for row in rows[1:]] == [
        ["92.2500", "1", "true"],
        ["81.5000", "2", "true"],
        ["81.5000", "2", "true"],
        ["80.0001", "4", "true"],
    ]
    assert {verdict for row in rows[1:] for verdict in row[4:]} == {"pass"}
    assert rows[1][0] == body.people["nine"].nip


async def test_the_summary_counts_those_who_pass_and_names_the_first(body, sessions):
    lines = summary(await listed(sessions, boxes=[5, 9]), "J000002")

    assert lines[0] == "Position J000002: 2 people, 2 pass every rule."
    assert body.people["nine"].nip in lines[1]
    assert len(lines) == 3


def test_the_columns_are_one_for_each_rule():
    assert COLUMNS[:4] == ("nip", "value", "rank", "eligible")
    assert COLUMNS[4:] == (
        "rule_box",
        "rule_level",
        "rule_rank",
        "rule_education",
        "rule_training",
        "rule_experience",
        "rule_discipline",
        "rule_retirement",
    )


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"name": "Peta lain"}, "no talent map 'Peta lain'"),
        ({"position": "J999999"}, "no position 'J999999'"),
        ({"name": "Peta berjalan"}, "not finished"),
        ({"agency": "LAIN"}, "no talent map"),
    ],
)
async def test_what_is_not_there_is_said_and_ends_with_2(body, sessions, save, capsys, asked, said):
    scheme = a_scheme("lain")
    running = a_map(body.agency, scheme, name="Peta berjalan", state=State.RUNNING, known_at=None)
    await save(scheme, running)

    with pytest.raises(typer.Exit) as ended:
        await listed(sessions, **asked)

    assert ended.value.exit_code == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize("written", ["", "0", "10", "7;8", "7,,8", "tujuh"])
def test_boxes_are_numbers_from_1_to_9(written, capsys):
    with pytest.raises(typer.Exit) as ended:
        boxes_in(written)

    assert ended.value.exit_code == 2
    assert "--boxes" in capsys.readouterr().err


def test_boxes_are_read_in_any_order():
    assert boxes_in("9, 7,8,7") == [7, 8, 9]
