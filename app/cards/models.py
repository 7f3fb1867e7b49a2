"""What is kept of talent cards: each as it was issued, with the code that is printed on it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Computed,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    func,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Identified, names_of
from app.core.masking import View


class Card(Identified):
    """A talent card as it was issued. The same content in the same view is issued once."""

    __tablename__ = "talent_cards"
    __table_args__ = (
        UniqueConstraint("code", name="one_card_per_code"),
        UniqueConstraint(
            "map_id", "employee_id", "view", "content_sha256", name="one_card_per_content"
        ),
        CheckConstraint("view in ('masked', 'keyed', 'full')", name="card_view_known"),
        Index("ix_talent_cards_employee_id", "employee_id"),
    )

    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agencies.id"))
    map_id: Mapped[UUID] = mapped_column(ForeignKey("talent_maps.id"))
    employee_id: Mapped[UUID] = mapped_column(ForeignKey("employees.id"))
    view: Mapped[View] = mapped_column(names_of(View, 8))
    """How much of the person's identity the card shows."""
    content_sha256: Mapped[str] = mapped_column(String(64))
    """Of the canonical form of all that the card says."""
    code: Mapped[str] = mapped_column(String(24))
    pdf: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    pdf_sha256: Mapped[str] = mapped_column(
        Text, Computed("encode(sha256(pdf), 'hex')", persisted=True)
    )
    issued_by: Mapped[UUID]
    issued_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
