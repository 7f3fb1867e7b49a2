"""What breaks a client is found in a made-up document, and what is only added is not."""

from copy import deepcopy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.contract.breaking import broken


def an_api():
    """A small document with every kind of thing that is compared."""
    thing = {
        "type": "object",
        "properties": {
            "id": {"type": "string"},
            "kind": {"type": "string", "enum": ["a", "b"]},
            "note": {"anyOf": [{"type": "string"}, {"type": "null"}]},
            "parts": {"type": "array", "items": {"$ref": "#/components/schemas/Thing"}},
        },
        "required": ["id", "kind", "note"],
    }
    body = {
        "type": "object",
        "properties": {
            "kind": {"type": "string", "enum": ["a", "b"]},
            "note": {"type": "string"},
            "list": {"type": "array", "items": {"type": "integer"}},
        },
        "required": ["kind"],
    }
    return {
        "openapi": "3.1.0",
        "components": {"schemas": {"Thing": thing, "Body": body}},
        "paths": {
            "/things": {
                "post": {
                    "operationId": "add_thing",
                    "parameters": [
                        {
                            "in": "query",
                            "name": "q",
                            "required": False,
                            "schema": {"type": "string"},
                        }
                    ],
                    "requestBody": {"required": True, "content": of("Body")},
                    "responses": {"201": {"content": of("Thing")}},
                }
            }
        },
    }


def of(name):
    return {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}}


def edited(path, change):
    document = an_api()
    part = document
    for key in path:
        part = part[key]
    change(part)
    return document


THING = ("components", "schemas", "Thing")
BODY = ("components", "schemas", "Body")
POST = ("paths", "/things", "post")
IN, OUT = "body application/json", "201 application/json"
BREAKS = {
    "removed": (("paths", "/things"), lambda one: one.pop("post")),
    "no longer add_thing": (POST, lambda one: one.update(operationId="make_thing")),
    "query q removed": ((*POST, "parameters"), lambda one: one.clear()),
    "query q required": ((*POST, "parameters", 0), lambda one: one.update(required=True)),
    f"{IN} > note removed": ((*BODY, "properties"), lambda one: one.pop("note")),
    f"{IN} > note required": ((*BODY, "required"), lambda one: one.append("note")),
    f"{IN} > more required": (
        BODY,
        lambda one: (one["properties"].update(more={}), one["required"].append("more")),
    ),
    f"{IN} > kind no longer 'b'": (
        (*BODY, "properties", "kind", "enum"),
        lambda one: one.remove("b"),
    ),
    f"{IN} > note limited to a list": (
        (*BODY, "properties", "note"),
        lambda one: one.update(enum=["x"]),
    ),
    f"{IN} > list > * no longer integer": (
        (*BODY, "properties", "list", "items"),
        lambda one: one.update(type="boolean"),
    ),
    f"{OUT} > id removed": ((*THING, "properties"), lambda one: one.pop("id")),
    f"{OUT} > id may be missing": ((*THING, "required"), lambda one: one.remove("id")),
    f"{OUT} > id may be integer": (
        (*THING, "properties", "id"),
        lambda one: one.update(type="integer"),
    ),
    f"{OUT} removed": ((*POST, "responses", "201", "content"), lambda one: one.clear()),
    "201 removed": (
        (*POST, "responses"),
        lambda one: one.update({"200": one.pop("201")}),
    ),
}


@pytest.mark.parametrize("what", BREAKS)
def test_what_breaks_a_client_is_found(what):
    assert f"POST /things: {what}" in broken(an_api(), edited(*BREAKS[what]))


def test_a_schema_that_is_called_otherwise_is_found():
    document = edited(POST, lambda one: one["requestBody"].update(content=of("Form")))
    document["components"]["schemas"]["Form"] = document["components"]["schemas"].pop("Body")

    assert broken(an_api(), document) == ["schema Body: removed"]


HARMLESS = {
    "an operation": (("paths", "/things"), lambda one: one.update(get={"responses": {}})),
    "a parameter": (
        (*POST, "parameters"),
        lambda one: one.append({"in": "query", "name": "r", "schema": {"type": "string"}}),
    ),
    "a member to send": ((*BODY, "properties"), lambda one: one.update(more={"type": "string"})),
    "a value to send": ((*BODY, "properties", "kind", "enum"), lambda one: one.append("c")),
    "a member no longer needed": ((*BODY, "required"), lambda one: one.clear()),
    "a member answered": ((*THING, "properties"), lambda one: one.update(more={"type": "string"})),
    "a value answered": ((*THING, "properties", "kind", "enum"), lambda one: one.append("c")),
    "an answer": ((*POST, "responses"), lambda one: one.update({"202": {}})),
}


@given(st.lists(st.sampled_from(sorted(HARMLESS)), unique=True))
def test_what_is_added_breaks_nobody_in_any_combination(names):
    document = an_api()
    for name in names:
        path, change = HARMLESS[name]
        part = document
        for key in path:
            part = part[key]
        change(part)

    assert broken(an_api(), document) == []


@given(
    st.sampled_from(sorted(BREAKS)),
    st.sampled_from(sorted(HARMLESS.keys() - {"a member no longer needed"})),
)
def test_what_is_added_hides_nothing(what, more):
    document = edited(*BREAKS[what])
    part = document
    path, change = HARMLESS[more]
    try:
        for key in path:
            part = part[key]
        change(part)
    except KeyError:  # what it would be added to is gone
        document = edited(*BREAKS[what])

    assert broken(an_api(), deepcopy(document)) != []
