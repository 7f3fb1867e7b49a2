"""Answers as the documentation shows them."""

AGENCY = {
    "id": "0199f3a4-7c1e-7000-8b3a-5c7e8d9f0a1b",
    "code": "7100",
    "name": "Pemerintah Provinsi Sumatera Raya",
    "kanreg": "VII",
    "province": "Sumatera Selatan",
    "created_at": "2026-01-05T02:00:00Z",
}
KANREG = {
    "code": "VII",
    "number": 7,
    "city": "Palembang",
    "provinces": ["Sumatera Selatan", "Jambi", "Bengkulu", "Kepulauan Bangka Belitung"],
}
UNIT = {
    "id": "0199f3a4-7c1e-7001-8b3a-5c7e8d9f0a1b",
    "agency_id": AGENCY["id"],
    "siasn_id": "U0007",
    "parent_id": "0199f3a4-7c1e-7002-8b3a-5c7e8d9f0a1b",
    "name": "Bidang Mutasi dan Promosi",
    "head_title": "Kepala Bidang Mutasi dan Promosi",
    "code": "07.02",
}
POSITION = {
    "id": "0199f3a4-7c1e-7003-8b3a-5c7e8d9f0a1b",
    "agency_id": AGENCY["id"],
    "code": "J000021",
    "name": "Kepala Bidang Mutasi dan Promosi",
    "unit_id": UNIT["id"],
    "kind": "1",
    "level": "Administrator",
    "cohort": 3,
    "echelon_id": "32",
    "echelon": "III.b",
    "grade": 11,
    "critical": True,
    "retirement_age": 58,
    "required_rank": "III/d",
    "required_education": "40",
    "required_training": "PKP",
    "required_experience_years": 3,
    "admits_pppk": False,
}
