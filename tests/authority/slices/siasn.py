"""What SIASN would be told, in the shape that says most of a person."""

from tests.authority.case import Case

CASES = {"GET /v1/talent-maps/{map_id}/siasn/{shape}": Case(path={"shape": "siasn_shape"})}


async def prepare(side, _client_for, _save):
    side.keep(siasn_shape="kompetensi")
