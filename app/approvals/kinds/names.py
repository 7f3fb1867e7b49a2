"""The kinds of requests that there are, as the API and the database call them."""

from enum import StrEnum


class Kind(StrEnum):
    """What is asked for."""

    TALENT_POOL = "talent_pool"
    IMPLEMENTATION = "implementation"
    ROUTE_CHANGE = "route_change"
    TALENT_MAP = "talent_map"
    SCORING_SCHEME = "scoring_scheme"
    PLACEMENT = "placement"
    CORRECTION = "correction"
