"""What can go wrong when the log is asked."""

from app.core.errors import Conflict, Fault, InvalidRequest, NotFound
from app.core.words import Words


class EntryNotFound(NotFound):
    code = "audit-entry-unknown"
    title = Words("Catatan tidak ada", "No such entry")
    detail = Words(
        "Tidak ada catatan {id} dalam log, atau Anda tidak berwenang melihatnya.",
        "There is no entry {id} in the log, or you may not see it.",
    )


class EntryNotSequenced(Conflict):
    code = "audit-entry-not-sequenced"
    title = Words("Catatan belum masuk pohon", "The entry is not in the tree yet")
    detail = Words(
        "Catatan {id} belum tercakup checkpoint; tunggu yang berikut, atau buat satu dengan"
        " POST /v1/audit/checkpoints.",
        "No checkpoint covers entry {id} yet; wait for the next, or make one by"
        " POST /v1/audit/checkpoints.",
    )


class CheckpointMissing(Conflict):
    code = "audit-checkpoint-missing"
    title = Words("Belum ada checkpoint", "There is no checkpoint yet")
    detail = Words(
        "Log belum pernah ditandatangani; tunggu sebentar, atau buat checkpoint dengan"
        " POST /v1/audit/checkpoints.",
        "The log was never signed; wait a little, or make a checkpoint by"
        " POST /v1/audit/checkpoints.",
    )


class LogEmpty(Conflict):
    code = "audit-log-empty"
    title = Words("Log masih kosong", "The log is empty")
    detail = Words(
        "Belum ada peristiwa yang dapat ditandatangani.", "There is no event to sign for yet."
    )


SIZE = Words(
    "Ukuran ini tidak dimiliki pohon, atau lebih kecil daripada yang ditanyakan.",
    "The tree never had this size, or it is smaller than what is asked about.",
)
ONE_OF_TWO = Words(
    "Sebut salah satu: `entry_id` atau `index`.", "Name one of the two: `entry_id` or `index`."
)


def size_refused(name: str) -> InvalidRequest:
    return InvalidRequest(errors=[Fault(f"?{name}", "size-unknown", SIZE)])


def one_of_two() -> InvalidRequest:
    return InvalidRequest(errors=[Fault("?entry_id", "one-of-two", ONE_OF_TWO)])
