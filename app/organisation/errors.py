"""What can go wrong with agencies, units and positions."""

from app.core.errors import Conflict, Fault, InvalidRequest, NotFound
from app.core.words import Words

NO_SUCH_AGENCY = Words(
    "Tidak ada instansi {code}, atau Anda tidak berwenang di sana; lihat /v1/agencies.",
    "There is no agency {code}, or your role does not hold there; see /v1/agencies.",
)
AGENCY_NEEDED = Words(
    "Sebut kode satu instansi tempat peran Anda berlaku; lihat /v1/agencies.",
    "Name the code of one agency where your role holds; see /v1/agencies.",
)


KANREG_UNKNOWN = Words(
    "Kantor Regional ini tidak ada; lihat /v1/kanreg.",
    "There is no such Kantor Regional; see /v1/kanreg.",
)
PROVINCE_UNKNOWN = Words(
    "Provinsi ini tidak ada di wilayah itu; lihat /v1/kanreg.",
    "The region has no such province; see /v1/kanreg.",
)


class KanregNumberTaken(Conflict):
    code = "kanreg-number-taken"
    title = Words("Nomor Kantor Regional sudah dipakai", "The region's number is taken")
    detail = Words(
        "Kantor Regional lain sudah bernomor {number}.",
        "Another Kantor Regional has the number {number}.",
    )


class AgencyNotFound(NotFound):
    code = "agency-unknown"
    title = Words("Instansi tidak ada", "No such agency")
    detail = Words("Tidak ada instansi {id}.", "There is no agency {id}.")


class AgencyCodeTaken(Conflict):
    code = "agency-code-taken"
    title = Words("Kode instansi sudah dipakai", "The agency's code is taken")
    detail = Words(
        "Sudah ada instansi berkode {code}.", "There is already an agency with the code {code}."
    )


class AgencyUnclear(InvalidRequest):
    """Which agency is meant cannot be told; the fault points at `/agency`."""

    code = "agency-unclear"
    title = Words("Instansi tidak jelas", "The agency is not clear")

    def __init__(self, code: str | None = None) -> None:
        fault = (
            Fault("/agency", "agency-needed", AGENCY_NEEDED)
            if code is None
            else Fault("/agency", "agency-unknown", NO_SUCH_AGENCY.filled(code=code))
        )
        super().__init__(errors=[fault])


class UnitNotFound(NotFound):
    code = "unit-unknown"
    title = Words("Unit organisasi tidak ada", "No such unit")
    detail = Words("Tidak ada unit organisasi {id}.", "There is no unit {id}.")


class PositionNotFound(NotFound):
    code = "position-unknown"
    title = Words("Jabatan tidak ada", "No such position")
    detail = Words("Tidak ada jabatan {id}.", "There is no position {id}.")
