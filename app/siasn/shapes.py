"""What SIASN's write addresses take, member by member, spelt as they spell it. Pure.

Numbers are text, ids keep their zeros, and every address names the person differently: `pns_id`,
`pnsId`, `pnsOrangId`, `pnsDinilaiOrang`.
"""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from app.employees.levels import ASPECTS, COMPETENCIES
from app.scoring_schemes.scheme import Numbering
from app.talent_maps.nine_box import NUMBERS

TWO_PLACES = Decimal("0.01")
Payload = dict[str, str | None]


class Shape(StrEnum):
    """What is sent."""

    TALENT_MAPPING = "talentmapping"
    """Box and axes of a person: `tm/talentmapping-save`."""
    COMPETENCIES = "kompetensi"
    """The nine competencies: `kompetensi/kompetensi/save`."""
    POTENTIAL = "potensi"
    """Five aspects of potential and their sum: `kompetensi/potensi/save`."""
    PERFORMANCE = "skp22"
    """A year's appraisal: `skp22/save`."""


ADDRESSES = {
    Shape.TALENT_MAPPING: "/tm/talentmapping-save",
    Shape.COMPETENCIES: "/kompetensi/kompetensi/save",
    Shape.POTENTIAL: "/kompetensi/potensi/save",
    Shape.PERFORMANCE: "/skp22/save",
}
"""Where each is sent to, below SIASN's base address."""
BOXES = NUMBERS[Numbering.PERMENPANRB_3_2020]
"""BKN's numbers, whatever the scheme prints on its cells."""
SENT_ASPECTS = {
    "berfikirKritis": "berpikirKritisStrategis",  # SIASN's spelling
    "intelektual": "intelektual",
    "interpersonal": "interpersonal",
    "kesadaranDiri": "kesadaranDiri",
    "motivasiKomitmen": "motivasiKomitmen",
}
"""The aspects that SIASN takes, by its names; it has none for the other three."""


def talent_mapping(pns_id: str, cell: int, potential: Decimal, performance: Decimal) -> Payload:
    """A person's place: `cell` 0..8, axes 0..100. `sumbu_x` is potential, `sumbu_y` performance.

    `total_sumbu` is the mean of the two as they are sent, two decimals, half up.
    """
    x, y = _rounded(potential), _rounded(performance)
    return {
        "pns_id": pns_id,
        "box": str(BOXES[cell]),
        "sumbu_x": str(x),
        "sumbu_y": str(y),
        "total_sumbu": str(_rounded((x + y) / 2)),
    }


def _rounded(score: Decimal) -> Decimal:
    return score.quantize(TWO_PLACES, ROUND_HALF_UP)


def competencies(pns_id: str, levels: Sequence[int]) -> Payload:
    """The levels reached, 0..5, in the order of `COMPETENCIES`."""
    named = zip(COMPETENCIES, map(str, levels), strict=True)
    return {"pnsId": pns_id, **dict(named)}


def potential(pns_id: str, levels: Sequence[int]) -> Payload:
    """The levels of the aspects that SIASN takes, 0..5, from all in the order of `ASPECTS`.

    `total` is their sum, so that it agrees with what stands beside it.
    """
    named = dict(zip(ASPECTS, levels, strict=True))
    sent = {name: named[aspect] for name, aspect in SENT_ASPECTS.items()}
    texts = {name: str(level) for name, level in sent.items()}
    return {"pnsOrangId": pns_id, **texts, "total": str(sum(sent.values()))}


def performance(
    pns_id: str, siasn_id: str | None, year: int, result: int, conduct: int, quadrant: int
) -> Payload:
    """A year's appraisal: ratings 1 above, 2 as, 3 below expectation; quadrant 1..5.

    Who appraised is not kept here, so the members of the appraiser are null: missing, to SIASN.
    """
    return {
        "id": siasn_id,
        "pnsDinilaiOrang": pns_id,
        "tahun": str(year),
        "hasilKinerjaNilai": str(result),
        "perilakuKerjaNilai": str(conduct),
        "kuadranKinerjaNilai": str(quadrant),
        "penilaiNipNrp": None,
        "penilaiNama": None,
        "penilaiJabatan": None,
        "penilaiGolongan": None,
        "penilaiUnorNama": None,
        "statusPenilai": None,
    }
