"""What can go wrong with blind sessions."""

from app.core.errors import Conflict, Forbidden, InvalidRequest, NotFound, Problem
from app.core.words import Words


class BlindSessionNotFound(NotFound):
    code = "blind-session-unknown"
    title = Words("Sidang tersamar tidak ada", "No such blind session")
    detail = Words(
        "Tidak ada sidang tersamar {id}, atau Anda tidak berwenang melihatnya.",
        "There is no blind session {id}, or you may not see it.",
    )


class NotARanker(Forbidden):
    code = "not-a-blind-member"
    title = Words("Bukan anggota sidang tersamar", "Not a member of the blind session")
    detail = Words(
        "Hanya anggota sidang ini yang memberi peringkat.",
        "Only members of this session give rankings.",
    )


class BlindSessionRefused(InvalidRequest):
    """Members or quorum cannot be so; `errors` says where."""

    code = "blind-session-refused"


class TooFewCandidates(Conflict):
    code = "blind-candidates-too-few"
    title = Words("Kandidat terlalu sedikit", "Too few candidates")
    detail = Words(
        "Hanya {eligible} anggota kelompok yang memenuhi syarat jabatan ini; penyamaran perlu"
        " paling sedikit {fewest}.",
        "Only {eligible} of the pool are eligible for this position; to hide somebody takes at"
        " least {fewest}.",
    )
    shown = ("eligible", "fewest")


class PoolBeingDecided(Conflict):
    code = "pool-being-decided"
    title = Words("Kelompok sedang diputuskan", "The pool is being decided on")
    detail = Words(
        "Kelompok ini sedang dimintakan persetujuan, atau ada usulan penempatan darinya; para"
        " penilai sudah melihat siapa saja kandidatnya.",
        "Approval of this pool is being asked, or placement of its members is proposed; those who"
        " decide see who the candidates are.",
    )


class PoolInBlindSession(Conflict):
    code = "pool-in-blind-session"
    title = Words("Ada sidang tersamar yang terbuka", "There is an open blind session")
    detail = Words(
        "Kandidat kelompok ini sedang diperingkat tanpa nama; tutup atau batalkan sidangnya lebih"
        " dulu: GET /v1/blind-sessions?state=open.",
        "Candidates of this pool are being ranked without names; close or cancel that session"
        " first: GET /v1/blind-sessions?state=open.",
    )


class MemberBlinded(Conflict):
    code = "member-blinded-already"
    title = Words("Anggota sedang dalam sidang lain", "A member sits in another session")
    detail = Words(
        "Salah satu anggota masih berada dalam sidang tersamar lain yang terbuka.",
        "One of the members still sits in another open blind session.",
    )


class MemberInvolved(Conflict):
    code = "member-involved"
    title = Words("Anggota terkait dengan kandidat", "A member is involved with a candidate")
    detail = Words(
        "Salah satu anggota adalah kandidat, atau hubungannya dengan seorang kandidat tercatat;"
        " tunjuk anggota lain.",
        "One of the members is a candidate, or their relation to a candidate is on record; name"
        " another.",
    )


class BlindSessionOver(Conflict):
    code = "blind-session-over"
    title = Words("Sidang tersamar sudah berakhir", "The blind session is over")
    detail = Words(
        "Sidang ini sudah ditutup atau dibatalkan; tidak ada lagi yang berubah di dalamnya.",
        "This session was closed or cancelled; nothing in it changes any more.",
    )


class AlreadyRanked(Conflict):
    code = "already-ranked"
    title = Words("Peringkat sudah diberikan", "The ranking was given already")
    detail = Words(
        "Peringkat Anda dalam sidang ini sudah dicatat dan tidak diubah lagi.",
        "Your ranking in this session is on record and does not change any more.",
    )


class RankingRefused(InvalidRequest):
    """A ranking names every candidate once, and nobody by name; `errors` says where."""

    code = "blind-ranking-refused"


class TooFewRankings(Conflict):
    code = "blind-quorum-absent"
    title = Words("Kuorum belum memberi peringkat", "Not enough rankings")
    detail = Words(
        "Sidang ditutup setelah paling sedikit {quorum} anggota memberi peringkat.",
        "A session is closed once at least {quorum} members have given their rankings.",
    )


class StillSealed(Conflict):
    code = "blind-session-sealed"
    title = Words("Masih tersamar", "Still sealed")
    detail = Words(
        "Peringkat dan register identitas dibaca sesudah sidang ditutup; sidang ini {state}.",
        "Rankings and the register of identities are read once the session is closed; this one is"
        " {state}.",
    )
    shown = ("state",)


MEMBER_TWICE = Words("Anggota ini disebut dua kali.", "This member is named twice.")
MEMBER_UNKNOWN = Words(
    "Tidak ada komite dengan id ini yang berwenang di seluruh instansi.",
    "Nobody with this id is of the committee in all of the agency.",
)
MEMBER_IS_OWNER = Words(
    "Pemilik sidang mengetahui kandidatnya.", "The owner of the session knows the candidates."
)
QUORUM_TOO_LARGE = Words("Kuorum melebihi jumlah anggota.", "The quorum is larger than the panel.")
RANKING: dict[str, Words] = {
    "pseudonym-unknown": Words(
        "Tidak ada kandidat dengan samaran ini.", "There is no candidate of this pseudonym."
    ),
    "pseudonym-twice": Words("Kandidat ini disebut dua kali.", "This candidate is named twice."),
    "candidate-missing": Words(
        "Peringkat harus memuat semua kandidat.", "A ranking names every candidate."
    ),
    "reason-names-somebody": Words(
        "Alasan memuat nama pegawai atau NIP; sebutlah samarannya saja.",
        "A reason holds the name of a civil servant or a NIP; use pseudonyms alone.",
    ),
}


def rules() -> dict[str, Problem]:
    """What the rules of the database mean."""
    return {
        "pool_is_not_being_decided": PoolBeingDecided(),
        "one_open_blind_session_per_pool": PoolInBlindSession(),
        "one_blind_session_per_account": MemberBlinded(),
        "one_blind_session_per_person": MemberBlinded(),
        "blind_member_is_not_involved": MemberInvolved(),
        "blind_session_stays": BlindSessionOver(),
        "pk_blind_marks": AlreadyRanked(),
        "one_candidate_per_place": AlreadyRanked(),
    }
