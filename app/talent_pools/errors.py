"""What can go wrong with pools, members and candidates."""

from app.core.errors import Conflict, Fault, InvalidRequest, NotFound
from app.core.words import Words


class PoolNotFound(NotFound):
    code = "talent-pool-unknown"
    title = Words("Kelompok rencana suksesi tidak ada", "No such talent pool")
    detail = Words("Tidak ada kelompok rencana suksesi {id}.", "There is no talent pool {id}.")


class MemberNotFound(NotFound):
    code = "talent-pool-member-unknown"
    title = Words("Bukan anggota kelompok", "Not a member of the pool")
    detail = Words(
        "Pegawai {employee_id} bukan anggota kelompok ini.",
        "Employee {employee_id} is not a member of this pool.",
    )


class PoolNameTaken(Conflict):
    code = "talent-pool-name-taken"
    title = Words("Nama kelompok sudah dipakai", "The pool's name is taken")
    detail = Words(
        "Sudah ada kelompok bernama {name}; pilih nama lain.",
        "There is already a pool named {name}; choose another name.",
    )


class AlreadyMember(Conflict):
    code = "already-member"
    title = Words("Sudah menjadi anggota", "Already a member")
    detail = Words(
        "Pegawai {employee_id} sudah ada dalam kelompok ini.",
        "Employee {employee_id} is already in this pool.",
    )


class MapNotReady(Conflict):
    code = "talent-map-not-finished"
    title = Words("Peta talenta belum selesai", "The talent map is not finished")
    detail = Words(
        "Peta {name} belum selesai dihitung; coba lagi setelah selesai.",
        "Map {name} has not been computed yet; try again when it is finished.",
    )


class NotInBoxes(Conflict):
    code = "outside-the-boxes"
    title = Words("Di luar kotak kelompok", "Outside the pool's boxes")
    detail = Words(
        "Pegawai ini ada di kotak {box} pada peta; kelompok ini hanya untuk kotak {boxes}.",
        "This employee stands in box {box} of the map; this pool takes boxes {boxes} only.",
    )


class PoolExpired(Conflict):
    code = "talent-pool-expired"
    title = Words("Masa berlaku kelompok sudah habis", "The pool has expired")
    detail = Words(
        "Kelompok {name} berlaku sampai sebelum {expires_on}; susun kelompok baru.",
        "Pool {name} was valid until before {expires_on}; make a new pool.",
    )


class ConflictOfInterest(Conflict):
    code = "conflict-of-interest"
    title = Words("Benturan kepentingan", "Conflict of interest")
    detail = Words(
        "Anda tidak boleh mengusulkan pegawai ini: hubungan Anda dengannya tercatat (benturan"
        " {conflict_id}).",
        "You may not nominate this employee: your relation to them is on record (conflict"
        " {conflict_id}).",
    )


class PoolEmpty(InvalidRequest):
    code = "talent-pool-empty"
    title = Words("Tidak ada yang memenuhi aturan", "Nobody meets the rule")
    detail = Words(
        "Tidak seorang pun di kotak {boxes} peta ini memenuhi aturan; longgarkan aturannya.",
        "Nobody in boxes {boxes} of this map meets the rule; relax the rule.",
    )


class ExpiresTooEarly(InvalidRequest):
    code = "talent-pool-expires-too-early"
    title = Words("Masa berlaku tidak sah", "The pool's validity is not possible")
    detail = Words(
        "`expires_on` harus sesudah `valid_from`.", "`expires_on` must be later than `valid_from`."
    )


class UnknownReference(InvalidRequest):
    """A body or a query names something that is not there; `errors` says where."""

    code = "unknown-reference"
    title = Words("Rujukan tidak dikenal", "Unknown reference")
    detail = Words(
        "Yang dirujuk tidak ada, atau Anda tidak berwenang melihatnya.",
        "What is referred to does not exist, or you may not see it.",
    )


MAP_UNKNOWN = Words("Tidak ada peta talenta ini.", "There is no such talent map.")
POSITION_UNKNOWN = Words("Tidak ada jabatan ini.", "There is no such position.")
NOT_ON_MAP = Words(
    "Pegawai ini tidak ada dalam peta kelompok ini.", "This employee is not on the pool's map."
)


def unknown(pointer: str, code: str, words: Words) -> UnknownReference:
    """Say that what stands at `pointer` of the request refers to nothing."""
    return UnknownReference(errors=[Fault(pointer, code, words)])
