"""The letter: its words, its looks, and that it is always the same."""

import io
from datetime import UTC, date, datetime, timedelta, timezone

import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.approvals import letters, routes, wording
from app.approvals.checklist import filled
from app.approvals.kinds.names import Kind
from app.approvals.kinds.registry import KINDS
from app.core import codes

AGENCY = {"code": "1600", "name": "Pemerintah Provinsi Contoh"}
POOL = {
    "name": "Administrator 2026",
    "legal_basis": "Peraturan Gubernur Nomor 27 Tahun 2022",
    "valid_from": "2026-01-01",
    "expires_on": "2027-01-01",
    "map": {
        "name": "Pemetaan 2025",
        "as_of": "2025-12-31",
        "scheme": "bkn-411-2025@1",
        "scheme_sha256": "ab" * 32,
    },
    "members": [{"box": 9}, {"box": 9}, {"box": 6, "calibrated_box": 7}],
}
MAP = {
    **POOL["map"],
    "population": 19676,
    "boxes": {str(box): 2186 for box in range(1, 10)},
    "calibrations": [{}],
}
PROPOSAL = {
    "position": {"code": "SR-100", "name": "Kepala Bidang Perbendaharaan"},
    "pool": {"name": "Administrator 2026"},
    "ranking_sha256": "ab" * 32,
    "eligible": 12,
    "names": [{}, {}, {}],
    "choice": {"rank": 2, "deviation": {"signed_by_name": "Sekretaris Daerah Contoh"}},
}
CONTENT = {
    Kind.TALENT_POOL: {"agency": AGENCY, "pool": POOL},
    Kind.IMPLEMENTATION: {"agency": AGENCY, "checklist": filled([])},
    Kind.ROUTE_CHANGE: {
        "agency": AGENCY,
        "route": routes.document(Kind.TALENT_POOL, KINDS[Kind.TALENT_POOL].route),
    },
    Kind.TALENT_MAP: {"agency": AGENCY, "map": MAP},
    Kind.SCORING_SCHEME: {
        "agency": AGENCY,
        "scheme": {"name": "pu-djbk@1", "title": "Skema contoh", "sha256": "ab" * 32},
    },
    Kind.PLACEMENT: {"agency": AGENCY, "proposal": PROPOSAL},
    Kind.CORRECTION: {
        "agency": AGENCY,
        "record": {
            "history": "performances",
            "id": "0199f3a4-7c1e-7011-8b3a-5c7e8d9f0a1b",
            "before": {"conduct": 3, "predicate": "kurang", "quadrant": 4, "result": 2},
            "after": {"conduct": 2, "predicate": "baik", "quadrant": 2, "result": 2},
        },
        "ground": {"document_no": "800.1.13/77/2025", "document_date": "2025-02-03"},
    },
}
CONDITIONS = [{"number": 1, "text": "Peta jabatan", "due_on": "2026-06-30"}]
ROLES = {kind: tuple(stage.role for stage in declared.route) for kind, declared in KINDS.items()}


def a_letter(kind, title="Kelompok Rencana Suksesi Administrator 2026"):
    decided = datetime(2026, 1, 20, 2, 30, tzinfo=UTC)
    issue = wording.Issue(
        number="001/KRS/1600/I/2026",
        day=date(2026, 1, 20),
        title=title,
        content=CONTENT[kind],
        content_sha256="cd" * 32,
        consents=[
            wording.Consent(stage, role, f"Pejabat Contoh {stage}", decided)
            for stage, role in enumerate(ROLES[kind], start=1)
        ],
        conditions=(),
        code="7KQF2M9XPPRTVWY3AH4KQ2XZ",
        public_url="https://talenta.example/",
    )
    return wording.letter(kind, KINDS[kind].letter.said(issue), issue)


def words_of(pdf):
    return " ".join(pypdf.PdfReader(io.BytesIO(pdf)).pages[0].extract_text().split())


@pytest.mark.parametrize("kind", Kind)
def test_the_same_letter_is_the_same_bytes(kind):
    assert letters.typeset(a_letter(kind)) == letters.typeset(a_letter(kind))


@pytest.mark.parametrize("kind", Kind)
def test_a_letter_is_one_page_even_with_long_words(kind):
    long = a_letter(kind, title="Kelompok rencana suksesi " + "jabatan administrator " * 8)

    assert len(pypdf.PdfReader(io.BytesIO(letters.typeset(long))).pages) == 1


@pytest.mark.parametrize("kind", Kind)
def test_a_letter_says_who_decided_and_how_to_verify_it(kind):
    words = words_of(letters.typeset(a_letter(kind)))

    for stage, role in enumerate(ROLES[kind], start=1):
        assert f"Pejabat Contoh {stage}" in words
        assert wording.shared()["roles"][role] in words
    assert "20 Januari 2026 pukul 09.30 WIB" in words
    assert "7KQF-2M9X-PPRT-VWY3-AH4K-Q2XZ" in words
    assert "talenta.example/verify" in words
    assert "cd" * 32 in words


def test_a_pool_s_letter_counts_its_members_by_box():
    words = words_of(letters.typeset(a_letter(Kind.TALENT_POOL)))

    assert "3 orang (kotak 9: 2, kotak 7: 1)" in words
    assert "kotak 1 orang ditetapkan sidang kalibrasi" in words
    assert "1 Januari 2026 s.d. 1 Januari 2027" in words


def test_what_typesetting_means_is_not_what_a_name_can_do():
    letter = a_letter(Kind.TALENT_POOL, title='#panic() $x$ *tebal* "kutip" \\ <b>')

    assert "#panic() $x$ *tebal*" in words_of(letters.typeset(letter))


@given(st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=9))])))
def test_an_hour_is_the_same_instant_in_western_indonesia(instant):
    if not 2 < instant.year < 9998:
        return
    there = instant.astimezone(letters.WIB)

    assert letters.local_time(instant).endswith(f"pukul {there:%H.%M} WIB")


@given(st.integers(1, 999), st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_a_number_names_serial_kind_agency_month_and_year(serial, day):
    number, kind, agency, month, year = letters.number(serial, "KRS", "1600", day).split("/")

    assert (int(number), kind, agency, year) == (serial, "KRS", "1600", str(day.year))
    assert letters.ROMAN.index(month) + 1 == day.month


def test_codes_are_never_the_same_and_survive_being_typed():
    made = {codes.new_code() for _ in range(200)}

    assert len(made) == 200
    for code in made:
        assert codes.normal(codes.spaced(code).lower()) == code


@pytest.mark.parametrize("typed", ["", "x", "7KQF-2M9X", "U" * 24, "7" * 25, "é" * 24])
def test_what_is_no_code_becomes_none(typed):
    assert codes.normal(typed) == ""


@pytest.mark.parametrize(
    ("values", "office", "name"),
    [
        ({"acting": "plt"}, "Plt. Pejabat yang Berwenang", "Ratna Wulandari"),
        ({"acting": "plh"}, "Plh. Pejabat yang Berwenang", "Ratna Wulandari"),
        (
            {"on_behalf_of": "Bagas Prasetya"},
            "Pejabat yang Berwenang",
            "Ratna Wulandari (a.n. Bagas Prasetya)",
        ),
    ],
    ids=["plt", "plh", "delegate"],
)
def test_a_letter_says_in_whose_place_somebody_decided(values, office, name):
    decided = datetime(2026, 1, 20, 2, 30, tzinfo=UTC)
    consent = wording.Consent(2, "pyb", "Ratna Wulandari", decided, **values)
    issue = wording.Issue(
        number="001/KRS/1600/I/2026",
        day=date(2026, 1, 20),
        title="Kelompok Rencana Suksesi Administrator 2026",
        content=CONTENT[Kind.TALENT_POOL],
        content_sha256="cd" * 32,
        consents=[consent],
        code="7KQF2M9XPPRTVWY3AH4KQ2XZ",
        public_url="https://talenta.example/",
        conditions=[],
    )

    letter = wording.letter(Kind.TALENT_POOL, KINDS[Kind.TALENT_POOL].letter.said(issue), issue)

    [row] = letter.approvals
    assert (row.role, row.name) == (letter.signed_as, letter.signed_by) == (office, name)


def test_a_template_that_names_what_its_kind_does_not_give_is_refused(monkeypatch):
    monkeypatch.setattr(wording, "template", lambda _kind: {"subject": "{title} {nobody_said}"})

    with pytest.raises(ValueError, match="nobody_said"):
        wording.check(Kind.TALENT_POOL, frozenset({"pool"}), {})


@pytest.mark.parametrize("text", ["{a.b}", "{a[0]}", "{a!r}", "{a:>9}", "{}"])
def test_placeholders_are_plain_names(text):
    with pytest.raises(ValueError, match="placeholder"):
        wording.named([text])


@given(st.text(), st.text())
def test_what_is_filled_in_is_never_read_again(pool, title):
    assert wording.filled("{pool} | {title}", {"pool": pool, "title": title}) == f"{pool} | {title}"


@pytest.mark.parametrize("kind", Kind)
def test_a_kind_gives_what_it_says_that_it_gives(kind):
    words = KINDS[kind].letter
    issue = wording.Issue("", date(2026, 1, 20), "", CONTENT[kind], "", [], CONDITIONS, "", "")
    said = words.said(issue)

    assert {name for name, value in said.items() if not isinstance(value, list)} == words.names
    for name, value in said.items():
        if isinstance(value, list):
            assert value
            assert all(set(each) == words.lists[name] for each in value)
