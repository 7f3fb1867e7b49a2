"""What may keep a subject from being asked about, or its content from being submitted."""

from app.core.errors import Conflict
from app.core.words import Words


class ChecklistIncomplete(Conflict):
    code = "checklist-incomplete"
    title = Words("Daftar periksa belum lengkap", "The checklist is not complete")
    detail = Words(
        "Butir yang belum siap: {items}. Lengkapi sebelum mengirim.",
        "Items not ready yet: {items}. Complete them before submitting.",
    )
    shown = ("items",)


ONCE = Words("Butir ini sudah disebut di atas.", "This item was named above already.")
AGENCY_NEEDED = Words(
    "Sebutkan instansinya; Anda berwenang di lebih dari satu.",
    "Name the agency; your roles hold in more than one.",
)
AGENCY_UNKNOWN = Words(
    "Tidak ada instansi ini, atau Anda tidak berwenang di sana.",
    "There is no such agency, or your roles do not hold there.",
)
SUBJECT_UNKNOWN = Words(
    "Tidak ada kelompok rencana suksesi ini, atau Anda tidak berwenang melihatnya.",
    "There is no such talent pool, or you may not see it.",
)
