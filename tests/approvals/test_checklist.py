"""The readiness checklist."""

from hypothesis import given
from hypothesis import strategies as st

from app.approvals.checklist import TITLES, Item, Readiness, filled, unready

entries = st.lists(
    st.fixed_dictionaries({"code": st.sampled_from(Item), "status": st.sampled_from(Readiness)}),
    unique_by=lambda entry: entry["code"],
)


@given(entries)
def test_a_checklist_always_has_every_item_once_and_in_order(entries):
    assert [entry["code"] for entry in filled(entries)] == list(Item)


@given(entries)
def test_only_what_is_ready_is_ready(entries):
    ready = {entry["code"] for entry in entries if entry["status"] is Readiness.READY}

    assert set(unready(entries)) == set(Item) - ready


def test_every_item_has_a_name_in_both_languages():
    assert set(TITLES) == set(Item)
    assert all(indonesian and english for indonesian, english in TITLES.values())
