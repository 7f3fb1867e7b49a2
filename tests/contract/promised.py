"""Answers held to the document: status, media type, headers and members."""

from datetime import timedelta
from typing import Any

import httpx
import schemathesis
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]


class Promised:
    """What a document says of the answers to each route."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.schema = schemathesis.openapi.from_dict(document)

    def broken_by(self, route: str, answer: httpx.Response) -> str:
        """What an answer to `METHOD /path` has that the document does not tell of, or nothing."""
        method, path = route.split(" ", 1)
        answer.request = httpx.Request(method, answer.request.url)  # files are sent, and gone
        answer.elapsed = timedelta()  # a client of an application in the same process has none
        asked = dict(zip(path.split("/"), answer.request.url.path.split("/"), strict=True))
        things = {name[1:-1]: value for name, value in asked.items() if name.startswith("{")}
        case = self.schema[path][method].Case(method=method, path_parameters=things)
        try:
            case.validate_response(answer, checks=CHECKS)
        except FailureGroup as group:
            return f"{route} {answer.status_code}: {group}"
        return ""
