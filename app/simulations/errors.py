"""What can go wrong with simulations and counterfactuals."""

from app.core.errors import NotFound
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
