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


class PlacementWithdrawn(Conflict):
    code = "placement-withdrawn"
    title = Words("Usulan penempatan sudah ditarik", "The placement proposal was withdrawn")
    detail = Words(
        "Usulan ini sudah ditarik; ajukan usulan baru.",
        "The proposal was withdrawn; make a new one.",
    )


class PlacementAppointed(Conflict):
    code = "placement-appointed"
    title = Words("Sudah diangkat", "Appointed already")
    detail = Words(
        "Yang dipilih sudah diangkat; persetujuan tidak dapat menyusul.",
        "The one who was chosen is appointed already; an approval cannot come afterwards.",
    )


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
MAP_UNKNOWN = Words(
    "Tidak ada peta talenta yang selesai dengan id ini, atau Anda tidak berwenang melihatnya.",
    "There is no finished talent map with this id, or you may not see it.",
)
SCHEME_UNKNOWN = Words(
    "Tidak ada skema penilaian dengan id ini.", "There is no scoring scheme with this id."
)
PROPOSAL_UNKNOWN = Words(
    "Tidak ada usulan penempatan yang pilihannya berlaku dan belum diangkat dengan id ini, atau"
    " Anda tidak berwenang melihatnya.",
    "There is no placement proposal with this id whose choice holds and nobody was appointed by,"
    " or you may not see it.",
)

ROUTE_FAULTS = {
    "kind-stays": Words(
        "Jenis yang alurnya diubah tidak berganti.", "The kind whose route changes stays the same."
    ),
    "role-not-there": Words(
        "Peran ini tidak berada di sana: kanreg di `region`, bkn di `bkn`, lainnya di `agency`.",
        "The role is not there: kanreg in `region`, bkn in `bkn`, the others in `agency`.",
    ),
    "needed-with-count": Words(
        "`needed` wajib untuk aturan `count`, dan hanya untuk itu.",
        "`needed` is required with the rule `count`, and with no other.",
    ),
    "role-stays": Words(
        "Peran yang menurut peraturan memutus harus tetap ada, tanpa syarat.",
        "The roles to which law gives the decision stay, without a condition.",
    ),
    "last-word-stays": Words(
        "Tahap terakhir tetap pada peran yang menetapkan, tanpa syarat.",
        "The last stage stays with the role that has the last word, without a condition.",
    ),
    "escalates-to-whom": Words(
        "Eskalasi menuju peran lain: dalam instansi, atau yang ada di alur ini.",
        "It escalates to another role: one in the agency, or one on this route.",
    ),
    "condition-expected": Words("Harus sebuah syarat.", "This must be a condition."),
    "condition-unknown": Words(
        "Syarat adalah `all`, `any`, `not`, atau `pointer`, `is`, `value`.",
        "A condition is `all`, `any`, `not`, or `pointer`, `is`, `value`.",
    ),
    "conditions-expected": Words("Harus 1 sampai 20 syarat.", "This must be 1 to 20 conditions."),
    "too-deep": Words("Paling dalam lima tingkat.", "Five levels at most."),
    "pointer-expected": Words("Harus JSON pointer.", "This must be a JSON pointer."),
    "operator-unknown": Words("Pembanding tidak dikenal.", "The operator is not known."),
    "value-unfit": Words(
        "Nilai ini tidak cocok dengan pembandingnya.", "The value does not fit the operator."
    ),
}
