"""What can go wrong with assessors."""

from app.core.errors import NotFound
from app.core.words import Words


class AssessorNotFound(NotFound):
    code = "assessor-unknown"
    title = Words("Asesor tidak ada di peta ini", "No such assessor on this map")
    detail = Words(
        "Tidak ada asesmen asesor {key} yang dipakai peta ini.",
        "No assessment of the assessor {key} was used by this map.",
    )
