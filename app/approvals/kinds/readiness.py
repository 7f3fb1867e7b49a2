"""How the readiness of a body is examined: each step, and what follows from what was recorded.

The steps are those of published approvals: the Kantor Regional verifies item by item, the body
presents (*ekspose*), a plenary meeting (*pleno*) weighs it, BKN decides; later the approval comes
into force, its conditions are met, and it is evaluated.
"""

from collections.abc import Mapping
from typing import Any

from app.approvals.checklist import Item
from app.approvals.kinds.steps import Given, Records, Step
from app.core.errors import Fault
from app.core.identity import Role
from app.core.words import Words

VERIFICATION = "verification"
SCHEDULED = "presentation_scheduled"
HELD = "presentation_held"
PLENARY = "plenary"
IN_FORCE = "in_force"
CONDITION_MET = "condition_met"
EVALUATION = "evaluation"
FIT = "fit"
REJECTED, CONDITIONAL = "rejected", "approved_with_conditions"

NOT_YET = Words("Tanggal ini belum tiba.", "This day has not come yet.")
TOO_EARLY = Words(
    "Tanggal ini mendahului langkah sebelumnya.", "This day comes before the step before it."
)
TWICE = Words("Butir ini sudah disebut di atas.", "This item was named above already.")
CONDITIONS = Words(
    "Syarat wajib, dan hanya, untuk hasil `approved_with_conditions`.",
    "Conditions come with the result `approved_with_conditions`, and with no other.",
)
NO_CONDITION = Words(
    "Tidak ada syarat bernomor ini, atau sudah terpenuhi.",
    "There is no condition of this number, or it is met already.",
)


def last(records: Records, step: str) -> Mapping[str, Any] | None:
    """What was recorded last of a step."""
    return next((one.said for one in reversed(records) if one.step == step), None)


def reviews(records: Records) -> list[dict[str, Any]]:
    """The last verdict on each item of the checklist, in its order, and whose it is."""
    found: dict[str, dict[str, Any]] = {}
    for one in records:
        if one.step == VERIFICATION:
            by = {"reviewer": one.actor_name, "reviewed_at": one.recorded_at}
            found |= {item["code"]: {**item, **by} for item in one.said["items"]}
    return [found[item.value] for item in Item if item.value in found]


def conditions(records: Records) -> list[dict[str, Any]]:
    """The conditions of the last plenary, and which of them are met."""
    plenary = last(records, PLENARY) or {"conditions": []}
    met = {
        one.said["condition"]: {
            "met_on": one.said["met_on"],
            "attachment_sha256": one.said["attachment_sha256"],
        }
        for one in records
        if one.step == CONDITION_MET
    }
    unmet = {"met_on": None, "attachment_sha256": None}
    return [
        {"number": number, **one, **met.get(number, unmet)}
        for number, one in enumerate(plenary["conditions"], start=1)
    ]


def _verified(given: Given) -> bool:
    """Every item has been found fit, by this record or an earlier one."""
    verdicts = {one["code"]: one["verdict"] for one in reviews(given.records)}
    verdicts |= {one["code"]: one["verdict"] for one in given.said["items"]}
    return all(verdicts.get(item.value) == FIT for item in Item)


def _verification_faults(given: Given) -> list[Fault]:
    codes = [one["code"] for one in given.said["items"]]
    return [
        Fault(f"/items/{at}/code", "duplicate", TWICE)
        for at, code in enumerate(codes)
        if code in codes[:at]
    ]


def _day_faults(given: Given, name: str, earlier: str | None = None) -> list[Fault]:
    """A day that has come, and not before that of the earlier step."""
    day = given.said[name]
    if day > given.today.isoformat():
        return [Fault(f"/{name}", "not-yet", NOT_YET)]
    if earlier is not None and day < earlier:
        return [Fault(f"/{name}", "too-early", TOO_EARLY)]
    return []


def _held_faults(given: Given) -> list[Fault]:
    return _day_faults(given, "held_on")


def _plenary_faults(given: Given) -> list[Fault]:
    presented = last(given.records, HELD)
    faults = _day_faults(given, "held_on", presented["held_on"] if presented else None)
    if (given.said["result"] == CONDITIONAL) != bool(given.said["conditions"]):
        faults.append(Fault("/conditions", "conditions-unfit", CONDITIONS))
    faults += [
        Fault(f"/conditions/{at}/due_on", "too-early", TOO_EARLY)
        for at, one in enumerate(given.said["conditions"])
        if one["due_on"] < given.said["held_on"]
    ]
    return faults


def _not_rejected(given: Given) -> bool:
    return bool(given.said["result"] != REJECTED)


def _in_force_faults(given: Given) -> list[Fault]:
    return _day_faults(given, "decree_date")


def _met_faults(given: Given) -> list[Fault]:
    left = {one["number"] for one in conditions(given.records) if one["met_on"] is None}
    faults = _day_faults(given, "met_on")
    if given.said["condition"] not in left:
        faults.append(Fault("/condition", "condition-unknown", NO_CONDITION))
    return faults


BKN = frozenset({Role.BKN})
EXAMINERS = frozenset({Role.KANREG, Role.BKN})
STEPS: Mapping[str, Step] = {
    VERIFICATION: Step(
        frozenset({Role.KANREG}),
        stage="kanreg",
        repeats=True,
        faults=_verification_faults,
        settles=_verified,
    ),
    SCHEDULED: Step(BKN, stage="bkn", repeats=True),
    HELD: Step(BKN, stage="bkn", after=SCHEDULED, faults=_held_faults),
    PLENARY: Step(
        BKN, stage="bkn", after=HELD, repeats=True, faults=_plenary_faults, settles=_not_rejected
    ),
    IN_FORCE: Step(BKN, stage=None, faults=_in_force_faults),
    CONDITION_MET: Step(EXAMINERS, stage=None, repeats=True, faults=_met_faults),
    EVALUATION: Step(EXAMINERS, stage=None, after=IN_FORCE, repeats=True, faults=_held_faults),
}
PREREQUISITES: Mapping[str, tuple[str, ...]] = {
    "kanreg": (VERIFICATION,),
    "bkn": (HELD, PLENARY),
}
"""What must be settled before a role's stage approves, on whatever route."""
