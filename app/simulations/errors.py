"""What can go wrong with simulations and counterfactuals."""

from app.core.errors import InvalidRequest, NotFound
from app.core.words import Words


class SimulationNotFound(NotFound):
    code = "simulation-unknown"
    title = Words("Simulasi tidak ada", "No such simulation")
    detail = Words(
        "Tidak ada simulasi {id}, atau Anda tidak berwenang melihatnya.",
        "There is no simulation {id}, or you may not see it.",
    )


POOL_OF_ANOTHER_MAP = Words(
    "Tidak ada kelompok rencana suksesi ini pada peta itu.", "There is no such pool of that map."
)


class TargetNotBetter(InvalidRequest):
    code = "target-not-better"
    title = Words("Kotak yang dituju tidak lebih baik", "The target is no better box")
    detail = Words(
        "Kotak {target} tidak lebih baik daripada kotak {box}: ada sumbu yang lebih rendah, atau"
        " tidak ada yang lebih tinggi.",
        "Box {target} is no better than box {box}: an axis is lower in it, or none is higher.",
    )


IMPOSSIBLE = {
    "highest-box": Words(
        "Orang ini sudah di kotak tertinggi.", "This person stands in the highest box already."
    ),
    "data-missing": Words(
        "Skor tidak dapat dihitung tanpa data {missing}; mintalah data itu dilengkapi, misalnya"
        " dengan asesmen.",
        "There is no score without {missing}; have these data completed, by an assessment for"
        " example.",
    ),
    "out-of-reach": Words(
        "Dengan semua yang dapat dilakukan sendiri kinerja menjadi {performance} dan potensial"
        " {potential}: kotak {box}.",
        "With everything in one's own power performance comes to {performance} and potential to"
        " {potential}: box {box}.",
    ),
}
"""Why nothing in one's own power is enough."""
