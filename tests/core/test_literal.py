"""Nothing that is sent is made into something else."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from app.core.identity import Role
from app.core.schemas import Body

FIRST = datetime.fromisoformat("1900-01-01")


class Inner(Body):
    boxes: list[int] = []


class Sent(Body):
    number: int | None = None
    truth: bool | None = None
    day: date | None = None
    instant: datetime | None = None
    inner: Inner | None = None
    text: str | None = None


def code(**sent):
    with pytest.raises(ValidationError) as caught:
        Sent.model_validate(sent)
    (error,) = caught.value.errors()
    return error["type"]


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"number": True}, "int_type"),
        ({"number": "5"}, "int_type"),
        ({"truth": 0}, "bool_type"),
        ({"truth": "yes"}, "bool_type"),
        ({"day": 0}, "date_parsing"),
        ({"day": "0"}, "date_parsing"),
        ({"day": 1767225600.0}, "date_parsing"),
        ({"instant": "1767225600"}, "datetime_parsing"),
        ({"instant": False}, "datetime_parsing"),
        ({"instant": "0001-01-01T00:00:00Z"}, "year_out_of_range"),
        ({"day": "9999-12-31"}, "year_out_of_range"),
        ({"inner": {"boxes": [7, False]}}, "int_type"),
    ],
)
def test_a_value_of_another_type_is_refused(sent, said):
    assert code(**sent) == said


@given(
    number=st.integers(),
    truth=st.booleans(),
    day=st.dates(date(1900, 1, 1), date(2200, 12, 31)),
    instant=st.datetimes(FIRST, FIRST + timedelta(days=109_000)),
    boxes=st.lists(st.integers()),
)
def test_what_is_sent_as_declared_arrives(number, truth, day, instant, boxes):
    sent = {
        "number": number,
        "truth": truth,
        "day": day.isoformat(),
        "instant": instant.isoformat(),
        "inner": {"boxes": boxes},
    }

    assert Sent.model_validate(sent) == Sent(
        number=number, truth=truth, day=day, instant=instant, inner=Inner(boxes=boxes)
    )


def test_a_whole_number_may_be_written_with_a_point():
    assert Sent.model_validate({"number": 5.0}).number == 5
    assert code(number=5.5) == "int_from_float"


def test_the_document_tells_of_none_of_this():
    assert Sent.model_json_schema()["properties"]["number"]["anyOf"][0] == {"type": "integer"}


@pytest.mark.parametrize(
    "query",
    ["/v1/talent-pools?valid_on=0", "/v1/vacancies?from=1e3", "/v1/register/counts?decided_from=7"],
)
async def test_a_number_in_an_address_is_no_date(client_for, query):
    answer = await client_for(Role.ANALYST).get(query)

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["code"] == "date-parsing"
