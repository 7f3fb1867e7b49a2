"""What can go wrong at the door."""

from http import HTTPStatus
from typing import Any

from app.core.errors import Conflict, Fault, InvalidRequest, NotFound, Problem
from app.core.words import Words

NO_STORE = {"Cache-Control": "no-store", "Pragma": "no-cache"}


class TokenRefused(Problem):
    """An error of the token endpoint: a problem that also has the members of RFC 6749, 5.2."""

    error: str
    shown = ("error", "error_description")
    headers = NO_STORE

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self.values = {"error": self.error, "error_description": self.words.en}


class TokenRequestInvalid(TokenRefused):
    error = "invalid_request"
    code = "token-request-invalid"
    title = Words("Permintaan token tidak sah", "The token request is not valid")
    detail = Words(
        "Kirim grant_type=client_credentials sebagai application/x-www-form-urlencoded, dengan "
        "client_id dan client_secret sekali saja: di isi, atau sebagai HTTP Basic.",
        "Send grant_type=client_credentials as application/x-www-form-urlencoded, with client_id "
        "and client_secret once: in the body, or as HTTP Basic.",
    )


class GrantTypeUnsupported(TokenRefused):
    error = "unsupported_grant_type"
    code = "grant-type-unsupported"
    title = Words("Jenis grant tidak didukung", "Unsupported grant type")
    detail = Words(
        "Hanya grant_type=client_credentials yang didukung.",
        "Only grant_type=client_credentials is supported.",
    )


class ScopeInvalid(TokenRefused):
    error = "invalid_scope"
    code = "scope-invalid"
    title = Words("Scope melampaui peran klien", "The scope exceeds the client's roles")
    detail = Words(
        "Scope hanya boleh memuat peran klien ini, dipisahkan spasi.",
        "A scope may name only roles of this client, separated by spaces.",
    )


class ClientRefused(TokenRefused):
    status = HTTPStatus.UNAUTHORIZED
    error = "invalid_client"
    code = "client-refused"
    title = Words("Klien ditolak", "The client is refused")
    detail = Words(
        "client_id tidak dikenal, client_secret salah, atau klien sudah dinonaktifkan.",
        "The client_id is unknown, the client_secret is wrong, or the client was deactivated.",
    )
    headers = {**NO_STORE, "WWW-Authenticate": 'Basic realm="token"'}


class LoginLimited(TokenRefused):
    status = HTTPStatus.TOO_MANY_REQUESTS
    error = "slow_down"
    code = "login-limited"
    title = Words("Terlalu sering gagal masuk", "Too many failed logins")
    detail = Words(
        "Terlalu banyak percobaan gagal dari alamat ini atau atas nama klien ini; "
        "coba lagi {retry_after} detik lagi dengan client_secret yang benar.",
        "Too many attempts failed from this address or in this client's name; "
        "try again in {retry_after} seconds, with the right client_secret.",
    )

    def __init__(self, retry_after: int) -> None:
        super().__init__(retry_after=retry_after)
        self.headers = {**NO_STORE, "Retry-After": str(retry_after)}


class TokenOfAnother(TokenRefused):
    error = "unauthorized_client"
    code = "token-of-another"
    title = Words("Token milik klien lain", "The token of another client")
    detail = Words(
        "Sebuah klien hanya dapat mencabut tokennya sendiri.",
        "A client can revoke only its own tokens.",
    )


class ClientSecretNotFound(NotFound):
    code = "client-secret-unknown"
    title = Words("Rahasia klien tidak ada", "No such client secret")
    detail = Words("Klien ini tidak memiliki rahasia {id}.", "This client has no secret {id}.")


class ClientSecretsFull(Conflict):
    code = "client-secrets-full"
    title = Words("Dua rahasia masih berlaku", "Two secrets are live")
    detail = Words(
        "Klien ini sedang berganti rahasia; hapus dahulu salah satunya.",
        "This client is changing its secret already; remove one of the two first.",
    )


class ClientNotFound(NotFound):
    code = "client-unknown"
    title = Words("Klien tidak ada", "No such client")
    detail = Words("Tidak ada klien {id}.", "There is no client {id}.")


class ClientNameTaken(Conflict):
    code = "client-name-taken"
    title = Words("Nama klien sudah dipakai", "The client's name is taken")
    detail = Words(
        "Sudah ada klien bernama {name}; pilih nama lain.",
        "There is already a client named {name}; choose another name.",
    )


class AuthorityInvalid(InvalidRequest):
    code = "authority-invalid"
    title = Words("Wewenang tidak dapat berlaku di sana", "The authority cannot hold there")
    detail = Words(
        "Perbaiki instansi, unit, pegawai, atau tanggal yang disebut dalam `errors`.",
        "Correct the agency, unit, person or day that `errors` names.",
    )


AGENCY_UNKNOWN = Fault(
    "/agency_id",
    "agency-unknown",
    Words(
        "Instansi ini tidak ada; lihat /v1/agencies.",
        "This agency does not exist; see /v1/agencies.",
    ),
)
AGENCY_NEEDED = Words(
    "Sebut juga instansinya (`agency_id`).", "Name its agency as well (`agency_id`)."
)
UNIT_UNKNOWN = Words(
    "Unit ini tidak ada di instansi itu.", "This unit does not exist in that agency."
)
EMPLOYEE_UNKNOWN = Fault(
    "/employee_id",
    "employee-unknown",
    Words("Pegawai ini tidak ada di instansi itu.", "This person does not exist in that agency."),
)
REGION_NEEDED = Fault(
    "/kanreg",
    "region-needed",
    Words(
        "Kantor Regional bertugas di satu wilayah; sebutkan, lihat /v1/kanreg. Seluruh wilayah:"
        " peran bkn.",
        "A Kantor Regional serves one region; name it, see /v1/kanreg. Role bkn sees them all.",
    ),
)
REGION_UNFIT = Fault(
    "/kanreg",
    "region-unfit",
    Words(
        "Wilayah hanya untuk peran kanreg saja, tanpa instansi.",
        "A region is for role kanreg alone, without an agency.",
    ),
)
REGION_UNKNOWN = Fault(
    "/kanreg",
    "region-unknown",
    Words(
        "Kantor Regional ini tidak ada; lihat /v1/kanreg.",
        "There is no such Kantor Regional; see /v1/kanreg.",
    ),
)
DAYS_REVERSED = Fault(
    "/valid_until",
    "days-reversed",
    Words("Tanggal ini mendahului hari pertamanya.", "This day comes before the first day."),
)


class MembershipNotFound(NotFound):
    code = "membership-unknown"
    title = Words("Keanggotaan tidak ada", "No such membership")
    detail = Words("Tidak ada keanggotaan {id}.", "There is no membership {id}.")


class MembershipOverlaps(Conflict):
    code = "membership-overlaps"
    title = Words(
        "Orang ini sudah memiliki keanggotaan di instansi itu",
        "The person already has a membership in that agency",
    )
    detail = Words(
        "Masa keanggotaan yang ada bertindih dengan ini; akhiri dahulu yang lama.",
        "Its days overlap with one that exists; end that one first.",
    )
