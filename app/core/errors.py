"""Problem: an expected failure, and its everyday kinds. Rendered in `app.core.rendering`."""

from http import HTTPStatus
from typing import Any, ClassVar, NamedTuple

from app.core.words import Words


class Fault(NamedTuple):
    """One thing wrong in what a client sent."""

    pointer: str
    """JSON pointer (RFC 6901) to it: `/axes/performance/cutoffs/1`, or `?limit` of a query."""
    code: str
    words: Words


class Problem(Exception):
    """An expected failure. The class says what kind; the values say which one.

    `title` and `detail` are templates; the keyword arguments fill the places of `detail` and are
    kept as extension members of the answer (RFC 9457, 3.2) when they are named in `shown`.
    """

    status: ClassVar[HTTPStatus] = HTTPStatus.BAD_REQUEST
    code: ClassVar[str]
    title: ClassVar[Words]
    detail: ClassVar[Words]
    shown: ClassVar[tuple[str, ...]] = ()
    headers: dict[str, str] = {}

    def __init__(self, *, errors: list[Fault] | None = None, **values: Any) -> None:
        self.words = self.detail.filled(**values)
        self.values = values
        self.errors = errors or []
        super().__init__(self.words.en)


class NotFound(Problem):
    status = HTTPStatus.NOT_FOUND
    code = "not-found"
    title = Words("Tidak ditemukan", "Not found")
    detail = Words(
        "Tidak ada yang beralamat di sini, atau Anda tidak berwenang melihatnya.",
        "There is nothing at this address, or you may not see it.",
    )


class Unauthenticated(Problem):
    status = HTTPStatus.UNAUTHORIZED
    code = "unauthenticated"
    title = Words("Perlu masuk", "Authentication needed")
    detail = Words(
        "Sertakan token yang masih berlaku: `Authorization: Bearer …`; minta di /oauth/token.",
        "Send a token that is still valid: `Authorization: Bearer …`; get one at /oauth/token.",
    )
    headers = {"WWW-Authenticate": "Bearer"}


class Forbidden(Problem):
    status = HTTPStatus.FORBIDDEN
    code = "forbidden"
    title = Words("Tidak berwenang", "Not allowed")
    detail = Words(
        "Peran Anda tidak berwenang melakukan ini.", "Your role does not allow you to do this."
    )


class Blinded(Forbidden):
    """The actor sits in an open blind session; raised by the database, wherever people are."""

    code = "blinded"
    title = Words("Sedang dalam sidang tersamar", "You sit in a blind session")
    detail = Words(
        "Selama sidang tersamar {session_id} terbuka, Anda tidak melihat data pegawai. Baca"
        " kandidatnya di /v1/blind-sessions/{session_id}/candidates dan kirim peringkat Anda; data"
        " terbuka lagi sesudah pemilik sidang menutupnya.",
        "While blind session {session_id} is open, you see nothing about civil servants. Read its"
        " candidates at /v1/blind-sessions/{session_id}/candidates and give your ranking; the rest"
        " opens again once the session's owner closes it.",
    )
    shown = ("session_id",)


class Conflict(Problem):
    status = HTTPStatus.CONFLICT
    code = "conflict"
    title = Words("Bertentangan", "Conflict")
    detail = Words(
        "Data ini bertentangan dengan yang sudah ada.", "This conflicts with what is there already."
    )


class InvalidRequest(Problem):
    """The request was understood but something in it is wrong; `errors` says what and where."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY
    code = "invalid-request"
    title = Words("Isian tidak sah", "The request is not valid")
    detail = Words(
        "Perbaiki yang disebut dalam `errors`, lalu kirim lagi.",
        "Correct what `errors` names and send it again.",
    )


class MethodNotAllowed(Problem):
    status = HTTPStatus.METHOD_NOT_ALLOWED
    code = "method-not-allowed"
    title = Words("Metode tidak tersedia", "Method not allowed")
    detail = Words(
        "Alamat ini tidak menerima metode itu; lihat tajuk Allow.",
        "This address does not take that method; see the Allow header.",
    )


class TooLarge(Problem):
    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    code = "too-large"
    title = Words("Kiriman terlalu besar", "The request is too large")
    detail = Words(
        "Kiriman lebih dari {limit} bita; bagi menjadi beberapa kiriman.",
        "The request is larger than {limit} bytes; send it in parts.",
    )
    shown = ("limit",)


class UnsupportedMedia(Problem):
    status = HTTPStatus.UNSUPPORTED_MEDIA_TYPE
    code = "unsupported-media-type"
    title = Words("Jenis isi tidak didukung", "Unsupported content type")
    detail = Words(
        "Kirim dengan `Content-Type: {expected}`.", "Send it with `Content-Type: {expected}`."
    )


class TooManyRequests(Problem):
    """A caller asked too often; `Retry-After` says in how many seconds to try again."""

    status = HTTPStatus.TOO_MANY_REQUESTS
    code = "too-many-requests"
    title = Words("Terlalu banyak permintaan", "Too many requests")
    detail = Words(
        "Batasnya {quota} permintaan per {window} detik; coba lagi {retry_after} detik lagi.",
        "The limit is {quota} requests in {window} seconds; try again in {retry_after} seconds.",
    )

    def __init__(self, retry_after: int, **values: Any) -> None:
        super().__init__(retry_after=retry_after, **values)
        self.headers = {"Retry-After": str(retry_after)}


class Unavailable(Problem):
    """The database does not answer; it comes back by itself."""

    status = HTTPStatus.SERVICE_UNAVAILABLE
    code = "unavailable"
    title = Words("Sementara tidak tersedia", "Temporarily unavailable")
    detail = Words(
        "Basis data belum menjawab; tidak ada yang hilang. Coba lagi beberapa detik lagi.",
        "The database does not answer yet; nothing is lost. Try again in a few seconds.",
    )
    headers = {"Retry-After": "5"}


class Unexpected(Problem):
    """A fault of ours; the log has the traceback under the request id."""

    status = HTTPStatus.INTERNAL_SERVER_ERROR
    code = "unexpected"
    title = Words("Kesalahan pada layanan", "A fault in the service")
    detail = Words(
        "Ini kesalahan kami dan sudah tercatat. Sebut request_id ini bila melapor.",
        "This is our fault and has been logged. Quote this request_id when you report it.",
    )
