"""`/docs` in the hands of somebody who sends what it proposes: in which order, and as whom."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

import httpx
import orjson

from app.access.tokens import Tokens
from app.core.config import Settings
from app.core.identity import Actor, Role
from app.proposals.document import PROPOSAL
from app.proposals.names import example_id
from app.proposals.parameters import NAMED_OTHERWISE


class Step(NamedTuple):
    """An operation, who asks for it, and what the answer's id is used as afterwards."""

    operation: str
    who: str
    makes: str = ""


STEPS = (
    Step("issue_token", ""),
    Step("revoke_token", ""),
    Step("admit_client", "admin"),
    Step("add_client_secret", "admin"),
    Step("grant_membership", "admin", "membership"),
    Step("create_agency", "admin"),
    Step("place_agency", "admin"),
    Step("put_kanreg", "admin"),
    Step("add_employee", "simpeg"),
    Step("record_employee", "simpeg"),
    Step("record_employees", "simpeg"),
    Step("unmask_employee", "analyst"),
    Step("restrict_me", "person"),
    Step("ask_correction", "person", "correction"),
    Step("decide_correction", "analyst"),
    Step("register_breach", "admin", "breach"),
    Step("notify_of_breach", "admin"),
    Step("change_retention", "admin"),
    Step("simulate_scoring_scheme", "analyst"),
    Step("ask_counterfactual", "analyst"),
    Step("ask_my_counterfactual", "person"),
    Step("create_scoring_scheme", "analyst"),
    Step("create_talent_map", "analyst"),
    Step("file_objection", "person", "objection"),
    Step("answer_objection", "committee"),
    Step("link_remedy", "analyst"),
    Step("announce_publication", "analyst", "publication"),
    Step("attach_map", "analyst"),
    Step("call_calibration", "analyst", "calibration"),
    Step("extend_calibration_agenda", "analyst"),
    Step("attend_calibration", "committee"),
    Step("attend_calibration", "pyb"),
    Step("propose_move", "pyb", "move"),
    Step("vote_on_move", "pyb"),
    Step("cancel_calibration", "analyst"),
    Step("compare_candidates", "committee"),
    Step("record_retention_measure", "analyst"),
    Step("propose_placement", "committee", "placement_proposal"),
    Step("choose_for_placement", "ppk"),
    Step("sign_deviation", "pyb"),
    Step("record_appointment", "analyst"),
    Step("record_placement_outcome", "analyst"),
    Step("withdraw_placement", "ppk"),
    Step("create_talent_pool", "analyst", "talent_pool"),
    Step("nominate_to_talent_pool", "analyst"),
    Step("renew_talent_pool", "analyst"),
    Step("open_blind_session", "analyst"),
    Step("rank_blind_candidates", "committee"),
    Step("cancel_blind_session", "analyst"),
    Step("report_development_progress", "analyst"),
    Step("create_development_plan", "analyst", "development_plan"),
    Step("add_development_activity", "analyst"),
    Step("change_development_plan", "analyst"),
    Step("draft_approval_request", "analyst", "approval_request"),
    Step("amend_approval_request", "analyst"),
    Step("decide_approval_request", "committee"),
    Step("decide_approval_requests", "committee"),
    Step("comment_on_approval_request", "analyst", "comment"),
    Step("see_approval_comments", "committee"),
    Step("record_step", "bkn"),
    Step("delegate_role", "pyb"),
    Step("designate_acting_official", "admin"),
    Step("record_absence", "pyb"),
    Step("declare_conflict", "committee", "conflict"),
    Step("end_conflict", "committee"),
    Step("create_webhook", "simpeg", "webhook"),
    Step("change_webhook", "simpeg"),
    Step("rotate_webhook_secret", "simpeg"),
    Step("replay_webhook", "simpeg"),
    Step("record_follow_up", "analyst"),
)
REFUSED = {
    "issue_token": ("client-refused", "a secret is shown once, to its owner"),
    "revoke_token": ("token-request-invalid", "whoever revokes a token says who they are, too"),
    "attach_map": ("not-the-map-announced", "the round that is proposed ends in 2030"),
    "link_remedy": ("remedy-unknown", "the new map has to be made after the answer"),
    "record_placement_outcome": ("too-early", "six months after the appointment"),
    "withdraw_placement": ("placement-state", "whoever is appointed is withdrawn no more"),
    "open_blind_session": ("member-unknown", "one client of the committee is not enough"),
    "rank_blind_candidates": ("blind-session-unknown", "as above; docs/succession.md has two"),
    "cancel_blind_session": ("blind-session-unknown", "as above"),
    "amend_approval_request": ("not-amendable", "the content of a pool's request is the pool's"),
    "decide_approval_request": ("content-changed", "one decides for the content that one read"),
    "record_step": ("approval-request-unknown", "BKN sees no request about a pool"),
}
"""The code with which a proposal is refused all the same, and why it cannot be otherwise."""
NOT_SENT = {
    "create_import": "the file is chosen in the page; docs/integration.md sends one",
    "attach_to_approval_request": "the file is chosen in the page; docs/readiness.md sends one",
}


class Page:
    """What `/docs` of the demonstration shows; the id of what was made takes its place in it."""

    def __init__(self, base_url: str, home: Path) -> None:
        self.http = httpx.Client(base_url=base_url, timeout=60)
        self.clients = orjson.loads((home / "demo" / "clients.json").read_bytes())
        self.document = self.http.get("/openapi.json").json()
        ids = {parameter["name"]: parameter["example"] for parameter in self._in_addresses()}
        servant, agencies = UUID(ids["employee_id"]), frozenset({UUID(ids["agency_id"])})
        person = Actor(servant, "ASN", frozenset({Role.ASN}), agencies, employee_id=servant)
        signing = Tokens.of(Settings(talenta_home=home, public_url=base_url))
        self.tokens = {"person": signing.issue(person)}

    def sent(self, step: Step) -> httpx.Response:
        """The answer to what is proposed."""
        address, method, operation = next(
            one for one in self._operations() if one[2]["operationId"] == step.operation
        )
        query, headers = {}, {}
        for parameter in operation.get("parameters", ()):
            if parameter["in"] == "path":
                address = address.replace(f"{{{parameter['name']}}}", str(parameter["example"]))
            elif "example" in parameter:
                given = headers if parameter["in"] == "header" else query
                given[parameter["name"]] = parameter["example"]
        body: dict[str, Any] = {}
        for kind, content in operation.get("requestBody", {}).get("content", {}).items():
            proposed = content["examples"][PROPOSAL]["value"] if "examples" in content else None
            proposed = proposed or content["example"]
            body = {"json" if kind == "application/json" else "data": proposed}
        if step.who:
            headers["Authorization"] = f"Bearer {self._token(step.who)}"
        answer = self.http.request(method, address, params=query, headers=headers, **body)
        if step.makes and answer.is_success:
            self._put(step.makes, answer.json()["id"])
        return answer

    def _token(self, who: str) -> str:
        if who not in self.tokens:
            form = self.clients[who] | {"grant_type": "client_credentials"}
            self.tokens[who] = self.http.post("/oauth/token", data=form).json()["access_token"]
        return self.tokens[who]

    def _put(self, noun: str, made: str) -> None:
        names = {f"{noun}_id", *(name for name, meant in NAMED_OTHERWISE.items() if meant == noun)}
        shown = (one["example"] for one in self._in_addresses() if one["name"] in names)
        old = next(shown, example_id(noun))
        self.document = orjson.loads(orjson.dumps(self.document).decode().replace(old, made))

    def _operations(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        for address, path in self.document["paths"].items():
            for method, operation in path.items():
                yield address, method, operation

    def _in_addresses(self) -> Iterator[dict[str, Any]]:
        for _, _, operation in self._operations():
            for parameter in operation.get("parameters", ()):
                if parameter["in"] == "path":
                    yield parameter
