"""Every body and every parameter that the documentation shows has an example that is valid."""

import pytest
from fastapi.routing import APIRoute, iter_route_contexts
from pydantic import TypeAdapter

from app.approvals.kinds.names import Kind
from app.core.selecting import FIELDS
from app.core.sharing import METHODS
from app.proposals.bodies import BODIES, FILES
from app.proposals.document import PROPOSAL
from app.proposals.names import example_id, filled
from app.proposals.parameters import OPAQUE

FORMS = {"issue_token", "revoke_token"}
"""Read by hand from a form, so that there is no model; tests/access tries them."""


@pytest.fixture
def routes(assembled):
    return {
        context.original_route.name: context.original_route
        for context in iter_route_contexts(assembled[0].routes)
        if isinstance(context.original_route, APIRoute)
    }


@pytest.fixture
def operations(app):
    return [
        (address, operation)
        for address, path in app.openapi()["paths"].items()
        for method, operation in path.items()
        if method in METHODS
    ]


def test_there_is_a_proposal_for_every_body_and_for_nothing_else(operations):
    with_body = {o["operationId"] for _, o in operations if "requestBody" in o}

    assert with_body == BODIES.keys() | FILES.keys()


def test_a_proposal_is_in_the_document(operations):
    shown = [
        content["examples"][PROPOSAL]["value"] if "examples" in content else content["example"]
        for _, operation in operations
        for content in operation.get("requestBody", {}).get("content", {}).values()
    ]

    assert len(shown) == len(BODIES) + len(FILES)


@pytest.mark.parametrize("name", sorted(BODIES.keys() - FORMS))
def test_a_proposed_body_is_what_its_route_takes(routes, name):
    (parameter,) = routes[name].dependant.body_params

    TypeAdapter(parameter.field_info.annotation).validate_python(BODIES[name])


def test_examples_beside_a_proposal_are_what_the_route_takes(routes, operations):
    beside = {
        (operation["operationId"], name): example["value"]
        for _, operation in operations
        for content in operation.get("requestBody", {}).get("content", {}).values()
        for name, example in content.get("examples", {}).items()
    }

    for (operation, _), value in beside.items():
        (parameter,) = routes[operation].dependant.body_params
        TypeAdapter(parameter.field_info.annotation).validate_python(value)
    drafts = {name for operation, name in beside if operation == "draft_approval_request"}
    assert drafts == {*Kind, PROPOSAL}


def test_every_parameter_has_an_example(operations):
    bare = [
        f"{operation['operationId']} {parameter['name']}"
        for address, operation in operations
        for parameter in operation.get("parameters", ())
        if parameter["in"] in ("path", "query") and parameter["name"] not in (OPAQUE, FIELDS)
        if parameter.get("example", parameter["schema"].get("examples", [None])[0]) is None
    ]

    assert bare == []


def test_what_may_be_left_out_is_not_filled_in(operations):
    filled_in = [
        parameter["name"]
        for _, operation in operations
        for parameter in operation.get("parameters", ())
        if not parameter["required"] and "example" in parameter
    ]

    assert filled_in == []


def test_a_real_id_takes_the_place_of_its_name():
    document = {"map_id": example_id("talent_map"), "pool_id": example_id("talent_pool")}

    assert filled(document, {"talent_map": "real"}) == document | {"map_id": "real"}
