import json
from copy import deepcopy
from decimal import Decimal
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.scoring_schemes.document import faults_of, parse
from app.scoring_schemes.scheme import Refused, divided, identity, quantised
from tests.scoring_schemes.scheme_strategies import documents

SHIPPED = {
    "bkn-411-2025": "c8a8a8002fb645d469e59c04b7a6b8083bc2aff1b579f8332535f4fc41de0f31",
    "pu-djbk": "ecc04254ccf983a538989efd658103e7f8ba8ee611a1a3aa56d5d3126c744536",
}


def shipped(code: str) -> dict:
    file = resources.files("app.scoring_schemes") / "shipped" / f"{code}.json"
    return json.loads(file.read_text(encoding="utf-8"))


def changed(path: str, value: object, code: str = "bkn-411-2025") -> dict:
    """A shipped document with one place replaced; `...` removes it."""
    document = deepcopy(shipped(code))
    *steps, last = [int(step) if step.isdigit() else step for step in path.split("/")[1:]]
    place = document
    for step in steps:
        place = place[step]
    if value is ...:
        del place[last]
    else:
        place[last] = value
    return document


@pytest.mark.parametrize("code", SHIPPED)
def test_a_shipped_scheme_loads_and_is_known_by_its_hash(code):
    scheme = parse(shipped(code))

    assert scheme.code == code
    assert scheme.sha256 == SHIPPED[code]


@given(documents())
def test_every_document_of_the_grammar_is_accepted(document):
    assert faults_of(document) == []


@given(documents(), st.randoms())
def test_the_identity_does_not_depend_on_the_order_of_keys(document, random):
    def shuffled(value):
        if isinstance(value, dict):
            keys = list(value)
            random.shuffle(keys)
            return {key: shuffled(value[key]) for key in keys}
        return [shuffled(item) for item in value] if isinstance(value, list) else value

    assert identity(shuffled(document)) == identity(document)


PERFORMANCE = "/axes/performance"
POTENTIAL = "/axes/potential"
REFUSED = [
    (f"{PERFORMANCE}/components/0/weight", "59", f"{PERFORMANCE}/components", "weights-total"),
    (
        f"{PERFORMANCE}/components/1/components/2/weight",
        "9",
        f"{PERFORMANCE}/components/1/components",
        "weights-total",
    ),
    (f"{PERFORMANCE}/components/0/weight", "60.0000001", None, "decimals-too-many"),
    (f"{PERFORMANCE}/components/0/weight", 60.0, None, "number-as-text"),
    (f"{PERFORMANCE}/components/0/weight", "6e1", None, "number-invalid"),
    (f"{PERFORMANCE}/components/0/weight", "NaN", None, "number-invalid"),
    (f"{PERFORMANCE}/components/0/weight", True, None, "number-invalid"),
    (f"{PERFORMANCE}/components/0/weight", "0", None, "weight-not-positive"),
    (f"{PERFORMANCE}/components/0/weight", "-60", None, "out-of-range"),
    (f"{PERFORMANCE}/components/0/weight", ..., None, "weight-missing"),
    (f"{PERFORMANCE}/components/0/code", "kinerja_penguat", f"{PERFORMANCE}/components/1/code",
     "code-duplicate"),
    (f"{PERFORMANCE}/components/0/code", "kinerja+utama", None, "code-invalid"),
    (f"{PERFORMANCE}/components/0/indicator", "performance.mood", None, "indicator-unknown"),
    (f"{PERFORMANCE}/components/0/indicator", ..., None, "field-missing"),
    (f"{PERFORMANCE}/components/0/missing", "guess", None, "missing-unknown"),
    (f"{PERFORMANCE}/components/0/missing", ..., None, "field-missing"),
    (f"{PERFORMANCE}/components/0/bands", [], None, "option-unknown"),
    (f"{PERFORMANCE}/components/0/look_back", ..., None, "option-missing"),
    (f"{PERFORMANCE}/components/0/look_back/0/weight", "99",
     f"{PERFORMANCE}/components/0/look_back", "weights-total"),
    (f"{PERFORMANCE}/components/0/points/baik", "101", None, "out-of-range"),
    (f"{PERFORMANCE}/components/0/points/cukup", "50", None, "raw-value-unknown"),
    (f"{PERFORMANCE}/components/0/points", {}, None, "points-empty"),
    (f"{PERFORMANCE}/components", [], None, "components-empty"),
    (f"{PERFORMANCE}/cutoffs", ["80", "60"], f"{PERFORMANCE}/cutoffs/1", "cutoffs-not-rising"),
    (f"{PERFORMANCE}/cutoffs", ["60", "60"], f"{PERFORMANCE}/cutoffs/1", "cutoffs-not-rising"),
    (f"{PERFORMANCE}/cutoffs", ["60"], None, "cutoffs-count"),
    (f"{PERFORMANCE}/cutoffs/1", "100.5", None, "out-of-range"),
    (f"{PERFORMANCE}/cutoffs", [["0", "60"], ["61", "80"], ["81", "100"]],
     f"{PERFORMANCE}/cutoffs/1", "ranges-gap"),
    (f"{PERFORMANCE}/cutoffs", [["0", "60"], ["60", "80"], ["80", "100"]],
     f"{PERFORMANCE}/cutoffs/1", "ranges-overlap"),
    (f"{PERFORMANCE}/cutoffs", {"low": [0, 59], "mid": [60, 80], "high": [80, 100]},
     f"{PERFORMANCE}/cutoffs/mid", "ranges-gap"),
    (f"{POTENTIAL}/components/0/components/2/components/0/weight", "50", None, "weight-unused"),
    (f"{POTENTIAL}/components/0/components/2/aggregate", "median", None, "aggregate-unknown"),
    (f"{POTENTIAL}/components/0/components/1/bands/0/from", "1", None, "bands-start"),
    (f"{POTENTIAL}/components/0/components/1/bands/2/from", "1", None, "bands-not-rising"),
    (f"{POTENTIAL}/components/0/components/1/bands",
     [{"range": ["0", "10"], "points": "0"}, {"range": ["8", "20"], "points": "100"}],
     f"{POTENTIAL}/components/0/components/1/bands/1", "ranges-overlap"),
    (f"{POTENTIAL}/components/0/components/1/bands",
     [{"from": "0", "to": "10", "points": "0"}, {"from": "11", "to": "20", "points": "100"}],
     f"{POTENTIAL}/components/0/components/1/bands/1", "ranges-gap"),
    (f"{POTENTIAL}/components/0/components/1/bands", [["0", "100"]], None, "ranges-as-pairs"),
    (f"{POTENTIAL}/components/0/components/0/cap", "none", None, "cap-unknown"),
    (f"{POTENTIAL}/components/0/components/0/validity_years", "3", None, "type-wrong"),
    (f"{POTENTIAL}/components/0/components/0/validity_years", 0, None, "out-of-range"),
    ("/value/performance", "40", "/value", "weights-total"),
    ("/ranking", ["value", "seniority"], "/ranking/1", "ranking-unknown"),
    ("/ranking", ["value", "value"], "/ranking/1", "ranking-duplicate"),
    ("/ranking", [], None, "text-empty"),
    ("/numbering", "local", None, "numbering-unknown"),
    ("/numbering", ..., None, "field-missing"),
    ("/version", 0, None, "out-of-range"),
    ("/version", "1", None, "type-wrong"),
    ("/title", "  ", None, "text-empty"),
    ("/title", "a\x00b", None, "text-invalid"),
    ("/title", "a\ud800", None, "text-invalid"),
    ("/colour", "red", None, "field-unknown"),
    ("/legal_basis/0/instrument", 411, None, "type-wrong"),
    ("/axes/potential", ..., None, "field-missing"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "value", "pointer", "code"), REFUSED)
def test_a_fault_is_named_where_it_is(path, value, pointer, code):
    faults = faults_of(changed(path, value))

    assert (pointer or path, code) in [(fault.pointer, fault.code) for fault in faults]


def test_all_faults_come_at_once():
    document = changed("/numbering", "local")
    document["axes"]["performance"]["cutoffs"] = ["80", "60"]
    document["axes"]["potential"]["components"][1]["weight"] = "24"

    with pytest.raises(Refused) as refused:
        parse(document)

    assert [(fault.pointer, fault.code) for fault in refused.value.faults] == [
        ("/numbering", "numbering-unknown"),
        ("/axes/performance/cutoffs/1", "cutoffs-not-rising"),
        ("/axes/potential/components", "weights-total"),
    ]


@pytest.mark.parametrize("document", [None, [], "skema", 7, {}, {"axes": []}, {"axes": {}}])
def test_what_is_no_scheme_at_all_is_refused_with_pointers(document):
    assert faults_of(document)


def test_endless_nesting_is_refused():
    nested: dict = {"code": "a", "title": "A", "weight": "100"}
    for _ in range(5_000):
        nested = {"code": "a", "title": "A", "weight": "100", "components": [nested]}

    faults = faults_of(changed("/axes/performance/components", [nested]))

    assert "nesting-too-deep" in [fault.code for fault in faults]


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(st.sampled_from([path for path, *_ in REFUSED]), json_values)
def test_no_value_in_any_place_breaks_the_reader(path, value):
    faults = faults_of(changed(path, value))

    assert all(fault.pointer.startswith("/") for fault in faults)
    assert all(fault.words.id and fault.words.en for fault in faults)


@given(st.integers(0, 10**12), st.integers(1, 10**9))
def test_a_quotient_is_rounded_once_and_half_up(numerator, denominator):
    quotient = divided(Decimal(numerator), Decimal(denominator))

    assert quotient == Decimal((2 * numerator * 10_000 + denominator) // (2 * denominator)) / 10_000
    assert quotient.as_tuple().exponent == -4


def test_half_goes_up():
    assert str(quantised(Decimal("66.66665"))) == "66.6667"
    assert str(divided(Decimal(200), Decimal(3))) == "66.6667"
