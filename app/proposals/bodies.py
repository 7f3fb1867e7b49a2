"""An example of every body that is sent, by the operation's id."""

from typing import Any

import orjson

from app.proposals.names import example_id
from app.scoring_schemes.service import shipped

AGENCY = "PROV-SUMRAYA"
EMPLOYEE, OTHER = example_id("employee"), example_id("second_employee")
MAP, POOL, POSITION = (example_id(name) for name in ("talent_map", "talent_pool", "position"))
COMMITTEE, PYB, PPK = (example_id(role) for role in ("committee", "pyb", "ppk"))
SHA256 = "0" * 64
"""Stands for the hash of a content: read the request first, and take its `content_sha256`."""
PERSON = {
    "name": "Ratna Wulandari",
    "unit_id": example_id("unit"),
    "birth_date": "1990-01-18",
    "sex": "F",
    "rank_name": "III/c",
    "legal_status": "Aktif",
}
NIP = "199001182015092001"
DECISION = {"decision": "approve", "content_sha256": SHA256}
ROUTE = {
    "kind": "talent_pool",
    "stages": [
        {"name": "Telaah Komite", "role": "committee", "days": 3},
        {"name": "Pertimbangan PyB", "role": "pyb"},
        {"name": "Penetapan PPK", "role": "ppk"},
    ],
}


def tried() -> dict[str, Any]:
    """A scheme that comes with the product, with another threshold of potential."""
    scheme: dict[str, Any] = orjson.loads(shipped()[0])
    scheme["axes"]["potential"]["cutoffs"] = ["60", "75"]
    return scheme


BODIES: dict[str, Any] = {
    "issue_token": {
        "grant_type": "client_credentials",
        "client_id": example_id("analyst"),
        "client_secret": "what was shown once",
    },
    "revoke_token": {"token": "eyJhbGciOiJFZERTQSJ9.e30.c2lnbmF0dXJl"},
    "admit_client": {
        "name": "SIMPEG Contoh",
        "roles": ["simpeg"],
        "agency_id": example_id("agency"),
    },
    "add_client_secret": {"overlap_hours": 24},
    "grant_membership": {
        "issuer": "https://masuk.prov.example",
        "subject": "f3b1c5d2",
        "name": "Ratna Wulandari",
        "roles": ["committee"],
        "agency_id": example_id("agency"),
        "valid_until": "2030-12-31",
    },
    "create_agency": {"code": "KAB-CONTOH", "name": "Pemerintah Kabupaten Contoh"},
    "place_agency": {"kanreg": "VII", "province": "Sumatera Selatan"},
    "put_kanreg": {
        "number": 7,
        "city": "Palembang",
        "provinces": ["Sumatera Selatan", "Jambi", "Bengkulu", "Kepulauan Bangka Belitung"],
    },
    "add_employee": {"nip": "199203042016071001", **PERSON, "birth_date": "1992-03-04", "sex": "M"},
    "record_employee": PERSON,
    "record_employees": {"items": [{"nip": NIP, **PERSON}], "atomic": False},
    "unmask_employee": {
        "purpose": "verification",
        "reason": "Mencocokkan NIP dengan SK pengangkatan.",
    },
    "restrict_me": {"reason": "Data kinerja saya sedang dipersengketakan."},
    "ask_correction": {"about": "record", "claim": "Gelar belakang saya belum tercatat."},
    "decide_correction": {
        "decision": "accepted",
        "reason": "Sesuai dengan ijazah yang dilampirkan.",
    },
    "register_breach": {
        "title": "Berkas ekspor terkirim ke alamat yang salah",
        "description": "Sebuah berkas dengan nama dan NIP terkirim ke luar instansi.",
        "categories": ["nama", "NIP"],
        "people_affected": 12,
        "measures": "Penerima diminta menghapus berkas itu.",
        "discovered_at": "2026-11-02T03:00:00Z",
        "agency": AGENCY,
    },
    "notify_of_breach": {"to": "authority", "at": "2026-11-03T03:00:00Z"},
    "change_retention": {"years": 10},
    "declare_conflict": {
        "employee_id": EMPLOYEE,
        "kind": "family",
        "reason": "Saudara kandung, menurut kartu keluarga.",
        "since": "2020-01-01",
    },
    "end_conflict": {"until": "2026-10-31", "reason": "Tidak lagi satu perusahaan keluarga."},
    "simulate_scoring_scheme": {
        "map_id": MAP,
        "pool_id": POOL,
        "scheme": tried(),
        "purpose": "Bahan rapat komite talenta: ambang potensi tinggi 75.",
    },
    "ask_counterfactual": {"target_box": 9},
    "ask_my_counterfactual": {"target_box": 9},
    "create_scoring_scheme": tried() | {"code": "skema-contoh", "title": "Skema contoh"},
    "create_talent_map": {
        "name": "Peta talenta contoh",
        "scheme": "bkn-411-2025",
        "as_of": "2026-01-01",
        "cohorts": [2, 3, 4],
    },
    "announce_publication": {
        "name": "Putaran contoh",
        "scheme": "bkn-411-2025",
        "as_of": "2026-01-01",
        "cut_off": "2030-01-01T00:00:00Z",
    },
    "attach_map": {"map_id": MAP},
    "file_objection": {
        "publication_id": example_id("publication"),
        "claim": "Predikat kinerja 2024 saya sangat baik menurut SKP yang ditandatangani.",
    },
    "answer_objection": {
        "verdict": "upheld",
        "remedy": "new_map",
        "reason": "SKP yang dilampirkan memang berpredikat sangat baik; SIMPEG diperbaiki.",
    },
    "link_remedy": {"remedy_id": MAP},
    "call_calibration": {
        "map_id": MAP,
        "name": "Kalibrasi contoh",
        "held_on": "2026-03-02",
        "members": [COMMITTEE, PYB, PPK],
        "quorum": 2,
        "agenda": [{"employee_id": EMPLOYEE}, {"box": 8}],
    },
    "extend_calibration_agenda": {
        "agenda": [{"box": 5}],
        "reason": "Diminta komite sesudah rapat persiapan.",
    },
    "propose_move": {
        "employee_id": EMPLOYEE,
        "to_box": 8,
        "reason_code": "evidence_not_on_file",
        "justification": "Memimpin pemulihan layanan sesudah banjir; SK belum tercatat di SIMPEG.",
        "authoriser_id": PPK,
    },
    "vote_on_move": {"vote": "approve", "reason": "SK tim sudah diperiksa"},
    "cancel_calibration": {"reason": "Dijadwalkan ulang sesudah data SKP lengkap."},
    "create_talent_pool": {
        "name": "Kelompok contoh",
        "map_id": MAP,
        "boxes": [7, 8, 9],
        "rule": {"cohorts": [2, 3, 4]},
        "legal_basis": "Peraturan Gubernur 12/2025",
        "valid_from": "2026-01-01",
        "expires_on": "2028-01-01",
    },
    "renew_talent_pool": {"reason": "Sesudah sidang kalibrasi ditutup."},
    "nominate_to_talent_pool": {
        "employee_id": example_id("nominee"),
        "reason": "Memimpin pelayanan terpadu dengan hasil yang diakui nasional.",
    },
    "compare_candidates": {
        "position_id": POSITION,
        "candidates": [
            {"pool_id": POOL, "employee_id": example_id("candidate")},
            {"pool_id": POOL, "employee_id": example_id("second_candidate")},
        ],
    },
    "open_blind_session": {
        "pool_id": POOL,
        "position_id": POSITION,
        "purpose": "Peringkat tanpa nama",
        "members": [COMMITTEE, example_id("second_committee")],
        "quorum": 2,
    },
    "rank_blind_candidates": {
        "ranking": [{"pseudonym": "K-30", "reason": "Paling siap menurut profilnya"}]
    },
    "cancel_blind_session": {"reason": "Kelompok akan diubah sebelum diperingkat."},
    "create_development_plan": {
        "employee_id": OTHER,
        "position_id": POSITION,
        "map_id": MAP,
        "starts_on": "2026-02-01",
        "ends_on": "2026-12-31",
    },
    "change_development_plan": {"status": "active"},
    "add_development_activity": {
        "gap": "training",
        "kind": "experience",
        "title": "Memimpin tim lintas bidang",
        "hours": "70",
        "due_on": "2026-09-30",
    },
    "report_development_progress": {"percent": 60, "note": "Tiga dari lima perizinan dipercepat."},
    "record_retention_measure": {
        "employee_id": EMPLOYEE,
        "map_id": MAP,
        "measure": "competence_development",
        "note": "Pelatihan kepemimpinan selama satu minggu",
        "done_by": "BKD",
        "done_on": "2026-02-20",
    },
    "propose_placement": {
        "pool_id": POOL,
        "position_id": POSITION,
        "names": [example_id("candidate"), example_id("second_candidate")],
        "note": "Berita acara komite talenta 2/2026",
    },
    "choose_for_placement": {
        "employee_id": example_id("second_candidate"),
        "deviation": {
            "reason_code": "competence_for_post",
            "explanation": "Memimpin penerapan anggaran berbasis kinerja selama tiga tahun.",
        },
    },
    "record_appointment": {
        "decree_no": "821.2/002/2026",
        "decree_on": "2026-11-02",
        "effective_on": "2026-11-02",
    },
    "withdraw_placement": {"reason": "Jabatan dihapus dalam penataan organisasi."},
    "record_placement_outcome": {
        "month": 6,
        "in_post": True,
        "predicate": "baik",
        "note": "Target semester pertama tercapai.",
    },
    "draft_approval_request": {"kind": "talent_pool", "subject_id": POOL},
    "amend_approval_request": {"content_sha256": SHA256, "route": ROUTE},
    "decide_approval_request": DECISION,
    "comment_on_approval_request": {"body": "Mohon diperiksa sebelum rapat."},
    "see_approval_comments": {"until": example_id("comment")},
    "decide_approval_requests": {
        "items": [{"request_id": example_id("approval_request"), **DECISION}]
    },
    "delegate_role": {
        "role": "pyb",
        "delegate_id": COMMITTEE,
        "valid_from": "2030-01-01",
        "valid_until": "2030-01-31",
        "legal_basis": "Peraturan Gubernur Nomor 9 Tahun 2025",
        "reason": "Tugas belajar",
    },
    "designate_acting_official": {
        "agency_id": example_id("agency"),
        "role": "pyb",
        "kind": "plh",
        "actor_id": COMMITTEE,
        "decree_number": "800.1.3/117/BKD/2026",
        "valid_from": "2030-01-01",
        "valid_until": "2030-01-07",
    },
    "record_absence": {"valid_from": "2030-01-01", "valid_until": "2030-01-07"},
    "record_step": {
        "step": "presentation_scheduled",
        "at": "2026-12-10T02:00:00Z",
        "place": "BKN, Jakarta",
        "participants": ["Kepala BKD"],
    },
    "create_webhook": {
        "url": "https://simpeg.example.com/kait/talenta",
        "events": ["talent_map.*", "approval_request.approved"],
        "agency": AGENCY,
    },
    "change_webhook": {"description": "Kait SIMPEG", "enabled": True},
    "rotate_webhook_secret": {"overlap_hours": 24},
    "replay_webhook": {"since": "2026-11-01T00:00:00Z", "only_failed": True},
    "record_follow_up": {
        "recommendation": "complete-data",
        "what": "Permintaan data SKP kepada seluruh perangkat daerah",
        "done_by": "BKD",
        "done_on": "2026-02-20",
    },
}
FILES = {"create_import": {"dry_run": True, "agency": AGENCY}, "attach_to_approval_request": {}}
"""Forms with a file: what the form holds besides; the file itself is chosen in the page."""
