"""What can go wrong with the register of relations."""

from app.core.errors import Conflict, InvalidRequest, NotFound
from app.core.words import Words


class RelationNotFound(NotFound):
    code = "conflict-unknown"
    title = Words("Benturan kepentingan tidak ada", "No such conflict of interest")
    detail = Words(
        "Tidak ada benturan kepentingan {id}, atau Anda tidak berwenang melihatnya.",
        "There is no conflict of interest {id}, or you may not see it.",
    )


class RelationKnown(Conflict):
    code = "conflict-known"
    title = Words("Hubungan ini sudah tercatat", "The relation is in the register already")
    detail = Words(
        "Hubungan jenis {kind} antara keduanya sudah tercatat dan belum berakhir.",
        "A relation of kind {kind} between the two is in the register and has not ended.",
    )


class RelationEnded(Conflict):
    code = "conflict-ended"
    title = Words("Hubungan ini sudah berakhir", "The relation has ended already")
    detail = Words(
        "Akhir hubungan ini sudah dicatat dan tidak dapat diubah; catat hubungan baru bila perlu.",
        "The end of this relation is on record and cannot be changed; declare a new one if needed.",
    )


class RelationRefused(InvalidRequest):
    code = "conflict-refused"
    title = Words("Hubungan tidak dapat dicatat", "The relation cannot be put on record")


EMPLOYEE_UNKNOWN = Words(
    "Tidak ada pegawai ini, atau Anda tidak berwenang melihatnya.",
    "There is no such employee, or you may not see them.",
)
DECIDER_UNKNOWN = Words(
    "Tidak ada pemegang peran dengan `actor_id` ini yang memutus di instansi ini.",
    "Nobody with this `actor_id` decides in this agency.",
)
STARTS_LATER = Words("Hubungan ini belum mulai.", "The relation has not begun yet.")
ENDS_EARLY = Words(
    "Hari terakhir tidak boleh sebelum hari pertama.", "The last day is before the first."
)
