"""What can go wrong with monitoring."""

from app.core.errors import InvalidRequest
from app.core.words import Words


class FollowUpRefused(InvalidRequest):
    """What was done cannot be recorded so; `errors` says why."""

    code = "follow-up-refused"
    title = Words("Tindak lanjut tidak dapat dicatat", "The follow-up cannot be recorded")
    detail = Words(
        "Perbaiki yang disebut dalam `errors`, lalu kirim lagi.",
        "Correct what `errors` names and send it again.",
    )


RECOMMENDATION_UNKNOWN = Words(
    "Rekomendasi ini tidak dikenal; pilih dari: {codes}.",
    "There is no such recommendation; choose from: {codes}.",
)
IN_FUTURE = Words("Tanggal ini belum tiba.", "This day has not come yet.")
