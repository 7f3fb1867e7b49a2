"""How one route is asked."""

import json
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Case:
    """Query, body, headers and files of a request; names of the path's parameters that differ."""

    query: dict[str, str] = field(default_factory=dict)
    body: Any = None
    files: dict[str, str] = field(default_factory=dict)
    path: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    part: str = "files"
    """The part of the form that files go into."""

    def of(self, template: str, ids: dict[str, str]) -> dict[str, Any]:
        """The keyword arguments of a request about the things of one side."""
        names = {name: f"{{{target}}}" for name, target in self.path.items()}
        url = template
        for name, target in names.items():
            url = url.replace(f"{{{name}}}", target)
        given: dict[str, Any] = {"url": filled(url, ids)}
        if self.headers:
            given["headers"] = self.headers
        if self.query:
            given["params"] = {name: filled(value, ids) for name, value in self.query.items()}
        if self.body is not None:
            given["json"] = json.loads(filled(json.dumps(self.body), ids))
        if self.files:
            given["files"] = [
                (self.part, (name, filled(content, ids).encode()))
                for name, content in self.files.items()
            ]
        return given


def filled(text: str, ids: dict[str, str]) -> str:
    for name, value in ids.items():
        text = text.replace(f"{{{name}}}", value)
    return text
