"""A small province in files, written here: three units, two positions, three people."""

import csv
import io
import json
from typing import Any

ROOT, OFFICE, SECTION = "UNIT-0", "UNIT-1", "UNIT-2"
AGENCY = "INSTANSI-UJI"
DEWI, BUDI, SARI = "199608182022042003", "198609262015051001", "199205082025212012"


def as_csv(rows: list[dict[str, Any]], *, delimiter: str = ",", bom: bool = False) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(rows[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode("utf-8-sig" if bom else "utf-8")


def as_ndjson(rows: list[dict[str, Any]]) -> bytes:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def a_unit(number: str, parent: str = "", **values: Any) -> dict[str, Any]:
    return {
        "Id": number,
        "InstansiId": AGENCY,
        "DiatasanId": parent,
        "NamaUnor": f"Unit {number}",
        "NamaJabatan": f"Kepala {number}",
        "CepatKode": "01",
    } | values


def a_person(nip: str = DEWI, **values: Any) -> dict[str, Any]:
    female = nip[14] == "2"
    return {
        "pns_id": f"PNS-{nip}",
        "nip_baru": nip,
        "nama": "Dewi Contoh" if female else "Budi Contoh",
        "tanggal_lahir": f"{nip[6:8]}-{nip[4:6]}-{nip[:4]}",
        "jenis_kelamin": "F" if female else "M",
        "nomor_hp": "081234567890",
        "jenis_pegawai_nama": "PNS",
        "kedudukan_hukum_nama": "Aktif",
        "tmt_cpns": "01-04-2022",
        "gol_akhir_id": "34",
        "gol_akhir_nama": "III/D",
        "jenis_jabatan_id": "4",
        "jabatan_nama": "Pengelola",
        "jenjang": "Pelaksana",
        "tmt_jabatan": "2023-01-02",
        "tingkat_pendidikan_id": "05",
        "kesesuaian_bidang_ilmu": "sangat relevan",
        "unor_id": SECTION,
    } | values


def a_performance(nip: str = DEWI, **values: Any) -> dict[str, Any]:
    return {
        "id": f"SKP-{nip}",
        "pnsDinilaiId": f"PNS-{nip}",
        "nipBaru": nip,
        "tahun": "2024",
        "hasilKinerjaNilai": "1",
        "PerilakuKerjaNilai": "2",
        "KuadranKinerjaNilai": "2",
    } | values


UNITS = json.dumps([a_unit(SECTION, OFFICE), a_unit(ROOT), a_unit(OFFICE, ROOT)], indent=0).encode()
PEOPLE = as_csv([a_person(DEWI), a_person(BUDI), a_person(SARI)], bom=True)
PERFORMANCES = as_ndjson([a_performance(DEWI), a_performance(BUDI)])
FILES = {"rw_skp22.ndjson": PERFORMANCES, "pegawai.csv": PEOPLE, "ref_unor.json": UNITS}


def sent(files: dict[str, bytes]) -> list[tuple[str, tuple[str, bytes]]]:
    """Files as a multipart request has them."""
    return [("files", (name, content)) for name, content in files.items()]


def counts(done: dict[str, Any]) -> dict[str, tuple[int, int, int, int, int]]:
    """By kind: rows, accepted, unchanged, findings, rejected."""
    return {
        c["kind"]: (c["rows"], c["accepted"], c["unchanged"], c["findings"], c["rejected"])
        for c in done["counts"]
    }


async def rows_of(client: Any, done: dict[str, Any], **query: str) -> list[Any]:
    """The first page of an import's rows."""
    answer = await client.get(f"/v1/imports/{done['id']}/rows", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]
