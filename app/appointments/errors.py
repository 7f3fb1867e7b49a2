"""What can go wrong with proposals, choices and outcomes."""

from app.core.errors import Conflict, Fault, InvalidRequest, NotFound
from app.core.words import Words


class ProposalNotFound(NotFound):
    code = "placement-proposal-unknown"
    title = Words("Usulan penempatan tidak ada", "No such placement proposal")
    detail = Words("Tidak ada usulan penempatan {id}.", "There is no placement proposal {id}.")


class PoolNotUsable(Conflict):
    code = "talent-pool-not-usable"
    title = Words("Kelompok belum dapat dipakai", "The pool cannot be used")
    detail = Words(
        "Kelompok {name} belum disetujui sebagaimana adanya, atau di luar masa berlakunya.",
        "Pool {name} is not approved as it stands, or is not valid today.",
    )


class ObjectionPending(Conflict):
    code = "objection-open"
    title = Words("Masih ada sanggahan", "An objection is open")
    detail = Words(
        "Sanggahan pegawai {employees} belum dijawab; jawab dahulu sebelum ditempatkan.",
        "An objection of {employees} is not answered; answer it before placing anybody.",
    )
    shown = ("employee_ids",)


class NamesInConflict(Conflict):
    code = "names-in-conflict"
    title = Words("Ada benturan kepentingan", "A conflict of interest")
    detail = Words(
        "Anda tercatat berhubungan dengan {employees}; mintalah orang lain melakukannya.",
        "You are on record as related to {employees}; have somebody else do this.",
    )
    shown = ("employee_ids",)


class RankingChanged(Conflict):
    """The ranking is no longer the one that was proposed; `changed` says what changed."""

    code = "ranking-changed"
    title = Words("Peringkat sudah berubah", "The ranking has changed")
    detail = Words(
        "Sejak diusulkan berubah: {what}. Tarik usulan ini dan ajukan yang baru.",
        "Since the proposal this changed: {what}. Withdraw it and make a new one.",
    )
    shown = ("changed",)


class PlacementNotApproved(Conflict):
    code = "placement-not-approved"
    title = Words("Penempatan belum disetujui", "The placement is not approved")
    detail = Words(
        "Persetujuan yang diminta berada pada {request_status}; tunggu sampai disetujui.",
        "The approval that was asked for is {request_status}; wait until it is given.",
    )
    shown = ("request_status",)


NOT_YET = (ObjectionPending, PlacementNotApproved)
"""What may keep the chosen one from being appointed."""


class WrongState(Conflict):
    code = "placement-state"
    title = Words("Bukan saatnya langkah ini", "Not the time for this step")
    detail = Words(
        "Usulan ini berada pada {state}; langkah ini hanya dari {needed}.",
        "The proposal is {state}; this step is taken from {needed} only.",
    )
    shown = ("state",)


class SamePerson(Conflict):
    code = "second-person-needed"
    title = Words("Harus orang lain", "It must be somebody else")
    detail = Words(
        "Yang mengusulkan, yang memilih, dan yang menandatangani deviasi harus orang berbeda.",
        "Who proposes, who chooses and who signs the deviation must be different people.",
    )


class TooEarly(Conflict):
    code = "too-early"
    title = Words("Belum waktunya", "Too early")
    detail = Words(
        "Hasil {month} bulan baru dapat dicatat mulai {due_on}.",
        "The outcome after {month} months can be recorded from {due_on}.",
    )
    shown = ("due_on",)


class OutcomeTold(Conflict):
    code = "outcome-recorded"
    title = Words("Hasil sudah dicatat", "The outcome is on record")
    detail = Words(
        "Hasil {month} bulan usulan ini sudah dicatat.",
        "The outcome of this proposal after {month} months is on record already.",
    )


class ProposalRefused(InvalidRequest):
    """A name or a choice cannot be accepted; `errors` says which and why."""

    code = "placement-refused"
    title = Words("Usulan tidak dapat diterima", "The proposal cannot be accepted")


NAMED_TWICE = Words("Orang ini sudah disebut.", "This person is named already.")
NOT_ELIGIBLE = Words(
    "Orang ini tidak ada di antara calon yang memenuhi semua syarat.",
    "This person is not among the candidates who pass every rule.",
)
NOT_NAMED = Words("Orang ini tidak diusulkan.", "This person is not among the names.")
DEVIATION_NEEDED = Words(
    "Yang dipilih berperingkat {rank}; isi `deviation` dengan alasan dan penjelasan.",
    "The chosen one is of rank {rank}; fill `deviation` with reason and explanation.",
)
NO_DEVIATION = Words(
    "Yang dipilih berperingkat 1; tidak ada yang menyimpang.",
    "The chosen one is of rank 1; nothing deviates.",
)
DECREE_LATE = Words(
    "Keputusan harus bertanggal pada atau sebelum TMT.",
    "The decree must be dated on or before the day it takes effect.",
)


def refused(pointer: str, code: str, words: Words) -> ProposalRefused:
    """Say what is wrong at a place of the body."""
    return ProposalRefused(errors=[Fault(pointer, code, words)])
