"""The canonical form is RFC 8785's, whichever way it is written."""

import pytest
import rfc8785
from hypothesis import example, given
from hypothesis import strategies as st

from app.verifier.commitment import canonical

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats() | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)


@given(values)
@example({"\U0001d11e": 1, "\ue000": 2})  # names that UTF-16 and code points order differently
@example({"b": '\x00\x1f\x7f"\\/\b\f\n\r\t\u2028é', "a": [True, None, -0, 10**15]})
def test_it_is_what_the_library_writes(value):
    try:
        expected = rfc8785.dumps(value)
    except ValueError:
        with pytest.raises(ValueError, match=r".*"):
            canonical(value)
    else:
        assert canonical(value) == expected


@pytest.mark.parametrize("value", [2**53, float("nan"), "\ud800", {"a": ["\udfff"]}])
def test_what_has_no_canonical_form_is_refused(value):
    with pytest.raises(ValueError, match=r".*"):
        canonical(value)
