"""The verifier's own rules of eligibility, held against the service's, and against the rules."""

from datetime import date

import orjson
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.evidence.candidates import datum_of, facts_of
from app.talent_pools import eligibility as service
from app.talent_pools.profiles import EDUCATION, Discipline, Person, Requirement, Training
from app.talent_pools.structural_training import Other
from app.talent_pools.structural_training import read as read_by_service
from app.verifier.eligibility import Candidate, Target, golongan, judge
from app.verifier.numbers import Malformed
from app.verifier.trainings import level_of
from tests.talent_pools.test_structural_training import SPELLINGS, UNREADABLE

WORDS = [
    "PENDIDIKAN",
    "DAN",
    "PELATIHAN",
    "DIKLAT",
    "LATIHAN",
    "STRUKTURAL",
    "PKN",
    "KEPEMIMPINAN",
    "NASIONAL",
    "PIM",
    "DIKLATPIM",
    "DIK",
    "LAT",
    "LATPIM",
    "TINGKAT",
    "TKT",
    "TK",
    "I",
    "II",
    "III",
    "IV",
    "V",
    "1",
    "2",
    "3",
    "4",
    "0",
    "01",
    "SATU",
    "DUA",
    "TIGA",
    "EMPAT",
    "SPATI",
    "SPAMEN",
    "SPAMA",
    "PKA",
    "SEPALA",
    "ADUM",
    "PKP",
    "ADMINISTRATOR",
    "PENGAWAS",
    "SEKOLAH",
    "STAF",
    "PIMPINAN",
    "ADMINISTRASI",
    "TINGGI",
    "MENENGAH",
    "PERTAMA",
    "LATSAR",
    "DASAR",
    "PRA",
    "JABATAN",
    "PRAJABATAN",
    "PRAJAB",
    "CPNS",
    "PNS",
    "CASN",
    "ASN",
    "PPPK",
    "GOLONGAN",
    "GOL",
    "ANGKATAN",
    "ANGK",
    "GELOMBANG",
    "GEL",
    "KELOMPOK",
    "KELAS",
    "BATCH",
    "KEL",
    "DISKUSI",
    "KE",
    "NO",
    "NOMOR",
    "TAHUN",
    "THN",
    "TH",
    "TA",
    "T",
    "A",
    "ANGGARAN",
    "2019",
    "1999",
    "19",
    "21",
    "12345",
    "XIV",
    "XX",
    "C",
    "UMUM",
    "POLA",
    "BARU",
    "LAMA",
    "CALON",
]
KNOWN = [name for names in SPELLINGS.values() for name in names]
GAPS = st.sampled_from([" ", " ", " ", "", "-", "/ "])


@st.composite
def names(draw):
    """Names that are nearly right: known ones and words of theirs, altered and run together."""
    parts = draw(st.lists(st.sampled_from([*KNOWN, *UNREADABLE, *WORDS, *WORDS]), max_size=4))
    words = [word for part in parts for word in part.split()]
    if words and draw(st.booleans()):
        place = draw(st.integers(0, len(words) - 1))
        words[place] = draw(st.sampled_from(WORDS))
    return "".join(word + draw(GAPS) for word in words)


def told(name):
    """What the service reads, as the verifier says it."""
    reading = read_by_service(name)
    return None if reading is None else 0 if reading is Other.BASIC else int(reading)


@given(names() | st.text(max_size=40))
@example("LATSAR CPNS GOL II III")
@example("PIMIV")
@example("PKN TK 02 ANGKATAN KE3 TA ANGGARAN2021")
@example("PIM III, PIM IV")
def test_every_name_of_a_training_is_read_alike(name):
    assert level_of(name) == told(name)


@pytest.mark.parametrize("name", [*KNOWN, *UNREADABLE])
def test_every_known_spelling_is_read_alike(name):
    assert level_of(name) == told(name)


def test_a_name_that_no_service_wrote_costs_nothing():
    with pytest.raises(Malformed):
        level_of("ANGKATAN 1 " * 1_000_000)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        *(("42", (4, 2)), ("IV/B", (4, 2)), (" iii . d ", (3, 4)), ("Ia", (1, 1))),
        *(("IV/e", (4, 5)), ("III/e", None), ("46", None), ("XI", None), ("", None)),
    ],
)
def test_a_golongan_is_read_by_code_and_by_name(written, read):
    assert golongan(written) == read


DAYS = st.dates(date(2015, 1, 1), date(2028, 12, 31))
GOLONGAN = ["42", "IV/B", "III.d", "33", "11", "45", "XI", "99", "", " iv / a "]
JENJANG = ["", "JPT Pratama", "Ahli Utama", "JF Ahli  Madya", "Administrator", "Pimpinan Tinggi"]
LEVELS = [*EDUCATION, "", "99"]
MAYBE_A_BOX = st.none() | st.integers(1, 9)


@st.composite
def people(draw):
    """A person with all kinds of facts."""
    box = draw(MAYBE_A_BOX)
    moved = box is not None and draw(st.booleans())
    trainings = st.builds(
        Training,
        st.sampled_from([*KNOWN[:12], "PKA", "PKP", "?"]) | names(),
        st.none() | DAYS,
        st.none() | st.integers(2020, 2028),
    )
    disciplines = st.builds(
        Discipline,
        st.sampled_from(["light", "medium", "heavy", "?"]),
        st.none() | DAYS,
        st.none() | DAYS,
        st.booleans(),
    )
    return Person(
        box=box,
        cohort=draw(st.none() | st.integers(1, 5)),
        employment=draw(st.sampled_from(["PNS", "PPPK"])),
        rank_code=draw(st.sampled_from(GOLONGAN)),
        rank_name=draw(st.sampled_from(GOLONGAN)),
        education_level=draw(st.sampled_from(LEVELS)),
        position_since=draw(st.none() | DAYS),
        position_level=draw(st.sampled_from(JENJANG)),
        retirement_age=draw(st.none() | st.sampled_from([0, 58, 60, 65])),
        birth_date=draw(st.dates(date(1955, 1, 1), date(2000, 12, 31))),
        trainings=draw(st.lists(trainings, max_size=3)),
        disciplines=draw(st.lists(disciplines, max_size=3)),
        calibrated_from=draw(st.integers(1, 9)) if moved else None,
    )


requirements = st.builds(
    Requirement,
    cohort=st.none() | st.integers(1, 5),
    rank=st.sampled_from(GOLONGAN),
    education=st.sampled_from(LEVELS),
    training=st.sampled_from(["", "PKA", "PKP", "PKN I", "PKN Tk. 2", "Latsar", "entah"]),
    experience_years=st.integers(0, 6),
    admits_pppk=st.booleans(),
)


@given(people(), requirements, st.frozensets(st.integers(1, 9)), DAYS)
@example(
    Person(9, 3, "PNS", "42", "", "45", date(2020, 2, 29), "JPT", None, date(1966, 2, 28)),
    Requirement(4, "IV/b", "40", "", 4, admits_pppk=False),
    frozenset({7, 8, 9}),
    date(2024, 2, 29),
)
def test_every_verdict_and_datum_is_the_service_s(person, requirement, boxes, day):
    theirs = service.judge(person, requirement, boxes, day)
    position = {
        "cohort": requirement.cohort,
        "required_rank": requirement.rank,
        "required_education": requirement.education,
        "required_training": requirement.training,
        "required_experience_years": requirement.experience_years,
        "admits_pppk": requirement.admits_pppk,
    }
    facts = orjson.loads(orjson.dumps(facts_of(person)))

    ours = judge(Candidate(person.box, person.calibrated_from, facts), Target(position, boxes, day))

    assert {rule: tuple(one) for rule, one in ours.items()} == {
        rule: (str(one.verdict), datum_of(one)) for rule, one in theirs.items()
    }
    assert tuple(ours) == service.RULES
