"""What can go wrong with attachments and with what is recorded on the way."""

from http import HTTPStatus

from app.core.errors import Conflict, Forbidden, InvalidRequest, NotFound, Problem
from app.core.words import Words


class MayNotAttach(Forbidden):
    code = "may-not-attach"
    title = Words("Tidak berwenang melampirkan", "Not allowed to attach")
    detail = Words(
        "Berkas dilampirkan oleh penyusun permohonan dan pemeriksa dari luar instansi.",
        "Files are attached by those who draft such requests and those who examine from outside.",
    )


class AttachmentNotFound(NotFound):
    code = "attachment-unknown"
    title = Words("Lampiran tidak ada", "No such attachment")
    detail = Words(
        "Permohonan ini tidak mempunyai lampiran {sha256}.",
        "This request has no attachment {sha256}.",
    )


class FileUnfit(InvalidRequest):
    code = "file-unfit"
    title = Words("Berkas tidak dapat dilampirkan", "The file cannot be attached")


class StorageUnavailable(Problem):
    status = HTTPStatus.SERVICE_UNAVAILABLE
    code = "storage-unavailable"
    title = Words("Penyimpanan berkas tidak menjawab", "The file store does not answer")
    detail = Words(
        "Penyimpanan berkas tidak menjawab; tidak ada yang berubah. Coba lagi sebentar lagi.",
        "The place where files are kept does not answer; nothing was changed. Try again shortly.",
    )
    headers = {"Retry-After": "10"}


class AttachmentDamaged(Problem):
    status = HTTPStatus.INTERNAL_SERVER_ERROR
    code = "attachment-damaged"
    title = Words("Berkas lampiran rusak", "The attached file is damaged")
    detail = Words(
        "Berkas yang tersimpan hilang atau berubah (seharusnya SHA-256 {sha256}), jadi tidak "
        "diberikan. Kejadian ini tercatat; pulihkan berkas dari cadangan.",
        "The file as it is kept is gone or was changed (its SHA-256 should be {sha256}), so it is "
        "not given out. This was logged; restore the file from a backup.",
    )
    shown = ("sha256",)


NOT_ATTACHED = Words(
    "Berkas dengan SHA-256 ini belum dilampirkan ke permohonan ini.",
    "No file with this SHA-256 was attached to this request.",
)


class MayNotRecord(Forbidden):
    code = "may-not-record"
    title = Words("Tidak berwenang mencatat", "Not allowed to record")
    detail = Words("Langkah ini dicatat oleh: {roles}.", "This step is recorded by: {roles}.")


class StepOutOfTurn(Conflict):
    code = "step-out-of-turn"
    title = Words("Belum atau bukan lagi gilirannya", "Not its turn")
    detail = Words(
        "Langkah {step} tidak dapat dicatat sekarang: permohonan berstatus {state}; langkah "
        "sebelumnya: {after}.",
        "Step {step} cannot be recorded now: the request is {state}; the step before it: {after}.",
    )
    shown = ("step", "state", "after")


class PrerequisitesMissing(Conflict):
    code = "prerequisites-missing"
    title = Words("Ada langkah yang belum selesai", "Steps are not done yet")
    detail = Words(
        "Tahap ini baru dapat menyetujui setelah: {missing}.",
        "This stage may approve only after: {missing}.",
    )
    shown = ("missing",)


class MayNotComment(Forbidden):
    code = "may-not-comment"
    title = Words("Tidak berwenang berkomentar", "Not allowed to comment")
    detail = Words(
        "Yang berkomentar adalah mereka yang menyusun, memutus, atau memeriksa permohonan.",
        "Those who draft, decide or examine requests comment on them.",
    )


NOT_A_READER = Words(
    "Tidak ada orang dengan id ini yang boleh membaca permohonan ini.",
    "There is nobody with this id who may read this request.",
)
COMMENT_UNKNOWN = Words(
    "Permohonan ini tidak memiliki komentar itu.", "This request has no such comment."
)
