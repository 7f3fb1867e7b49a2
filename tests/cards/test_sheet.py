"""The card's page: one page, the same bytes every time, and nothing unknown called zero."""

import io
from datetime import UTC, date, datetime
from uuid import UUID

import pypdf
import pytest

from app.cards import sheet
from app.cards.content import content_of

AT = datetime(2026, 2, 3, 20, tzinfo=UTC)
CODE = "7K2M9QXT4B8NC3VW6H1R0ZDE"
PERSON = {
    "nip": "**************2003",
    "name": "Dewi Contoh, S.T.",
    "rank_name": "III/d",
    "position_name": "Kepala Bidang Contoh",
    "position_level": "Administrator",
    "unit": "Bidang Contoh",
    "agency": "Pemerintah Provinsi Contoh",
    "cohort": 3,
}
ASSESSMENT = {
    "assessed_on": date(2025, 8, 10),
    "achieved": [3, 4, 3, 2, 3, 3, 3, 1, 4],
    "required": None,
    "aspects": [3, 4, 3, 3, 5, 3, 3, 3],
}
PLACEMENT = {
    "employee_id": UUID(int=7),
    "performance": "95.5000",
    "potential": "89.0000",
    "value": "92.2500",
    "cell": "high/high",
    "box": 9,
    "rank": 1,
    "cohort": 3,
}
UNPLACED = dict.fromkeys(PLACEMENT) | {"employee_id": UUID(int=7), "cohort": 3}
COMPONENTS = [
    {"title": f"Komponen {n}", "score": None if n == 3 else "90.0000", "weight": "25"}
    for n in range(4)
]
HISTORY = [
    {"as_of": date(2025, 1, 1), "name": "Peta 2025", "scheme": "uji@1", "box": 8},
    {"as_of": date(2024, 1, 1), "name": "Peta 2024", "scheme": "uji@1", "box": None},
]


def a_content(**values):
    given = {
        "drawn": {
            "id": UUID(int=1),
            "name": "Peta 2026",
            "as_of": date(2026, 1, 1),
            "known_at": datetime(2026, 1, 6, tzinfo=UTC),
            "population": 19676,
        },
        "trace": {
            "placement": PLACEMENT,
            "scheme": "uji@1",
            "scheme_sha256": "0" * 64,
            "axes": [
                {"axis": axis, "missing": [], "components": COMPONENTS}
                for axis in ("performance", "potential")
            ],
        },
        "person": PERSON,
        "assessment": ASSESSMENT,
        "history": HISTORY,
    }
    return content_of(**{**given, **values})


def a_page(**values):
    return sheet.page(a_content(**values), "9c" * 32, CODE, AT, "https://talenta.example.go.id")


def text_of(pdf):
    read = pypdf.PdfReader(io.BytesIO(pdf))
    assert len(read.pages) == 1
    return " ".join(read.pages[0].extract_text().split())


def test_the_card_is_one_page_that_says_box_scores_and_gaps():
    text = text_of(sheet.typeset(a_page()))

    for words in (
        "Dewi Contoh, S.T.",
        "**************2003",
        "92,2500",
        "1 dari 19.676",
        "Pengambilan keputusan (1 dari 3)",
        "Kerja sama (4 dari 3)",
        "Pemecahan masalah (5 dari 5)",
        "Peta 2025",
        "7K2M-9QXT-4B8N-C3VW-6H1R-0ZDE",
        "4 Februari 2026",
    ):
        assert words in text


def test_the_same_card_has_the_same_bytes():
    assert sheet.typeset(a_page()) == sheet.typeset(a_page())


def test_what_is_not_known_is_not_called_zero():
    trace = {
        "placement": UNPLACED,
        "scheme": "uji@1",
        "scheme_sha256": "0" * 64,
        "axes": [{"axis": "performance", "missing": ["predikat"], "components": COMPONENTS}],
    }
    page = a_page(trace=trace, assessment=None, history=[])
    text = text_of(sheet.typeset(page))

    assert (page["box"], page["radar"], page["gaps"]) == (None, None, [])
    assert "Belum berkotak" in text
    assert "predikat" in text
    assert "Belum ada asesmen yang berlaku" in text


@pytest.mark.parametrize("letters", [10, 200])
def test_long_names_still_fit_on_one_page(letters):
    person = PERSON | {"name": "Na ma" * (letters // 5), "position_name": "Kepala " * 40}
    text_of(sheet.typeset(a_page(person=person, history=HISTORY * 2)))
