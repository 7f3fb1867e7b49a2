"""What can go wrong with agencies, units and positions."""

from app.core.errors import Conflict, NotFound
from app.core.words import Words


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


class UnitNotFound(NotFound):
    code = "unit-unknown"
    title = Words("Unit organisasi tidak ada", "No such unit")
    detail = Words("Tidak ada unit organisasi {id}.", "There is no unit {id}.")


class PositionNotFound(NotFound):
    code = "position-unknown"
    title = Words("Jabatan tidak ada", "No such position")
    detail = Words("Tidak ada jabatan {id}.", "There is no position {id}.")
