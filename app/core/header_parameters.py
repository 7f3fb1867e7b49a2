"""The headers that the shell around the routes honours, as the OpenAPI document has them."""

from typing import Any

IDEMPOTENCY_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "Repeat a request under the same key as often as you like: it is carried out"
    " once, and the first answer comes again, to the byte, for 72 hours. A UUID serves.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"},
}
IF_MATCH = {
    "name": "If-Match",
    "in": "header",
    "required": False,
    "description": "The ETag of what you read: the change is made only if that is still there.",
    "schema": {"type": "string", "examples": ['"5b0f2f0a4c9d4e6f8a7b6c5d4e3f2a1b"']},
}
IF_MATCH_TO_OVERWRITE = {
    **IF_MATCH,
    "description": f"{IF_MATCH['description']} `*` overwrites whatever is there. What is there is"
    " not changed without this header.",
    "schema": {"type": "string", "examples": ["*"]},
}
CONDITIONS = {
    "put": IF_MATCH_TO_OVERWRITE,
    "patch": {**IF_MATCH_TO_OVERWRITE, "required": True, "example": "*"},
    "delete": IF_MATCH,
}
IF_NONE_MATCH = {
    "name": "If-None-Match",
    "in": "header",
    "required": False,
    "description": "The ETag of what you have: 304, which counts against no quota, if it is so"
    " still.",
    "schema": IF_MATCH["schema"],
}
ETAG = {
    "ETag": {
        "description": "Strong name of what is shown; the same for every token that sees the same.",
        "schema": {"type": "string"},
    }
}
REPLAYED = {
    "Idempotent-Replayed": {
        "description": "`true` where this is the answer to an earlier request of the same key.",
        "schema": {"type": "string", "enum": ["true"]},
    }
}


def tell_of_headers(address: str, path: dict[str, Any]) -> None:
    """What the shell around the routes does by the request's headers."""
    if not address.startswith("/v1/"):
        return
    if "post" in path:
        path["post"].setdefault("parameters", []).append(IDEMPOTENCY_KEY)
    if "get" not in path:
        return
    shown = path["get"]["responses"].get("200", {})
    content = shown.get("content", {}).get("application/json")
    if content is None or "Page_" in str(content.get("schema")):
        return
    shown["headers"] = {**shown.get("headers", {}), **ETAG}
    path["get"].setdefault("parameters", []).append(IF_NONE_MATCH)
    path["get"]["responses"]["304"] = {"description": "It is what `If-None-Match` names."}
    for method, condition in CONDITIONS.items():
        if method in path:
            path[method].setdefault("parameters", []).append(condition)
