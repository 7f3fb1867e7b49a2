"""`talenta map` over the same functions as the API."""

import csv
from datetime import date

import pytest
from sqlalchemy import text

from app.core.db import transaction
from app.core.errors import Problem
from app.core.identity import SYSTEM
from app.talent_maps import commands
from app.talent_maps.models import State
from app.talent_maps.schemas import NewMap
from tests.talent_maps.test_api import people

__all__ = ["people"]
TODAY = date(2026, 3, 1)


def new(**values):
    return NewMap(**{"name": "Peta", "scheme": "pu-djbk", "as_of": "2026-01-01", **values})


async def test_a_map_is_computed_counted_and_written(sessions, people, tmp_path):
    talent_map = await commands.calculated(sessions, new(), today=TODAY)
    out = tmp_path / "peta.csv"
    await commands.write(sessions, talent_map.id, out)
    shown = commands.table(talent_map)

    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert talent_map.state is State.DONE
    assert shown.row_count == 9 + 2
    assert rows[0] == [
        "nip", "performance", "potential", "value", "cell", "box", "rank", "missing",
    ]  # fmt: skip
    assert rows[1][0] == people["best"].nip
    assert rows[1][1:] == ["100.0000", "87.6667", "93.8334", "high/high", "9", "1", ""]
    assert rows[3] == [
        people["unknown"].nip, "", "", "", "", "", "",
        "kinerja_utama+kompetensi+potensi+pendidikan+bidang_ilmu+lama_jabatan",
    ]  # fmt: skip


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize("change", [{"scheme": "tiada"}, {"as_of": "2026-03-02"}])
async def test_what_is_wrong_is_said_before_anything_is_kept(sessions, change):
    with pytest.raises(Problem) as refused:
        await commands.calculated(sessions, new(**change), today=TODAY)

    assert refused.value.errors[0].words.en
    async with transaction(sessions, SYSTEM) as session:
        assert not await session.scalar(text("select count(*) from talent_maps"))
