"""What can go wrong with a comparison."""

from app.core.errors import Conflict
from app.core.words import Words


class SchemesDiffer(Conflict):
    code = "schemes-differ"
    title = Words("Skema penilaian berbeda", "The schemes differ")
    detail = Words(
        "Calon dinilai dengan skema berbeda ({schemes}); nilai dan peringkatnya tidak dapat"
        " dibandingkan.",
        "The candidates were scored by different schemes ({schemes}); their values and ranks"
        " cannot be compared.",
    )


POOL_UNKNOWN = Words(
    "Tidak ada kelompok rencana suksesi ini, atau Anda tidak berwenang melihatnya.",
    "There is no such talent pool, or you may not see it.",
)
NOT_A_MEMBER = Words(
    "Pegawai ini bukan anggota kelompok ini.", "This employee is not a member of this pool."
)
NAMED_TWICE = Words("Pegawai ini disebut dua kali.", "This employee is named twice.")
