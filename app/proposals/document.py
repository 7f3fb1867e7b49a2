"""The proposals in the OpenAPI document."""

from typing import Any

from app.core.selecting import FIELDS
from app.core.sharing import METHODS
from app.proposals.bodies import BODIES, FILES
from app.proposals.parameters import OPAQUE, example_of

PROPOSAL = "proposal"
"""Among several examples of a body, the one that is filled in: Swagger UI takes the first."""
WITHOUT = frozenset({OPAQUE, FIELDS})
"""What is not proposed: links, and a choice of members, whose list is in the document."""


def propose(document: dict[str, Any]) -> None:
    """Give every body and parameter of the document its example.

    What has to be there comes as `example`, with which Swagger UI fills its fields. What may be
    left out comes among the schema's `examples`, to be read: filled in, it would narrow every list.
    """
    components = document["components"]["schemas"]
    for address, path in document["paths"].items():
        for operation in (path[method] for method in METHODS if method in path):
            for parameter in operation.get("parameters", ()):
                if parameter["in"] in ("path", "query") and parameter["name"] not in WITHOUT:
                    _exemplify(parameter, example_of(address, parameter, components))
            name = operation["operationId"]
            for content in operation.get("requestBody", {}).get("content", {}).values():
                proposed = BODIES[name] if name in BODIES else FILES[name]
                if "examples" in content:  # which OpenAPI does not allow beside one
                    content["examples"] = {PROPOSAL: {"value": proposed}, **content["examples"]}
                else:
                    content["example"] = proposed


def _exemplify(parameter: dict[str, Any], example: Any) -> None:
    if parameter["required"]:
        parameter["example"] = example
    else:
        parameter["schema"] = {"examples": [example], **parameter["schema"]}
