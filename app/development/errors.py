"""What can go wrong with plans and measures."""

from app.core.errors import Conflict, InvalidRequest, NotFound
from app.core.words import Words


class PlanNotFound(NotFound):
    code = "development-plan-unknown"
    title = Words("Rencana pengembangan tidak ada", "No such development plan")
    detail = Words(
        "Tidak ada rencana pengembangan {id}, atau Anda tidak berwenang melihatnya.",
        "There is no development plan {id}, or you may not see it.",
    )


class ActivityNotFound(NotFound):
    code = "development-activity-unknown"
    title = Words("Kegiatan tidak ada", "No such activity")
    detail = Words(
        "Tidak ada kegiatan {id} dalam rencana ini.", "There is no activity {id} in this plan."
    )


class AlreadyPlanned(Conflict):
    code = "already-planned"
    title = Words("Sudah ada rencana yang berjalan", "There is an open plan already")
    detail = Words(
        "Pegawai ini sudah mempunyai rencana yang belum selesai untuk jabatan ini.",
        "This employee has an unfinished plan for this position already.",
    )


class PlanClosed(Conflict):
    code = "development-plan-not-open"
    title = Words("Rencana tidak terbuka untuk ini", "The plan is not open to this")
    detail = Words(
        "Rencana ini berstatus {status}; hal ini hanya dapat pada {needed}.",
        "This plan is {status}; this can be done while it is {needed} only.",
    )


class WithoutActivities(Conflict):
    code = "development-plan-empty"
    title = Words("Rencana belum berisi kegiatan", "The plan has no activities")
    detail = Words(
        "Tambahkan sedikitnya satu kegiatan sebelum rencana dijalankan.",
        "Add at least one activity before the plan is set to work.",
    )


class Unfinished(Conflict):
    code = "activities-unfinished"
    title = Words("Kegiatan belum selesai", "Activities are unfinished")
    detail = Words(
        "{count} kegiatan belum 100 persen; laporkan, atau hentikan rencana dengan alasan.",
        "Activities below 100 per cent: {count}; report them, or abandon the plan with a reason.",
    )


class PlanRefused(InvalidRequest):
    """Something that a plan, an activity or a report says cannot be; `errors` says what."""

    code = "development-plan-refused"
    title = Words("Rencana tidak dapat diterima", "The plan cannot be accepted")
    detail = Words(
        "Perbaiki yang disebut dalam `errors`, lalu kirim lagi.",
        "Correct what `errors` names and send it again.",
    )


class WithoutBox(Conflict):
    code = "without-a-box"
    title = Words("Pegawai belum berkotak", "The employee has no box")
    detail = Words(
        "Pegawai ini belum berkotak pada peta ini; lengkapi datanya dahulu.",
        "This employee has no box on this map; complete the data first.",
    )


GAP_UNKNOWN = Words(
    "Kode ini bukan kompetensi, aspek potensi, atau aturan kelayakan.",
    "This code is no competency, aspect of potential or rule of eligibility.",
)
OUTSIDE_PERIOD = Words(
    "Tenggat harus di dalam jangka waktu rencana.", "It must be due within the plan's period."
)
ENDS_TOO_EARLY = Words(
    "`ends_on` harus sesudah `starts_on`.", "`ends_on` must be later than `starts_on`."
)
IN_FUTURE = Words("Tanggal ini belum tiba.", "This day has not come yet.")
NOT_RECOMMENDED = Words(
    "Kotak {box} tidak merekomendasikan ini; pilih dari: {choices}.",
    "Box {box} does not recommend this; choose from: {choices}.",
)
