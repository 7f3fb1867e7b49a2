"""What can go wrong with publications and objections."""

from app.core.errors import Conflict, Fault, Forbidden, InvalidRequest, NotFound
from app.core.words import Words


class PublicationNotFound(NotFound):
    code = "publication-unknown"
    title = Words("Pengumuman tidak ada", "No such publication")
    detail = Words(
        "Tidak ada pengumuman {id}, atau Anda tidak berwenang melihatnya.",
        "There is no publication {id}, or you may not see it.",
    )


class PublicationNameTaken(Conflict):
    code = "publication-name-taken"
    title = Words("Nama pengumuman sudah dipakai", "The publication's name is taken")
    detail = Words(
        "Sudah ada pengumuman bernama {name}; pilih nama lain.",
        "There is a publication named {name} already; choose another name.",
    )


class PublicationRefused(InvalidRequest):
    code = "publication-refused"
    title = Words("Pengumuman tidak dapat dibuat", "The publication cannot be made")


class ObjectionRefused(InvalidRequest):
    code = "objection-refused"
    title = Words("Isian sanggah tidak sah", "The objection's fields are not valid")


CUT_OFF_PAST = Words(
    "Batas waktu {cut_off} sudah lewat; pegawai harus sempat melihat data masukannya.",
    "The cut-off {cut_off} has passed; people must have time to see their inputs.",
)
OPENS_LATE = Words(
    "Data masukan dibuka {opens_on}, sesudah batas waktunya.",
    "Inputs open on {opens_on}, after the cut-off.",
)
MAP_UNKNOWN = Words("Tidak ada peta talenta ini.", "There is no such talent map.")


def refused(pointer: str, code: str, words: Words) -> PublicationRefused:
    """Say what is wrong at `pointer` of a round or its map."""
    return PublicationRefused(errors=[Fault(pointer, code, words)])


def objection_refused(pointer: str, code: str, words: Words) -> ObjectionRefused:
    """Say what is wrong at `pointer` of an objection, its answer or its remedy."""
    return ObjectionRefused(errors=[Fault(pointer, code, words)])


class NotTheMap(Conflict):
    code = "not-the-map-announced"
    title = Words("Bukan peta yang diumumkan", "Not the map that was announced")
    detail = Words(
        "Yang diumumkan: skema {scheme} per {as_of}, dihitung sesudah {cut_off}; peta {name} lain.",
        "Announced was scheme {scheme} as of {as_of}, computed after {cut_off}; the map {name}"
        " is another.",
    )


class MapAttached(Conflict):
    code = "publication-has-a-map"
    title = Words("Peta sudah dilampirkan", "There is a map already")
    detail = Words(
        "Pengumuman ini sudah punya peta, atau peta ini sudah dipakai pengumuman lain.",
        "This publication has its map already, or another publication has this map.",
    )


class NoMapYet(Conflict):
    code = "publication-without-map"
    title = Words("Belum ada peta", "There is no map yet")
    detail = Words(
        "Lampirkan dulu peta yang dihitung sesudah batas waktu.",
        "First attach the map that was computed after the cut-off.",
    )


class AlreadyPublished(Conflict):
    code = "already-published"
    title = Words("Sudah diumumkan", "Published already")
    detail = Words(
        "Hasil ini sudah diumumkan pada {published_on}.",
        "This result was published on {published_on}.",
    )


class NotPublished(Conflict):
    code = "not-published"
    title = Words("Belum diumumkan", "Not published yet")
    detail = Words("Hasil ini belum diumumkan.", "This result has not been published yet.")


class ResultNotFound(NotFound):
    code = "result-unknown"
    title = Words("Tidak ada hasil Anda", "There is no result of yours")
    detail = Words(
        "Anda tidak ada pada peta ini, atau peta ini belum diumumkan.",
        "You are not on this map, or it has not been published.",
    )


class ObjectionNotFound(NotFound):
    code = "objection-unknown"
    title = Words("Sanggah tidak ada", "No such objection")
    detail = Words(
        "Tidak ada sanggah {id} yang boleh Anda lihat.",
        "There is no objection {id} that you may see.",
    )


class WindowClosed(Conflict):
    code = "objection-window-closed"
    title = Words("Masa sanggah sudah berakhir", "The time for objections is over")
    detail = Words(
        "Masa sanggah berakhir pada {objections_until} pukul 24.00 WIB.",
        "Objections could be raised until the end of {objections_until} (WIB).",
    )
    shown = ("objections_until",)


class ObjectionOpen(Conflict):
    code = "objection-open-already"
    title = Words("Masih ada sanggah Anda", "An objection of yours is open")
    detail = Words(
        "Sanggah Anda atas hasil ini belum dijawab; tunggu jawabannya atau tarik dulu.",
        "Your objection to this result is not answered yet; wait for the answer or withdraw it.",
    )


class ObjectionClosed(Conflict):
    code = "objection-closed"
    title = Words("Sanggah sudah selesai", "The objection is closed")
    detail = Words("Sanggah ini sudah {state}.", "This objection is {state} already.")
    shown = ("state",)


class DecidedBefore(Forbidden):
    code = "decided-before"
    title = Words("Anda ikut menetapkan hasilnya", "You took part in the result")
    detail = Words(
        "Sanggah dijawab oleh orang yang tidak ikut mengumumkan, menghitung, atau menetapkan hasil"
        " orang ini, dan bukan oleh dirinya sendiri.",
        "An objection is answered by somebody who did not announce, compute or decide this"
        " person's result, and who is not the person.",
    )


class InConflict(Forbidden):
    code = "conflict-of-interest"
    title = Words("Ada benturan kepentingan", "There is a conflict of interest")
    detail = Words(
        "Menurut register, Anda punya hubungan dengan orang ini; sanggahnya dijawab orang lain.",
        "By the register you have a relation to this person; somebody else answers the objection.",
    )


class NoRemedy(Conflict):
    code = "no-remedy-to-link"
    title = Words("Tidak ada tindak lanjut", "Nothing follows from it")
    detail = Words(
        "Hanya sanggah yang dikabulkan punya tindak lanjut, dan tautannya dicatat satu kali.",
        "Only an objection that was upheld has a remedy, and its link is kept once.",
    )


NODE_UNKNOWN = Words("Skema ini tidak punya unsur {node}.", "The scheme has no component {node}.")
RECORD_UNKNOWN = Words(
    "Data ini bukan dasar hasil Anda.", "This record is not one that your result rests on."
)
REMEDY_MISSING = Words(
    "Sebut tindak lanjut (`remedy`), kecuali sanggah ditolak.",
    "Say what follows (`remedy`), unless the objection is rejected.",
)
REMEDY_UNKNOWN = Words(
    "Tidak ada tindak lanjut jenis {remedy} dengan id ini sesudah jawaban.",
    "There is no {remedy} of this id that came after the answer.",
)
