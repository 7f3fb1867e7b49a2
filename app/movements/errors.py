"""What can go wrong when maps are held against each other."""

from app.core.errors import Fault, InvalidRequest
from app.core.words import Words


class NotComparable(InvalidRequest):
    code = "maps-not-comparable"
    title = Words("Kedua peta tidak dapat dibandingkan", "The two maps cannot be compared")


WITH_UNKNOWN = Words(
    "Tidak ada peta selesai ini pada instansi yang sama.",
    "There is no such finished map in the same agency.",
)


def with_unknown() -> NotComparable:
    """Say that the map to compare with is none."""
    return NotComparable(errors=[Fault("?with", "talent-map-unknown", WITH_UNKNOWN)])
