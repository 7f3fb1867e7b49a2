"""What can be asked for in SIASN's shapes."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path
from fastapi.responses import StreamingResponse

from app.core.db import Session
from app.core.errors import Forbidden
from app.core.identity import CurrentActor
from app.core.openapi import problems
from app.core.reading import Reader
from app.core.tables import Format, described, download
from app.siasn import service
from app.siasn.shapes import Shape
from app.talent_maps.errors import MapNotFound, MapNotReady

router = APIRouter(prefix="/talent-maps", tags=["siasn"])

EXAMPLE = (
    '{"pns_id":"8ae482895a1c2e3f015a1d2b3c4d5e6f","box":"9","sumbu_x":"89.00",'
    '"sumbu_y":"95.50","total_sumbu":"92.25"}\n'
)
Which = Annotated[Shape, Path(description="The payload, by SIASN's name.")]


@router.get(
    "/{map_id}/siasn/{shape}",
    response_class=StreamingResponse,
    responses={
        **problems(Forbidden, MapNotFound, MapNotReady),
        **described(Format.NDJSON, EXAMPLE),
    },
)
async def export_siasn(
    session: Session, actor: CurrentActor, reader: Reader, map_id: UUID, shape: Which
) -> StreamingResponse:
    """Download what SIASN would be told of a map's people.

    NDJSON: a line for each payload, with SIASN's names and spellings, numbers as text.
    `talentmapping` is for `tm/talentmapping-save`: the box that stands (a closed calibration's
    before the computed one) by BKN's numbers, `sumbu_x` potential, `sumbu_y` performance, two
    decimals, `total_sumbu` their mean. `kompetensi` and `potensi` are of the latest assessment
    that the map knew, `skp22` of the appraisals of the years before its date. People without
    `pns_id` or without a box have no line. Roles `analyst`, `simpeg` and `auditor`; the download is
    recorded in the log, and but for `talentmapping` with each person.
    """
    file = await service.written(session, actor, reader, map_id, shape)
    return download(file, Format.NDJSON, f"{shape}-{map_id}")
