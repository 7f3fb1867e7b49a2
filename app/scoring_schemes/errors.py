"""What can go wrong with scoring schemes."""

from app.core.errors import Conflict, Fault, InvalidRequest, NotFound
from app.core.words import Words


class SchemeNotFound(NotFound):
    code = "scoring-scheme-not-found"
    title = Words("Skema tidak ada", "No such scheme")
    detail = Words("Tidak ada skema penilaian {id}.", "There is no scoring scheme {id}.")


class SchemeRefused(InvalidRequest):
    code = "scoring-scheme-refused"
    title = Words("Skema tidak sah", "The scheme is not valid")


class SchemeVersionTaken(Conflict):
    code = "scoring-scheme-version-taken"
    title = Words("Versi skema sudah ada", "The scheme's version is taken")
    detail = Words(
        "Sudah ada skema {name} dengan isi lain; naikkan `version`.",
        "There is a scheme {name} with other content already; raise `version`.",
    )


class AlreadyPublished(Conflict):
    code = "scoring-scheme-published"
    title = Words("Skema sudah diterbitkan", "The scheme is published already")
    detail = Words(
        "Skema {name} sudah diterbitkan dan tidak berubah lagi.",
        "The scheme {name} is published already and never changes.",
    )


class SchemeUnknown(InvalidRequest):
    """A request names a scheme that is not there."""

    code = "scoring-scheme-unknown"
    title = Words("Skema tidak dikenal", "Unknown scheme")


class SchemeNotPublished(InvalidRequest):
    """A request names a scheme that is still a draft."""

    code = "scoring-scheme-not-published"
    title = Words("Skema belum diterbitkan", "The scheme is not published")


UNKNOWN = Words(
    "Tidak ada skema {name}; lihat daftarnya di /v1/scoring-schemes.",
    "There is no scheme {name}; /v1/scoring-schemes lists them.",
)
DRAFT = Words(
    "Skema {name} masih draf; terbitkan dulu.", "The scheme {name} is a draft; publish it first."
)


def unknown(name: str) -> SchemeUnknown:
    return SchemeUnknown(errors=[Fault("/scheme", SchemeUnknown.code, UNKNOWN.filled(name=name))])


def not_published(name: str) -> SchemeNotPublished:
    fault = Fault("/scheme", SchemeNotPublished.code, DRAFT.filled(name=name))
    return SchemeNotPublished(errors=[fault])
