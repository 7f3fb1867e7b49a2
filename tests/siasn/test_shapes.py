"""The payloads: SIASN's members, spelt as they spell them, and numbers that agree."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.siasn import shapes
from app.talent_maps.nine_box import CELLS, box, cell_of

WHO = "a5b0c7d2e1f34a5b8c9d0e1f2a3b4c5d"
scores = st.decimals(0, 100, places=4)
levels = st.integers(0, 5)


def test_a_place_is_what_the_gateway_shows():
    assert shapes.talent_mapping(WHO, 8, Decimal(89), Decimal("95.5")) == {
        "pns_id": WHO,
        "box": "9",
        "sumbu_x": "89.00",
        "sumbu_y": "95.50",
        "total_sumbu": "92.25",
    }


@given(st.integers(0, CELLS - 1), scores, scores)
def test_axes_have_two_decimals_and_the_total_is_their_mean(cell, potential, performance):
    sent = shapes.talent_mapping(WHO, cell, potential, performance)
    x, y, total = (Decimal(sent[name]) for name in ("sumbu_x", "sumbu_y", "total_sumbu"))

    assert sent["box"] == str(box(cell_of(cell)))
    assert {value.as_tuple().exponent for value in (x, y, total)} == {-2}
    assert abs(x - potential) <= Decimal("0.005")
    assert abs(y - performance) <= Decimal("0.005")
    assert 0 <= total - (x + y) / 2 <= Decimal("0.005")


@given(st.lists(levels, min_size=9, max_size=9))
def test_nine_competencies_in_siasn_s_spelling(reached):
    sent = shapes.competencies(WHO, reached)

    assert list(sent) == [
        "pnsId",
        "integritas",
        "kerjasama",
        "komunikasi",
        "orientasiPadaHasil",
        "pelayananPublik",
        "pengembanganDiriDanOrla",
        "mengelolaPerubahan",
        "pengambilanKeputusan",
        "perekatBangsa",
    ]
    assert list(sent.values()) == [WHO, *map(str, reached)]


@given(st.lists(levels, min_size=8, max_size=8))
def test_potential_is_five_aspects_and_their_sum(reached):
    sent = shapes.potential(WHO, reached)

    assert list(sent) == [
        "pnsOrangId",
        "berfikirKritis",
        "intelektual",
        "interpersonal",
        "kesadaranDiri",
        "motivasiKomitmen",
        "total",
    ]
    assert sent["berfikirKritis"] == str(reached[3])
    assert sent["motivasiKomitmen"] == str(reached[7])
    aspects = list(sent.values())[1:-1]
    assert sent["total"] == str(sum(map(int, aspects)))


def test_an_appraisal_says_nothing_of_the_appraiser():
    sent = shapes.performance(WHO, None, 2025, 1, 2, 2)

    assert sent["pnsDinilaiOrang"] == WHO
    assert sent["id"] is None
    ratings = ("tahun", "hasilKinerjaNilai", "perilakuKerjaNilai", "kuadranKinerjaNilai")
    assert [sent[name] for name in ratings] == ["2025", "1", "2", "2"]
    assert {sent[name] for name in sent if name.startswith(("penilai", "status"))} == {None}


@pytest.mark.parametrize("count", [8, 10])
def test_another_number_of_competencies_is_no_payload(count):
    with pytest.raises(ValueError, match="zip"):
        shapes.competencies(WHO, [1] * count)
