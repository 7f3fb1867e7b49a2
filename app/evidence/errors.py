"""What can go wrong with evidence."""

from app.core.errors import Conflict, Forbidden
from app.core.words import Words


class NotForThisRole(Forbidden):
    code = "evidence-forbidden"
    title = Words("Tidak berwenang mengambil bukti", "May not take evidence")
    detail = Words(
        "Paket bukti memuat data seluruh populasi; hanya untuk {roles} yang berwenang atas seluruh"
        " instansi.",
        "A bundle holds data of a whole population; it is for {roles}, acting for the whole"
        " agency.",
    )


class SubjectChanged(Conflict):
    code = "evidence-subject-changed"
    title = Words("Berubah saat dikemas", "Changed meanwhile")
    detail = Words(
        "{title} berubah saat paket buktinya dibuat. Minta sekali lagi.",
        "{title} was changed while its bundle was made. Ask again.",
    )
