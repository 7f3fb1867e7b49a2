"""Files of whole lists: what is in their cells, and memory that does not grow with the rows."""

import csv
import io
import tracemalloc

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from app.core.formulas import restored
from app.core.tables import CsvWriter, Format, XlsxWriter, cell_of, written

COLUMNS = ("nip", "name", "score", "cohort", "missing")
PERSON = {"nip": "199001182015092001", "name": "Siti", "score": "89.5000", "cohort": 3}


async def people(count, batch=1000):
    for start in range(0, count, batch):
        numbers = range(start, min(start + batch, count))
        yield [
            orjson.dumps({**PERSON, "name": f"Siti {n}", "missing": []}).decode() for n in numbers
        ]


async def peak(form, count):
    """Bytes at most while a file of so many people is written."""
    tracemalloc.start()
    try:
        file = await written(people(count), form, COLUMNS, ["score"])
        with file:
            assert file.tell() > 0
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("form", Format)
async def test_ten_times_the_people_take_no_more_memory(form):
    await peak(form, 1000)  # what is loaded once

    few, many = await peak(form, 3_000), await peak(form, 30_000)

    assert many < few * 1.2


async def test_a_file_that_fails_leaves_its_source_closed():
    closed = []

    async def broken():
        try:
            yield ['{"nip":"1"}']
            yield ["{"]
        finally:
            closed.append(True)

    with pytest.raises(orjson.JSONDecodeError):
        await written(broken(), Format.CSV, ["nip"])

    assert closed == [True]


def test_rows_beyond_a_sheet_go_on_in_another(tmp_path):
    out = io.BytesIO()
    writer = XlsxWriter(out, ["n"], [], str(tmp_path), most=2)
    writer.add([f'{{"n":{n}}}' for n in range(5)])
    writer.close()

    book = CalamineWorkbook.from_filelike(io.BytesIO(out.getvalue()))
    sheets = [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]

    assert sheets == [[["n"], [0], [1]], [["n"], [2], [3]], [["n"], [4]]]


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_a_text_comes_back_from_a_csv_file(value):
    out = io.BytesIO()
    writer = CsvWriter(out, ["a"])
    writer.add([orjson.dumps({"a": value}).decode()])
    writer.close()

    _, (cell,) = csv.reader(io.StringIO(out.getvalue().decode(), newline=""))
    assert restored(cell) == value


@pytest.mark.parametrize(
    ("value", "cell"),
    [(None, ""), (True, "true"), (3, 3), ("x", "x"), (["a", "b"], "a; b"), ([], ""), (1.5, "1.5")],
)
def test_a_value_as_a_cell(value, cell):
    assert cell_of(value) == cell
