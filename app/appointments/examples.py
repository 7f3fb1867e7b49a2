"""Examples of proposals, as the documentation shows them."""

from typing import Any

PROPOSAL_ID = "0199f3a4-7c1e-7d6f-9b3a-5c7e8d9f0b01"
FIRST = "0199f3a4-7c1e-7d6f-9b3a-5c7e8d9f0b11"
SECOND = "0199f3a4-7c1e-7d6f-9b3a-5c7e8d9f0b12"
POOL_ID = "0199f3a4-7c1e-7d6f-9b3a-5c7e8d9f0b02"
MAP_ID = "0199f3a4-7c1e-7d6f-9b3a-5c7e8d9f0b03"
POSITION_ID = "0199f3a4-7c1e-7d6f-9b3a-5c7e8d9f0b04"
PPK, PYB = "0199f3a4-7c1e-7d6f-9b3a-5c7e8d9f0b21", "0199f3a4-7c1e-7d6f-9b3a-5c7e8d9f0b22"
SHA = "4c1f3d6f0b8b1a0e5f2b6f1f7f4d6a9c0e3d2b1a09f8e7d6c5b4a39281706f5e"
SCHEME_SHA = "9d3fe3b2b6f1b4c3a49f5d8e7f60718293a4b5c6d7e8f90112233445566778ab"

ROW: dict[str, Any] = {
    "id": PROPOSAL_ID,
    "agency_id": "0199f3a4-7c1e-7d6f-9b3a-5c7e8d9f0b05",
    "pool_id": POOL_ID,
    "position_id": POSITION_ID,
    "position_code": "J000021",
    "position_name": "Kepala Bidang Perbendaharaan",
    "state": "proposed",
    "eligible": 5,
    "ranking_sha256": SHA,
    "proposed_by": "0199f3a4-7c1e-7d6f-9b3a-5c7e8d9f0b23",
    "proposed_by_name": "Komite Talenta",
    "proposed_at": "2026-03-02T02:11:00Z",
    "decree_no": None,
    "decree_on": None,
    "effective_on": None,
    "approved_request_id": None,
}
PROPOSED: dict[str, Any] = {
    **ROW,
    "pool_revision": 3,
    "map_id": MAP_ID,
    "scheme_sha256": SCHEME_SHA,
    "note": "Berita acara komite talenta 5/2026",
    "withdrawn_reason": None,
    "withdrawn_at": None,
    "names": [
        {
            "place": place,
            "employee_id": employee_id,
            "nip": f"**************{place}003",
            "name": name,
            "rank": place,
            "box": 9,
            "value": value,
        }
        for place, (employee_id, name, value) in enumerate(
            ((FIRST, "Dewi Contoh", "92.2500"), (SECOND, "Budi Contoh", "90.1250")), 1
        )
    ],
    "choice": None,
    "outcomes": [],
}
DEVIATED: dict[str, Any] = {
    "employee_id": SECOND,
    "rank": 2,
    "reason_code": "competence_for_post",
    "explanation": "Memimpin penerapan anggaran berbasis kinerja selama tiga tahun terakhir.",
    "chosen_by": PPK,
    "chosen_by_name": "Gubernur",
    "chosen_at": "2026-03-05T03:00:00Z",
    "signed_by": None,
    "signed_by_name": None,
    "signed_at": None,
}
SIGNATURE = {
    "signed_by": PYB,
    "signed_by_name": "Sekretaris Daerah",
    "signed_at": "2026-03-06T03:00:00Z",
}
CHOSEN: dict[str, Any] = {**PROPOSED, "state": "deviation_pending", "choice": DEVIATED}
SIGNED: dict[str, Any] = {**PROPOSED, "state": "chosen", "choice": {**DEVIATED, **SIGNATURE}}
DECREE = {"decree_no": "821.2/114/2026", "decree_on": "2026-03-10", "effective_on": "2026-03-16"}
APPOINTED: dict[str, Any] = {**SIGNED, "state": "appointed", **DECREE}
TOLD: dict[str, Any] = {
    **APPOINTED,
    "outcomes": [
        {
            "month": 6,
            "in_post": True,
            "rating": "88.5000",
            "predicate": "baik",
            "note": "Target semester pertama tercapai.",
            "recorded_by": "0199f3a4-7c1e-7d6f-9b3a-5c7e8d9f0b24",
            "recorded_by_name": "Analis BKD",
            "recorded_at": "2026-09-17T02:00:00Z",
        }
    ],
}
WITHDRAWN: dict[str, Any] = {
    **PROPOSED,
    "state": "withdrawn",
    "withdrawn_reason": "Jabatan dihapus dalam penataan organisasi.",
    "withdrawn_at": "2026-03-04T02:00:00Z",
}
RANKING: dict[str, Any] = {
    "candidates": [
        {"box": 9, "employee_id": FIRST, "pool_rank": 1, "rank": 1, "value": "92.2500"},
        {"box": 9, "employee_id": SECOND, "pool_rank": 4, "rank": 2, "value": "90.1250"},
    ],
    "format": "talenta-placement-ranking/1",
    "map": {
        "as_of": "2026-01-01",
        "id": MAP_ID,
        "known_at": "2026-01-06T00:00:00+00:00",
        "name": "Peta talenta 2026",
        "scheme": "bkn-411-2025@1",
        "scheme_sha256": SCHEME_SHA,
    },
    "members": 1204,
    "pool": {"boxes": [7, 8, 9], "id": POOL_ID, "revision": 3},
    "position_id": POSITION_ID,
    "rules": [
        "box",
        "level",
        "rank",
        "education",
        "training",
        "experience",
        "discipline",
        "retirement",
    ],
}
DEVIATION: dict[str, Any] = {
    "proposal_id": PROPOSAL_ID,
    "state": "chosen",
    "position_id": POSITION_ID,
    "position_code": "J000021",
    "position_name": "Kepala Bidang Perbendaharaan",
    **DEVIATED,
    **SIGNATURE,
}
RATES: dict[str, Any] = {
    "choices": 12,
    "deviations": 3,
    "rate": "0.2500",
    "items": [
        {
            "chosen_by": PPK,
            "chosen_by_name": "Gubernur",
            "choices": 12,
            "deviations": 3,
            "rate": "0.2500",
        }
    ],
}
DUE: dict[str, Any] = {
    "proposal_id": PROPOSAL_ID,
    "position_id": POSITION_ID,
    "position_code": "J000021",
    "position_name": "Kepala Bidang Perbendaharaan",
    "employee_id": SECOND,
    "month": 6,
    "effective_on": "2026-03-16",
    "due_on": "2026-09-16",
}


def page(item: dict[str, Any]) -> dict[str, Any]:
    """One page with one item."""
    return {"items": [item], "next": None}
