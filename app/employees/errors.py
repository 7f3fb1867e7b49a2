"""What can go wrong with people."""

from http import HTTPStatus

from app.core.errors import Conflict, Fault, InvalidRequest, NotFound, Problem
from app.core.words import Words


class EmployeeNotFound(NotFound):
    code = "employee-unknown"
    title = Words("Pegawai tidak ada", "No such employee")
    detail = Words("Tidak ada pegawai {id}.", "There is no employee {id}.")


class NipNotFound(NotFound):
    code = "nip-unknown"
    title = Words("NIP tidak ada", "No such NIP")
    detail = Words(
        "Tidak ada pegawai yang ber-NIP itu, sekarang maupun dahulu.",
        "Nobody has that NIP, nor had it.",
    )


class NipInvalid(InvalidRequest):
    code = "nip-invalid"
    title = Words("NIP tidak sah", "The NIP is not valid")

    def __init__(self, pointer: str) -> None:
        words = Words(
            "NIP terdiri atas 18 angka: tanggal lahir, tahun dan bulan pengangkatan (PPPK: 21-29), "
            "jenis kelamin 1 atau 2, nomor urut 001-999.",
            "A NIP has 18 digits: birth date, year and month of appointment (PPPK: 21-29), "
            "sex 1 or 2, serial 001-999.",
        )
        super().__init__(errors=[Fault(pointer, "nip-invalid", words)])


class NipRepeated(InvalidRequest):
    code = "nip-duplicate"
    title = Words("NIP berulang", "The NIP is repeated")
    detail = Words(
        "NIP ini sudah ada pada butir sebelumnya dalam kiriman yang sama.",
        "This NIP stands in an earlier item of the same request.",
    )


class BatchRejected(InvalidRequest):
    code = "batch-rejected"
    title = Words("Kiriman ditolak seluruhnya", "The whole batch is rejected")
    detail = Words(
        "Tidak ada yang disimpan (`atomic`); perbaiki yang disebut `errors`, lalu kirim lagi.",
        "Nothing was recorded (`atomic`); correct what `errors` names and send it again.",
    )


class NipTaken(Conflict):
    code = "nip-taken"
    title = Words("NIP sudah dipakai", "The NIP is taken")
    detail = Words(
        "Sudah ada pegawai dengan NIP ini di instansi ini.",
        "There is already an employee with this NIP in this agency.",
    )


class PnsIdTaken(Conflict):
    code = "pns-id-taken"
    title = Words("Id SIASN sudah dipakai", "The SIASN id is taken")
    detail = Words(
        "Sudah ada pegawai dengan id SIASN ini di instansi ini.",
        "There is already an employee with this SIASN id in this agency.",
    )


class UnitUnknown(InvalidRequest):
    code = "unit-unknown"
    title = Words("Unit organisasi tidak ada", "No such unit")

    def __init__(self) -> None:
        words = Words("Unit ini tidak ada; lihat /v1/units.", "No such unit; see /v1/units.")
        super().__init__(errors=[Fault("/unit_id", "unit-unknown", words)])


class AlreadyRestricted(Conflict):
    code = "already-restricted"
    title = Words("Sudah dibatasi", "Restricted already")
    detail = Words(
        "Penggunaan data Anda dalam peta baru sudah dibatasi.",
        "The use of your data in new maps is restricted already.",
    )


class NotRestricted(NotFound):
    code = "not-restricted"
    title = Words("Tidak dibatasi", "Not restricted")
    detail = Words(
        "Penggunaan data Anda tidak sedang dibatasi.", "The use of your data is not restricted."
    )


class RecordSuperseded(Conflict):
    code = "record-superseded"
    title = Words("Catatan sudah berganti", "The record was superseded")
    detail = Words(
        "Catatan ini sudah diganti impor atau koreksi lain. Periksa riwayatnya; bila masih salah,"
        " ajukan koreksi atas catatan yang berlaku sekarang, dan tolak permohonan ini.",
        "An import or another correction replaced this record. Look at the history; if it is still"
        " wrong, ask for a correction of what is known now, and reject this request.",
    )


class LinkTooOld(Problem):
    status = HTTPStatus.GONE
    code = "link-too-old"
    title = Words("Tautan terlalu lama", "The link is too old")
    detail = Words(
        "Dari tautan ini perubahan tidak dapat dilanjutkan. Mulai lagi dari {restart}: salin"
        " semuanya, lalu hapus yang tidak ada dalam salinan itu.",
        "Changes cannot be continued from this link. Begin again at {restart}: copy everything,"
        " then delete whatever is not in that copy.",
    )
    shown = ("restart",)

    def __init__(self) -> None:
        super().__init__(restart="/v1/employees/changes")
        self.headers = {"Link": '</v1/employees/changes>; rel="restart"'}
