"""The OpenAPI document as generators of clients want it."""

import orjson
import pytest

from app.core.codegen import EVENTS, REFERENCE, for_generators


def a_document(schemas, responses=None):
    return {
        "info": {"title": "Contoh"},
        "paths": {"/things": {"get": {"responses": responses or {}}}},
        "components": {"schemas": schemas},
    }


def a_state(*values):
    return {"type": "string", "enum": list(values), "title": "State"}


def named(*names):
    """What schemas of these names are called, each unlike the others."""
    schemas = {name: a_state(name) for name in names}
    renamed = for_generators(a_document(schemas))["components"]["schemas"]
    return {schema["enum"][0]: name for name, schema in renamed.items()}


@pytest.mark.parametrize(
    ("name", "better"),
    [
        ("EmployeeRead", "EmployeeRead"),
        ("app__imports__models__State", "ImportState"),
        ("app__talent_maps__models__State", "TalentMapState"),
        ("app__vacancies__forecast__State", "VacancyState"),
        ("app__privacy__models__Status", "PrivacyStatus"),
        ("app__access__schemas__Kind", "AccessKind"),
        ("app__approvals__kinds__names__Kind", "ApprovalKind"),
        ("Body_attach_to_request", "AttachToRequestBody"),
        ("Plan-Input", "PlanInput"),
    ],
)
def test_a_schema_is_called_as_a_class_is(name, better):
    assert named(name) == {name: better}


def test_what_is_sent_and_answered_alike_has_one_name():
    ours = "app__talent_pools__readiness__Readiness"
    other = "app__approvals__checklist__Readiness"
    schemas = {ours: a_state("now"), "Readiness-Output": a_state("now"), other: a_state("missing")}

    found = for_generators(a_document(schemas))["components"]["schemas"]

    assert found.keys() == {"TalentPoolReadiness", "ApprovalReadiness"}


def test_a_page_is_called_by_what_is_on_it():
    item = "app__movements__schemas__ChangeRead"
    items = {"type": "array", "items": {"$ref": REFERENCE + item}}
    page = {"title": "Page[ChangeRead]", "properties": {"items": items}}
    schemas = {item: {"type": "object"}, "app__core__paging__Page_ChangeRead___1": page}

    found = for_generators(a_document(schemas))["components"]["schemas"]

    shown = found["MovementChangePage"]["properties"]["items"]["items"]
    assert shown == {"$ref": f"{REFERENCE}MovementChangeRead"}


def test_two_schemas_of_one_name_are_refused():
    schemas = {"ImportState": a_state("a"), "app__imports__models__State": a_state("b")}

    with pytest.raises(ValueError, match="two schemas are called ImportState"):
        for_generators(a_document(schemas))


def test_a_title_goes_and_a_member_of_that_name_stays():
    inner = {"title": "Title", "type": "string", "examples": [{"title": "Peta"}]}
    schemas = {"MapRead": {"title": "MapRead", "properties": {"title": inner}}}

    document = for_generators(a_document(schemas))

    assert document["info"] == {"title": "Contoh"}
    assert document["components"]["schemas"]["MapRead"] == {
        "title": "MapRead",
        "properties": {"title": {"type": "string", "examples": [{"title": "Peta"}]}},
    }


@pytest.mark.parametrize(
    ("content", "schema"),
    [
        ({"image/svg+xml": {}}, {"type": "string"}),
        ({"application/zip": {}}, {"type": "string", "format": "binary"}),
        ({"application/json": {}}, {"$ref": f"{REFERENCE}MapRead"}),
    ],
)
def test_a_success_says_of_what_type_it_is(content, schema):
    known = {"content": {"application/json": {"schema": {"$ref": f"{REFERENCE}MapRead"}}}}
    responses = {"200": known, "201": {"content": content}, "404": {"content": {"text/html": {}}}}

    document = for_generators(a_document({"MapRead": {}}, responses))

    responses = document["paths"]["/things"]["get"]["responses"]
    assert [one["schema"] for one in responses["201"]["content"].values()] == [schema]
    assert responses["404"] == {"content": {"text/html": {}}}


def test_every_schema_has_a_name_that_a_class_can_have(app):
    schemas = app.openapi()["components"]["schemas"]

    assert [name for name in schemas if not (name.isalnum() and name[0].isupper())] == []
    assert [name for name, schema in schemas.items() if schema["title"] != name] == []


def test_every_success_of_the_document_has_a_type(app):
    untyped = [
        f"{path} {status}"
        for path, item in orjson.loads(orjson.dumps(app.openapi()))["paths"].items()
        for operation in item.values()
        for status, response in operation["responses"].items()
        for media_type, content in response.get("content", {}).items()
        if status < "300" and not content.get("schema") and media_type != EVENTS
    ]

    assert untyped == []


def test_a_choice_of_schemas_in_an_answer_has_a_name(app):
    """Of a nameless one every generator makes a class with a number."""

    def nameless(part, at):
        inner = part.items() if isinstance(part, dict) else enumerate(part)
        for key, value in inner:
            if key in ("anyOf", "oneOf") and sum("$ref" in one for one in value) > 1:
                yield at
            elif isinstance(value, dict | list) and key not in ("example", "examples"):
                yield from nameless(value, f"{at}/{key}")

    schemas = app.openapi()["components"]["schemas"]
    choices = {at for name, one in schemas.items() for at in nameless(one, name)}

    assert choices == {"HistoryRead"}
