"""The same things as the table of authority is asked about."""

from tests.authority.conftest import sides

__all__ = ["sides"]
