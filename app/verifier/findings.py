"""What a verification found: each thing that is wrong, by name, and what was looked at."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple


class Finding(NamedTuple):
    """One thing that is wrong."""

    code: str
    """What, for programs: `file-altered`, `result-differs`, …"""
    where: str
    """A file, a person, a decision."""
    detail: str
    """For people."""

    def __str__(self) -> str:
        return f"{self.code}: {self.where}: {self.detail}"


@dataclass
class Report:
    """The outcome of a verification: equal, or where it differs."""

    subject: str = ""
    checked: list[str] = field(default_factory=list)
    """What was looked at and found in order, or compared in full; for people."""
    notes: list[str] = field(default_factory=list)
    """What the reader has to know to judge the outcome."""
    findings: list[Finding] = field(default_factory=list)

    @property
    def equal(self) -> bool:
        return not self.findings

    def found(self, code: str, where: str, detail: str) -> None:
        self.findings.append(Finding(code, where, detail))

    def differs(self, code: str, where: str, what: str, ours: object, theirs: object) -> bool:
        """Name a difference between what was recomputed and what the bundle says, if any."""
        if ours == theirs and type(ours) is type(theirs):
            return False
        detail = f"{what}: {shown(theirs)} in the bundle, {shown(ours)} recomputed"
        self.found(code, where, detail)
        return True

    def codes(self) -> set[str]:
        return {finding.code for finding in self.findings}


def shown(value: object) -> str:
    """A value as a sentence has it."""
    if value is None:
        return "nothing"
    if isinstance(value, Mapping):
        return ", ".join(f"{key}={one}" for key, one in value.items()) or "nothing"
    if isinstance(value, Iterable) and not isinstance(value, str):
        return ", ".join(map(str, value)) or "nothing"
    return str(value)
