"""Where a person may act: memberships before claims, one agency at a time."""

from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.access.oidc_errors import AgencyRefused, AgencyUnclear
from app.access.scopes import EVERYWHERE, Scope, Servant, chosen, everywhere, scopes_of
from app.core.identity import Role

AGENCIES = {f"A{number}": UUID(int=number) for number in range(1, 4)}
CODES = {agency_id: code for code, agency_id in AGENCIES.items()}
roles = st.frozensets(st.sampled_from(list(set(Role) - {Role.ASN})))
places = st.none() | st.sampled_from(list(AGENCIES.values()))


def member(agency_id, given_roles=frozenset({Role.COMMITTEE}), **values):
    code = EVERYWHERE if agency_id is None else CODES[agency_id]
    return Scope("Ratna W.", given_roles, agency_id, code, **values)


memberships = st.lists(
    st.builds(member, places, roles, units=st.none() | st.frozensets(st.uuids(), min_size=1)),
    unique_by=lambda scope: scope.agency_id,
)
claimed_in = st.sets(st.sampled_from(list(AGENCIES))).map(lambda c: {x: AGENCIES[x] for x in c})
servants = st.lists(
    st.sampled_from(list(AGENCIES)).map(lambda code: Servant(uuid4(), AGENCIES[code], code)),
    unique_by=lambda servant: servant.code,
)


@given(memberships, roles, claimed_in, servants)
def test_nothing_is_gained_beyond_what_was_given_or_claimed(given_ones, claimed, where, known):
    by_agency = {scope.agency_id: scope for scope in given_ones}

    for scope in scopes_of("Ratna", given_ones, claimed, where, known):
        own = scope.roles - {Role.ASN}
        membership = by_agency.get(scope.agency_id)
        if membership is not None:
            assert own == membership.roles - {Role.ASN}
            assert scope.units == membership.units
        elif own:
            assert own == claimed
            assert scope.agency_id in where.values()
            assert None not in by_agency
        assert (Role.ASN in scope.roles) == (scope.employee_id is not None)


@given(memberships, roles, claimed_in, servants)
def test_there_is_one_scope_in_an_agency(given_ones, claimed, where, known):
    scopes = scopes_of("Ratna", given_ones, claimed, where, known)

    assert len({scope.agency_id for scope in scopes}) == len(scopes)
    assert {scope.agency_id for scope in given_ones} <= {scope.agency_id for scope in scopes}


@given(memberships, roles, claimed_in, servants, st.none() | st.sampled_from([*AGENCIES, "*", "x"]))
def test_one_acts_only_where_one_may(given_ones, claimed, where, known, code):
    scopes = scopes_of("Ratna", given_ones, claimed, where, known)
    if not scopes:
        return
    codes = [scope.code for scope in scopes]
    try:
        scope = chosen(scopes, code)
    except (AgencyUnclear, AgencyRefused):
        assert (len(codes) > 1) if code is None else (code not in codes)
    else:
        assert scope in scopes or (scope is None and everywhere(scopes) is not None)
        assert code is None or scope is None or scope.code == code


def test_a_membership_wins_over_claims_for_its_agency_alone():
    a1, a2 = AGENCIES["A1"], AGENCIES["A2"]
    claimed = frozenset({Role.ANALYST})

    scopes = scopes_of("Ratna", [member(a1)], claimed, {"A1": a1, "A2": a2}, [])

    assert [scope.roles for scope in scopes] == [{Role.COMMITTEE}, claimed]
    assert [scope.name for scope in scopes] == ["Ratna W.", "Ratna"]


def test_a_membership_everywhere_wins_over_claims_anywhere():
    scopes = scopes_of("Ratna", [member(None)], frozenset({Role.PPK}), AGENCIES, [])

    assert [scope.code for scope in scopes] == ["*"]


def test_a_civil_servant_is_one_wherever_else_they_act():
    known = Servant(uuid4(), AGENCIES["A1"], "A1")

    alone = scopes_of("Ratna", [], frozenset(), {}, [known])
    beside = scopes_of("Ratna", [member(AGENCIES["A1"])], frozenset(), {}, [known])
    above = scopes_of("Ratna", [member(None)], frozenset(), {}, [known])

    assert [scope.roles for scope in alone] == [{Role.ASN}]
    assert [scope.roles for scope in beside] == [{Role.COMMITTEE, Role.ASN}]
    assert [(scope.code, scope.employee_id) for scope in above] == [("*", known.employee_id)]


def test_an_agency_that_calls_itself_a_star_is_not_every_agency():
    star = Scope("Ratna", frozenset({Role.ANALYST}), UUID(int=9), EVERYWHERE)

    with pytest.raises(AgencyRefused):
        chosen([star], EVERYWHERE)
    with pytest.raises(AgencyRefused):
        chosen([star], "A1")
