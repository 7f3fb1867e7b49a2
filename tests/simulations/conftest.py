"""A mapped province, and a changed scheme to try on it."""

import copy

import orjson

from app.scoring_schemes import service as schemes
from tests.evidence.conftest import mapped

__all__ = ["mapped"]
ADDRESS = "/v1/scoring-schemes/simulations"
PURPOSE = "Bahan rapat komite: dampak menaikkan ambang."
SHIPPED = {document["code"]: document for document in map(orjson.loads, schemes.shipped())}


def changed(code="bkn-411-2025", *, cutoffs=("55", "75"), **values):
    """A shipped scheme with other cut-offs of potential."""
    document = copy.deepcopy(SHIPPED[code]) | values
    document["axes"]["potential"]["cutoffs"] = list(cutoffs)
    return document


def asked(talent_map, scheme=None, **values):
    """The body of a simulation."""
    return {
        "map_id": str(talent_map.id),
        "scheme": changed() if scheme is None else scheme,
        "purpose": PURPOSE,
        **values,
    }


async def everybody_moved(client, simulation, limit=200):
    """Those whom a simulation moves, page by page."""
    rows, cursor = [], {}
    while True:
        where = f"{ADDRESS}/{simulation['id']}/moves"
        page = (await client.get(where, params={"limit": limit, **cursor})).json()
        rows += page["items"]
        if page["next"] is None:
            return rows
        cursor = {"cursor": page["next"]}
