"""People sought by name."""

from tests.authority.case import Case

CASES = {"GET /v1/employees/search": Case(query={"name": "Pegawai"})}


async def prepare(_side, _client_for, _save):
    """Nothing: the people are there."""
