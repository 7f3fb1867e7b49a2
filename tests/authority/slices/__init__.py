"""What the domains of talent add to the things that everybody is asked about.

Each module has `CASES`, the routes that need more than their path, and `prepare(side, client_for,
save)`, which makes the things of a side and keeps their ids.
"""

from types import ModuleType

from tests.authority.slices import assessors, conflicts, simulations

SLICES: list[ModuleType] = [assessors, conflicts, simulations]
