"""What each domain adds to the things that everybody is asked about.

Each module has `CASES`, the routes that need more than their path, and `prepare(side, client_for,
save)`, which makes the things of a side and keeps their ids.
"""

from importlib import import_module
from pkgutil import iter_modules

SLICES = [import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__)]
