"""What a decision keeps of the right by which it was made; the database works it out."""

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, String, Text
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.schema import SchemaItem


class ByMandate:
    """Whose voice it is, where it is not the decider's own."""

    voice_id: Mapped[UUID]
    """The person for whom it was decided; the decider, unless they stood in for another."""
    on_behalf_of: Mapped[UUID | None]
    """The named decider who was stood in for."""
    on_behalf_of_name: Mapped[str | None] = mapped_column(Text)
    acting: Mapped[str | None] = mapped_column(String(3))
    """`plt` or `plh`, where the decider acted in the office."""
    delegation_id: Mapped[UUID | None]
    designation_id: Mapped[UUID | None]


def _by(name: str, table: str) -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["agency_id", f"{name}_id"],
        [f"{table}.agency_id", f"{table}.id"],
        name=f"decision_by_{name}",
    )


def rules() -> tuple[SchemaItem, ...]:
    """The constraints of it."""
    return (
        _by("delegation", "delegations"),
        _by("designation", "acting_officials"),
        CheckConstraint(
            "num_nonnulls(delegation_id, designation_id) <= 1"
            " and (acting is null) = (designation_id is null)"
            " and (delegation_id is null or on_behalf_of is not null)",
            name="decision_by_one_right",
        ),
        Index(
            "one_decision_per_voice",
            "request_id",
            "round",
            "voice_id",
            unique=True,
            postgresql_where=sql("voided_at is null"),
        ),
    )
