"""What can go wrong with requests for approval."""

from app.core.errors import Conflict, Forbidden, NotFound
from app.core.words import Words


class RequestNotFound(NotFound):
    code = "approval-request-unknown"
    title = Words("Permohonan tidak ada", "No such request")
    detail = Words(
        "Tidak ada permohonan persetujuan {id} yang boleh Anda lihat.",
        "There is no approval request {id} that you may see.",
    )


class LetterNotFound(NotFound):
    code = "letter-unknown"
    title = Words("Surat tidak dikenal", "No such letter")
    detail = Words(
        "Tidak ada surat dengan kode {letter}. Periksa kembali kodenya; bila sudah benar, "
        "surat itu tidak diterbitkan oleh layanan ini.",
        "There is no letter with the code {letter}. Check the code; if it is right, this service "
        "did not issue the letter.",
    )


class MayNotRequest(Forbidden):
    code = "may-not-request"
    title = Words("Tidak berwenang mengajukan", "Not allowed to request")
    detail = Words(
        "Permohonan jenis {kind} disusun oleh: {roles}.",
        "Requests of kind {kind} are drafted by: {roles}.",
    )


class MayNotSubmit(Forbidden):
    code = "may-not-submit"
    title = Words("Tidak berwenang mengirim", "Not allowed to submit")
    detail = Words(
        "Permohonan jenis {kind} dikirim oleh: {roles}.",
        "Requests of kind {kind} are submitted by: {roles}.",
    )


class RequesterNeverDecides(Forbidden):
    code = "requester-never-decides"
    title = Words("Pemohon tidak memutus", "The requester never decides")
    detail = Words(
        "Anda menyusun, mengubah, atau mengirim permohonan ini, jadi tidak dapat memutusnya.",
        "You drafted, edited or submitted this request, so you cannot decide it.",
    )


class NotTheWaitingStage(Forbidden):
    code = "not-the-waiting-stage"
    title = Words("Bukan tahap Anda", "Not your stage")
    detail = Words(
        "Tahap {stage} menunggu keputusan {role}; peran Anda tidak memutus di tahap ini.",
        "Stage {stage} waits for {role}; your roles do not decide at this stage.",
    )
    shown = ("stage", "role")


class NotNamed(Forbidden):
    code = "not-named"
    title = Words("Tidak ditunjuk di tahap ini", "Not named for this stage")
    detail = Words(
        "Saat diajukan (putaran {round}), Anda tidak termasuk pejabat tahap {stage}. Pejabat baru "
        "memutus setelah permohonan ditarik dan diajukan lagi.",
        "When it was submitted (round {round}), you were not among the people of stage {stage}. "
        "New people decide once the request is withdrawn and submitted again.",
    )
    shown = ("stage", "round")


class NoMandate(Forbidden):
    code = "no-mandate"
    title = Words("Tidak ada kuasa memutus untuknya", "No mandate to decide for them")
    detail = Words(
        "Tahap {stage} tidak menunjuk orang itu, atau hari ini Anda tidak memegang delegasi yang "
        "diterima darinya dan tidak bertindak sebagai Plt./Plh. bagi pejabat yang tidak hadir.",
        "Stage {stage} does not name that person, or today you hold no accepted delegation of "
        "theirs and do not act in the office of somebody who is absent.",
    )
    shown = ("stage",)


class ActingHasNoLastWord(Forbidden):
    code = "acting-has-no-last-word"
    title = Words("Plt./Plh. tidak memutus akhir", "An acting official has no last word")
    detail = Words(
        "Keputusan akhir permohonan ini bersifat strategis dan ada pada pejabat definitif "
        "(UU 30/2014, Pasal 14 ayat 7).",
        "The last word on this request is strategic and belongs to the holder of the office "
        "(UU 30/2014, article 14, paragraph 7).",
    )


class HasConflict(Forbidden):
    code = "has-conflict"
    title = Words("Ada benturan kepentingan", "A conflict of interest")
    detail = Words(
        "Register benturan kepentingan mencatat hubungan Anda, atau orang yang Anda wakili, dengan "
        "{count} orang dalam isi permohonan ini, atau Andalah orangnya; nyatakan mundur "
        "(`abstain`).",
        "The register of conflicts has you, or whom you stand in for, in a relation to {count} "
        "people in the content of this request, or it is about yourself; abstain.",
    )


class LastEditorAlone(Conflict):
    code = "last-editor-alone"
    title = Words("Penyunting terakhir memutus sendiri", "The last editor would approve alone")
    detail = Words(
        "Anda penyunting terakhir hal ini; harus ada orang lain yang menyetujui juga.",
        "You changed this last; somebody else must approve it as well.",
    )


class NotADecider(Forbidden):
    code = "not-a-decider"
    title = Words("Peran Anda tidak memutus", "Your role does not decide")
    detail = Words("Permohonan ini diputus oleh: {roles}.", "This request is decided by: {roles}.")


class AlreadyRequested(Conflict):
    code = "already-requested"
    title = Words("Sudah ada permohonan", "There is a request already")
    detail = Words(
        "Untuk hal yang sama sudah ada permohonan yang masih berjalan atau berlaku.",
        "A request for the same thing is still open or in force.",
    )


class IllegalTransition(Conflict):
    code = "illegal-transition"
    title = Words("Status tidak mengizinkan", "The status does not allow this")
    detail = Words(
        "Permohonan berstatus {state}; tindakan {action} tidak mungkin dari sana.",
        "The request is {state}; {action} is not possible from there.",
    )
    shown = ("state", "action")


class AlreadyDecided(Conflict):
    code = "already-decided"
    title = Words("Sudah memutus", "Decided already")
    detail = Words(
        "Anda, atau orang yang Anda wakili, sudah memutus dalam putaran {round} permohonan ini; "
        "satu orang satu keputusan.",
        "You, or whom you stand in for, have decided in round {round} of this request already; one "
        "person, one decision.",
    )
    shown = ("round",)


class ContentChanged(Conflict):
    code = "content-changed"
    title = Words("Isi sudah berubah", "The content has changed")
    detail = Words(
        "Keputusan tidak dicatat: isi permohonan bukan lagi yang Anda lihat ({count} perubahan). "
        "Baca lagi, lalu putuskan isi dengan SHA-256 {content_sha256}.",
        "The decision was not recorded: the content is no longer what you saw ({count} changes). "
        "Read it again, then decide on the content with SHA-256 {content_sha256}.",
    )
    shown = ("content_sha256", "state", "change", "changes")


class AmendmentStale(Conflict):
    code = "amendment-stale"
    title = Words("Ada yang mengubahnya lebih dulu", "Somebody changed it first")
    detail = Words(
        "Perubahan tidak disimpan: isi permohonan bukan lagi yang Anda baca. Baca lagi, lalu ubah "
        "isi dengan SHA-256 {content_sha256}.",
        "The change was not kept: the content is no longer what you read. Read it again, then "
        "change the content with SHA-256 {content_sha256}.",
    )
    shown = ("content_sha256",)


class StageUnstaffed(Conflict):
    code = "stage-unstaffed"
    title = Words("Tahap kekurangan pejabat", "A stage with too few people")
    detail = Words(
        "Tahap {stage} ({role}) memerlukan {needed} orang yang berbeda dan bukan pemohon; tidak "
        "cukup, sebab satu orang hanya memutus sekali.",
        "Stage {stage} ({role}) needs {needed} different people who did not ask; there are too "
        "few, since a person decides once.",
    )
    shown = ("stage", "role", "needed")


class BackToNowhere(Conflict):
    code = "back-to-nowhere"
    title = Words("Tahap tujuan tidak ada", "No such stage to return to")
    detail = Words(
        "Permohonan dikembalikan ke pemohon, atau ke tahap sebelum tahap {stage} yang tidak "
        "dilewati.",
        "A request goes back to the requester, or to a stage before stage {stage} that was not "
        "skipped.",
    )
    shown = ("stage",)


class NotAmendable(Conflict):
    code = "not-amendable"
    title = Words("Isi tidak diubah di sini", "The content is not changed here")
    detail = Words(
        "Isi permohonan {kind} berasal dari datanya sendiri; ubah di sana.",
        "The content of a {kind} request comes from its subject; change it there.",
    )


class LetterNotIssued(Conflict):
    code = "letter-not-issued"
    title = Words("Surat belum terbit", "No letter yet")
    detail = Words(
        "Surat terbit setelah permohonan disetujui; statusnya kini {state}.",
        "The letter is issued when the request is approved; it is {state} now.",
    )
    shown = ("state",)


class LetterVoid(Conflict):
    code = "letter-void"
    title = Words("Surat tidak berlaku lagi", "The letter is void")
    detail = Words(
        "Isi yang disetujui berubah sesudahnya, sehingga persetujuan dan suratnya batal.",
        "The approved content changed afterwards, so the approval and its letter are void.",
    )


REQUIRED = Words("Wajib diisi untuk jenis ini.", "This is required for this kind.")
NOT_FOR_KIND = Words("Tidak berlaku untuk jenis ini.", "This does not apply to this kind.")
REASON = Words(
    "Alasan wajib diisi, kecuali bila menyetujui.",
    "A reason is required, except to approve.",
)
REASON_CODE = Words(
    "Kode alasan untuk keputusan ini: {codes}.", "Reason codes for this decision: {codes}."
)
ONLY_A_RETURN = Words(
    "Hanya pengembalian yang menyebut tahap tujuan.", "Only a return names a stage to go back to."
)
