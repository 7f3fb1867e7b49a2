"""What can go wrong with delegations, acting officials and absences."""

from app.core.errors import Conflict, Fault, Forbidden, InvalidRequest, NotFound
from app.core.words import Words


class DelegationNotFound(NotFound):
    code = "delegation-unknown"
    title = Words("Delegasi tidak ada", "No such delegation")
    detail = Words(
        "Tidak ada delegasi {id} yang boleh Anda lihat.",
        "There is no delegation {id} that you may see.",
    )


class DesignationNotFound(NotFound):
    code = "acting-official-unknown"
    title = Words("Penunjukan tidak ada", "No such designation")
    detail = Words(
        "Tidak ada penunjukan Plt. atau Plh. {id} yang boleh Anda lihat.",
        "There is no designation {id} that you may see.",
    )


class AbsenceNotFound(NotFound):
    code = "absence-unknown"
    title = Words("Ketidakhadiran tidak ada", "No such absence")
    detail = Words(
        "Tidak ada ketidakhadiran {id} yang boleh Anda lihat.",
        "There is no absence {id} that you may see.",
    )


class NotYoursToDelegate(Forbidden):
    code = "not-yours-to-delegate"
    title = Words("Wewenang itu bukan milik Anda", "Not yours to delegate")
    detail = Words(
        "Hanya pemegang peran {role} sendiri yang mendelegasikannya; wewenang yang diterima dari "
        "delegasi atau sebagai Plt./Plh. tidak dapat didelegasikan lagi.",
        "Only who holds the role {role} in their own right delegates it; what was received by "
        "delegation, or as an acting official, is not given on.",
    )
    shown = ("role",)


class NotForYouToAnswer(Forbidden):
    code = "not-for-you-to-answer"
    title = Words("Bukan Anda yang menjawab", "Not for you to answer")
    detail = Words("Delegasi ini dijawab oleh {name}.", "This delegation is answered by {name}.")


class NotYoursToWithdraw(Forbidden):
    code = "not-yours-to-withdraw"
    title = Words("Bukan Anda yang mencabut", "Not yours to withdraw")
    detail = Words(
        "Delegasi ini dicabut oleh pemberinya, {name}.",
        "This delegation is taken back by its giver, {name}.",
    )


class DelegationOver(Conflict):
    code = "delegation-over"
    title = Words("Delegasi sudah dijawab atau dicabut", "Answered or taken back already")
    detail = Words(
        "Delegasi dijawab sekali, sebelum dicabut, dan dicabut sekali.",
        "A delegation is answered once, before it is taken back, and taken back once.",
    )


class DelegatedAlready(Conflict):
    code = "delegated-already"
    title = Words("Sudah didelegasikan pada hari itu", "Delegated already on those days")
    detail = Words(
        "Peran ini sudah Anda delegasikan pada sebagian hari itu; cabut dahulu yang lama.",
        "You have delegated this role on some of those days already; withdraw the earlier one.",
    )


class DesignatedAlready(Conflict):
    code = "designated-already"
    title = Words("Sudah ditunjuk pada hari itu", "Designated already on those days")
    detail = Words(
        "Orang ini sudah bertindak dalam peran itu pada sebagian hari tersebut.",
        "This person acts in that role on some of those days already.",
    )


class AbsentAlready(Conflict):
    code = "absent-already"
    title = Words("Sudah tercatat tidak hadir", "Recorded as absent already")
    detail = Words(
        "Ketidakhadiran pada sebagian hari itu sudah tercatat.",
        "An absence on some of those days is on record already.",
    )


class MandateInvalid(InvalidRequest):
    code = "mandate-invalid"
    title = Words("Tidak dapat dicatat demikian", "This cannot be recorded like that")
    detail = Words(
        "Perbaiki orang atau hari yang disebut dalam `errors`.",
        "Correct the person or day that `errors` names.",
    )


DAYS_REVERSED = Fault(
    "/valid_until",
    "days-reversed",
    Words("Tanggal ini mendahului hari pertamanya.", "This day comes before the first day."),
)
DAYS_PAST = Fault(
    "/valid_until",
    "days-past",
    Words("Tanggal ini sudah lewat.", "This day is past."),
)
AGENCY_UNSEEN = Words(
    "Sebutkan instansi tempat peran Anda berlaku.", "Name an agency where your roles hold."
)
PERSON_UNKNOWN = Words(
    "Tidak ada orang dengan peran yang berlaku di seluruh instansi ini; seorang delegasi atau "
    "Plt./Plh. harus dapat melihat permohonannya, bukan auditornya, dan bukan sistem (simpeg).",
    "Nobody with this id holds a role over the whole agency; who decides must be able to see the "
    "request, not be its auditor, and not be a system (simpeg).",
)
SAME_PERSON = Words(
    "Orang yang sama tidak dapat menjadi penerimanya.", "The same person cannot be its receiver."
)
