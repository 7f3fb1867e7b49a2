"""What can go wrong with imports."""

from app.core.errors import Conflict, Forbidden, InvalidRequest, NotFound
from app.core.words import Words


class ImportNotFound(NotFound):
    code = "import-unknown"
    title = Words("Impor tidak ada", "No such import")
    detail = Words(
        "Tidak ada impor {id}, atau Anda tidak berwenang melihatnya.",
        "There is no import {id}, or you may not see it.",
    )


class FilesUnusable(InvalidRequest):
    code = "files-unusable"
    title = Words("Berkas tidak dapat dipakai", "Files cannot be used")
    detail = Words(
        "Tidak ada yang diimpor. Perbaiki berkas yang disebut dalam `errors`, lalu kirim lagi.",
        "Nothing was imported. Correct the files that `errors` names and send them again.",
    )


class AgencyRequired(InvalidRequest):
    code = "agency-required"
    title = Words("Instansi belum jelas", "The agency is not clear")
    detail = Words(
        "Sebutkan kode instansi, atau sertakan ref_unor yang memuat InstansiId.",
        "Name the agency's code, or send a ref_unor that has an InstansiId.",
    )


class AgencyUnknown(InvalidRequest):
    code = "agency-unknown"
    title = Words("Instansi tidak dikenal", "The agency is not known")
    detail = Words(
        "Tidak ada instansi berkode {code}; daftarkan dahulu, atau sebutkan kode yang benar.",
        "There is no agency with the code {code}; register it first, or name the right code.",
    )


class AgencyForbidden(Forbidden):
    code = "agency-forbidden"
    title = Words("Instansi lain", "Another agency")
    detail = Words(
        "Berkas ini untuk instansi {code}, sedangkan Anda tidak berwenang di sana.",
        "These files are for the agency {code}, where your role does not hold.",
    )


class ImportUnfinished(Conflict):
    code = "import-unfinished"
    title = Words("Impor belum selesai", "The import has not ended")
    detail = Words(
        "Impor {id} masih berjalan; tunggu sampai selesai, lalu minta lagi.",
        "The import {id} is still at work; wait until it has ended and ask again.",
    )


class KindRequired(InvalidRequest):
    code = "kind-required"
    title = Words("Sebutkan jenisnya", "Say which kind")
    detail = Words(
        "Ada baris tertolak dari beberapa jenis: {kinds}. Minta satu per satu dengan `?kind=`.",
        "Rows of several kinds were rejected: {kinds}. Ask for them one by one with `?kind=`.",
    )


class NothingRejected(NotFound):
    code = "nothing-rejected"
    title = Words("Tidak ada yang ditolak", "Nothing was rejected")
    detail = Words(
        "Tidak ada baris tertolak dari jenis itu dalam impor {id}.",
        "No row of that kind was rejected in the import {id}.",
    )
