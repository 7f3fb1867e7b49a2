"""What can go wrong with calibrations."""

from app.core.errors import Conflict, Forbidden, InvalidRequest, NotFound, Problem
from app.core.words import Words


class CalibrationNotFound(NotFound):
    code = "calibration-unknown"
    title = Words("Sidang kalibrasi tidak ada", "No such calibration")
    detail = Words(
        "Tidak ada sidang kalibrasi {id}, atau Anda tidak berwenang melihatnya.",
        "There is no calibration {id}, or you may not see it.",
    )


class MoveNotFound(NotFound):
    code = "calibration-move-unknown"
    title = Words("Usul perpindahan tidak ada", "No such move")
    detail = Words(
        "Tidak ada usul perpindahan {id} dalam sidang ini.",
        "There is no move {id} in this calibration.",
    )


class NotAMember(Forbidden):
    code = "not-a-member"
    title = Words("Bukan anggota sidang", "Not a member of the calibration")
    detail = Words(
        "Hanya anggota sidang yang hadir, mengusulkan, memberi suara dan mengesahkan.",
        "Only members of the calibration attend, propose, vote and authorise.",
    )


class CalibrationNameTaken(Conflict):
    code = "calibration-name-taken"
    title = Words("Nama sidang sudah dipakai", "The calibration's name is taken")
    detail = Words(
        "Sudah ada sidang kalibrasi bernama {name}; pilih nama lain.",
        "There is a calibration named {name} already; choose another name.",
    )


class CalibrationOver(Conflict):
    code = "calibration-over"
    title = Words("Sidang sudah berakhir", "The calibration is over")
    detail = Words(
        "Sidang ini sudah ditutup atau dibatalkan; tidak ada lagi yang berubah di dalamnya.",
        "This calibration was closed or cancelled; nothing in it changes any more.",
    )


class AlreadyAttending(Conflict):
    code = "already-attending"
    title = Words("Kehadiran sudah dicatat", "Attendance is on record already")
    detail = Words(
        "Kehadiran Anda dalam sidang ini sudah dicatat.",
        "That you attend this calibration is on record already.",
    )


class NotAttending(Conflict):
    code = "not-attending"
    title = Words("Belum tercatat hadir", "Attendance is not on record")
    detail = Words(
        "Catat kehadiran Anda lebih dulu: POST /v1/calibrations/…/attendance.",
        "Put your attendance on record first: POST /v1/calibrations/…/attendance.",
    )


class ConflictOfInterest(Conflict):
    code = "conflict-of-interest"
    title = Words("Ada benturan kepentingan", "There is a conflict of interest")
    detail = Words(
        "Hubungan Anda dengan pegawai ini tercatat; Anda tidak mengagendakan, mengusulkan, memberi"
        " suara atau mengesahkan tentangnya.",
        "Your relation to this civil servant is on record; you neither put them onto an agenda nor"
        " propose, vote or authorise about them.",
    )


class AuthoriserInConflict(Conflict):
    code = "authoriser-in-conflict"
    title = Words(
        "Pengesah punya benturan kepentingan", "The authoriser has a conflict of interest"
    )
    detail = Words(
        "Hubungan pengesah dengan pegawai ini tercatat; pilih anggota lain.",
        "The authoriser's relation to this civil servant is on record; name another member.",
    )


class WithoutBox(Conflict):
    code = "without-a-box"
    title = Words("Tidak punya kotak", "Without a box")
    detail = Words(
        "Pegawai ini tidak punya kotak pada peta karena datanya kurang; lengkapi datanya.",
        "This person has no box on the map for want of data; complete the data instead.",
    )


class NotOnAgenda(Conflict):
    code = "not-on-the-agenda"
    title = Words("Tidak ada dalam agenda", "Not on the agenda")
    detail = Words(
        "Agenda sidang ini tidak memuat pegawai ini atau kotaknya.",
        "The agenda of this calibration names neither this person nor their box.",
    )


class AlreadyProposed(Conflict):
    code = "already-proposed"
    title = Words("Sudah ada usul untuk pegawai ini", "There is a move for this person already")
    detail = Words(
        "Sidang ini sudah punya usul untuk pegawai ini; satu orang, satu usul.",
        "This calibration has a move for this person already; one person, one move.",
    )


class AlreadyCalibrated(Conflict):
    code = "already-calibrated"
    title = Words("Pegawai ini sudah dikalibrasi", "The person is calibrated already")
    detail = Words(
        "Hasil kalibrasi sidang lain pada peta ini sudah berlaku baginya.",
        "The result of another calibration of this map stands for this person already.",
    )


class AlreadyVoted(Conflict):
    code = "already-voted"
    title = Words("Anda sudah memberi suara", "You have voted already")
    detail = Words(
        "Satu anggota, satu suara; suara tidak dapat diganti.",
        "One member, one vote; a vote is not changed.",
    )


class VotingOver(Conflict):
    code = "voting-over"
    title = Words("Pemungutan suara sudah selesai", "The voting is over")
    detail = Words(
        "Kuorum suara untuk usul ini sudah tercapai atau usulnya batal.",
        "A quorum has voted on this move, or the move is void.",
    )


class NotApproved(Conflict):
    code = "not-approved"
    title = Words("Usul belum disetujui", "The move is not approved")
    detail = Words(
        "Usul disahkan setelah kuorum memberi suara dan lebih dari separuhnya menyetujui.",
        "A move is authorised once a quorum has voted and more than half of it approved.",
    )


class NotTheAuthoriser(Forbidden):
    code = "not-the-authoriser"
    title = Words("Bukan pengesah usul ini", "Not the authoriser of this move")
    detail = Words(
        "Hanya anggota yang ditunjuk dalam usul yang mengesahkannya.",
        "Only the member whom the move names authorises it.",
    )


class AlreadyAuthorised(Conflict):
    code = "already-authorised"
    title = Words("Usul sudah disahkan", "The move is authorised already")
    detail = Words("Usul ini sudah disahkan.", "This move was authorised already.")


class QuorumAbsent(Conflict):
    code = "quorum-absent"
    title = Words("Kuorum tidak hadir", "There is no quorum")
    detail = Words(
        "Yang tercatat hadir kurang dari kuorum {quorum}; sidang belum dapat ditutup.",
        "Fewer members attend than the quorum of {quorum}; the calibration cannot be closed.",
    )


class CalibrationRefused(InvalidRequest):
    code = "calibration-refused"
    title = Words("Isian sidang tidak sah", "The calibration cannot be kept so")


MAP_UNKNOWN = Words("Tidak ada peta talenta ini.", "There is no such talent map.")
MEMBER_UNKNOWN = Words(
    "Tidak ada komite, PyB atau PPK dengan id ini yang berwenang di seluruh instansi.",
    "Nobody with this id is committee, PyB or PPK in all of the agency.",
)
QUORUM_TOO_LARGE = Words(
    "Kuorum melebihi banyaknya anggota.", "The quorum exceeds the number of members."
)
NOT_ON_MAP = Words("Pegawai ini tidak ada dalam peta.", "This employee is not on the map.")
SAME_BOX = Words("Pegawai ini sudah di kotak itu.", "The person stands in that box already.")
AUTHORISER = Words(
    "Pengesah harus anggota lain dari sidang ini.",
    "The authoriser must be another member of this calibration.",
)
PERSON_OR_BOX = Words(
    "Sebut seorang pegawai atau sebuah kotak, tidak keduanya.",
    "Name a person or a box, not both.",
)
ON_AGENDA = Words("Sudah ada dalam agenda.", "On the agenda already.")
AGENDA_TOO_LONG = Words(
    "Agenda memuat paling banyak {limit} butir.", "An agenda holds {limit} items at most."
)
MEMBER_TWICE = Words("Anggota ini disebut dua kali.", "This member is named twice.")
JUSTIFICATION = {
    "too-short": Words(
        "Uraikan alasan dalam paling sedikit 40 huruf.", "Give reasons in 40 characters at least."
    ),
    "filler": Words(
        "Alasan berisi huruf yang diulang-ulang.", "The reasons consist of repeated characters."
    ),
    "repetitive": Words(
        "Alasan mengulang kata yang sama; tulis kalimat.",
        "The reasons repeat the same words; write a sentence.",
    ),
}


def rules() -> dict[str, Problem]:
    """What the rules of the database mean, whatever is done."""
    return {
        "calibration_stays": CalibrationOver(),
        "only_who_attends": NotAttending(),
        "no_conflict_of_interest": ConflictOfInterest(),
        "authoriser_without_conflict": AuthoriserInConflict(),
        "move_is_alive": VotingOver(),
        "voting_is_open": VotingOver(),
        "move_on_the_agenda": NotOnAgenda(),
        "one_live_move_per_person": AlreadyProposed(),
        "pk_calibrated_placements": AlreadyCalibrated(),
        "one_vote_per_member": AlreadyVoted(),
        "authorised_by_the_authoriser": NotTheAuthoriser(),
        "move_is_approved": NotApproved(),
        "pk_calibration_authorisations": AlreadyAuthorised(),
    }
