"""What is kept of changes: where in the order of changes each person stands."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, func, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Model


class EmployeeChange(Model):
    """The last change of a person in an agency; triggers on people and their facts keep it.

    `gone`: the person is not in the agency any more; what is left of them is the id.
    """

    __tablename__ = "employee_changes"
    __table_args__ = (Index("ix_employee_changes_tx_seq", "tx", "seq"),)

    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agencies.id"), primary_key=True)
    employee_id: Mapped[UUID] = mapped_column(primary_key=True)
    tx: Mapped[int] = mapped_column(
        BigInteger, server_default=text("pg_current_xact_id()::text::bigint")
    )
    """The number of the transaction that made the change: what is not committed has a later one."""
    seq: Mapped[int] = mapped_column(
        BigInteger, server_default=text("nextval('employee_changes_seq')")
    )
    at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    gone: Mapped[bool]
