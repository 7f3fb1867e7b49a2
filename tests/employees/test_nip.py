"""The NIP and what it says; the vectors are those of the domain's data dictionary."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.employees import nip

births = st.dates(date(1900, 1, 1), date(2020, 12, 31))
years = st.integers(1900, 2099)
months = st.sampled_from([f"{m:02d}" for m in range(1, 13)])
contracts = st.sampled_from([str(c) for c in range(21, 30)])
serials = st.integers(1, 999)


def written(born: date, year: int, digits: str, sex: int, serial: int) -> str:
    return f"{born:%Y%m%d}{year}{digits}{sex}{serial:03d}"


@pytest.mark.parametrize(
    ("text", "born", "year", "employment", "sex", "serial"),
    [
        ("198609262015051001", date(1986, 9, 26), 2015, "PNS", "M", 1),
        ("19860926 201505 1 001", date(1986, 9, 26), 2015, "PNS", "M", 1),
        ("19860926.201505.1.001", date(1986, 9, 26), 2015, "PNS", "M", 1),
        ("199608182022042003", date(1996, 8, 18), 2022, "PNS", "F", 3),
        ("199001152025211007", date(1990, 1, 15), 2025, "PPPK", "M", 7),
        ("199205082025242012", date(1992, 5, 8), 2025, "PPPK", "F", 12),
        ("200001292015051001", date(2000, 1, 29), 2015, "PNS", "M", 1),
        ("200002292022031002", date(2000, 2, 29), 2022, "PNS", "M", 2),
    ],
)
def test_a_nip_says_birth_appointment_and_sex(text, born, year, employment, sex, serial):
    known = nip.read(text)

    assert known is not None
    assert known[1:] == (born, year, employment, sex, serial)


@pytest.mark.parametrize(
    "text",
    [
        "198613262015051001",  # month 13
        "198602302015051001",  # 30 February
        "190002292015051001",  # 1900 was no leap year
        "198609262015131001",  # neither a month nor a contract
        "198609262015001001",
        "198609262015201001",
        "198609262015301001",
        "198609262015053001",  # sex 3
        "198609262015051000",  # serial 000
        "19860926201505100",  # 17 digits
        "1986092620150510011",
        "198609262015051OO1",  # letters
        "\uff11\uff19\uff18\uff1609262015051001",  # digits of another script
        "1.98609262015051e+17",  # a number that a spreadsheet rounded
        "-98609262015051001",
        "12345",
        "",
    ],
)
def test_anything_else_is_no_nip(text):
    assert nip.read(text) is None


@given(births, years, st.one_of(months, contracts), st.sampled_from([1, 2]), serials)
def test_every_nip_that_is_written_can_be_read(born, year, digits, sex, serial):
    text = written(born, year, digits, sex, serial)

    known = nip.read(f" {text[:8]} {text[8:14]} {text[14]} {text[15:]} ")

    assert known == nip.read(text)
    assert known is not None
    assert known.digits == text
    assert known.birth_date == born
    assert known.sex == ("M" if sex == 1 else "F")
    assert known.employment == ("PPPK" if digits[0] == "2" else "PNS")


@given(st.text(max_size=24))
def test_no_text_is_misread(text):
    known = nip.read(text)

    assert known is None or (len(known.digits) == 18 and known.digits == nip.normalised(text))
