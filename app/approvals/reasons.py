"""Why somebody decided as they did: a closed list for each action, beside their own words. Pure."""

from collections.abc import Mapping
from enum import StrEnum

from app.approvals.workflow import Action


class Reason(StrEnum):
    """A reason, as it is counted."""

    IN_ORDER = "in_order"
    IN_ORDER_WITH_NOTES = "in_order_with_notes"
    INCOMPLETE = "incomplete"
    DATA_WRONG = "data_wrong"
    UNCLEAR = "unclear"
    PROCEDURE = "procedure"
    NOT_ELIGIBLE = "not_eligible"
    NOT_LAWFUL = "not_lawful"
    NOT_NEEDED = "not_needed"
    FAMILY = "family"
    BUSINESS = "business"
    SUBORDINATE = "subordinate"
    OTHER_INTEREST = "other_interest"


REASONS: Mapping[Action, frozenset[Reason]] = {
    Action.APPROVE: frozenset({Reason.IN_ORDER, Reason.IN_ORDER_WITH_NOTES}),
    Action.RETURN: frozenset(
        {Reason.INCOMPLETE, Reason.DATA_WRONG, Reason.UNCLEAR, Reason.PROCEDURE}
    ),
    Action.REJECT: frozenset(
        {Reason.NOT_ELIGIBLE, Reason.NOT_LAWFUL, Reason.NOT_NEEDED, Reason.PROCEDURE}
    ),
    # What UU 30/2014, articles 42 to 45, calls a conflict of interest, in short.
    Action.ABSTAIN: frozenset(
        {Reason.FAMILY, Reason.BUSINESS, Reason.SUBORDINATE, Reason.OTHER_INTEREST}
    ),
}
