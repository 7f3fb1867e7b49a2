"""Rejected rows as a file to correct."""

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from app.core.formulas import restored
from app.imports.records import Record
from app.imports.rejects import written
from app.imports.staging import original

texts = st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), max_size=10)


def test_rows_of_different_keys_share_one_header():
    text = written([('{"a":"1","b":"2"}', "x"), ('{"c":null,"a":"3"}', "y")])

    assert text == "a,b,c,code\r\n1,2,,x\r\n3,,,y\r\n"


def test_an_old_code_makes_room_for_the_new():
    assert written([('{"a":"1","code":"old"}', "new")]) == "a,code\r\n1,new\r\n"


def test_nested_values_are_json():
    assert written([('{"path":{"872":[]}}', "x")]) == 'path,code\r\n"{""872"":[]}",x\r\n'


@given(st.dictionaries(texts.filter(lambda k: k and k != "code"), texts, min_size=1))
def test_cells_come_back_as_they_came(row):
    raw = original(Record(1, tuple(row), tuple(row.values())))

    (found,) = csv.DictReader(io.StringIO(written([(raw, "x")]), newline=""))

    assert {restored(key): restored(cell) for key, cell in found.items()} == row | {"code": "x"}


def test_a_broken_row_keeps_its_text():
    assert written([(original(Record(3, (), (), 'a,"b')), "row-malformed")]) == (
        'unreadable,code\r\n"a,""b",row-malformed\r\n'
    )
