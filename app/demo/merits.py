"""Histories of merit: appraisals, assessments, feedback, teams, awards, punishments. Pure."""

from collections.abc import Iterator
from datetime import date, timedelta

from app.demo.careers import Row
from app.demo.luck import Odds
from app.demo.names import TEAMS
from app.demo.people import Person
from app.demo.spelling import comma, day, grouped
from app.employees.levels import ASPECTS, COMPETENCIES

RATINGS = {"1": "DIATAS EKSPEKTASI", "2": "SESUAI EKSPEKTASI", "3": "DIBAWAH EKSPEKTASI"}
QUADRANTS = {
    "11": "1",
    "12": "2",
    "13": "4",
    "21": "2",
    "22": "2",
    "23": "4",
    "31": "3",
    "32": "3",
    "33": "5",
}
"""Result and conduct to predicate (PermenPANRB 6/2022, the matrix)."""
PREDICATES = {
    "1": "SANGAT BAIK",
    "2": "BAIK",
    "3": "BUTUH PERBAIKAN",
    "4": "KURANG",
    "5": "SANGAT KURANG",
}
PUNISHMENTS = Odds({"R": 60.0, "S": 28.0, "B": 12.0})
SENTENCES = {
    "R": ("Teguran tertulis", 0),
    "S": ("Pemotongan tunjangan kinerja 25% selama 9 bulan", 9),
    "B": ("Penurunan jabatan setingkat lebih rendah selama 12 bulan", 12),
}
SCALES = Odds({"internal": 50.0, "lintas_instansi": 22.0, "nasional": 24.0, "internasional": 4.0})
MEDALS = {10: "X", 20: "XX", 30: "XXX"}
"""Satyalancana Karya Satya by full years of service."""
ABOVE, BELOW = 0.35, -1.7
"""Strength from which, and below which, work is rated above and below expectation."""
STRUGGLING, DRAG = 0.07, 2.2
"""Share of people whose work suffers for reasons that have nothing to do with talent, and how."""
PURPOSES = ("pemetaan", "pemetaan", "pemetaan", "pengisian")


def appraisals(person: Person, today: date) -> Iterator[Row]:
    """Appraisals (SKP) of the last two years, for whom they exist."""
    luck = person.luck
    strength = person.talent - (DRAG if luck.chance(STRUGGLING) else 0)
    for years_ago in (1, 2):
        year = today.year - years_ago
        if person.joined.year > year or luck.chance(0.02):
            continue
        result = _rating(strength + luck.gauss(-0.1, 0.8))
        conduct = _rating(strength * 0.7 + luck.gauss(0.25, 0.7), lowest=-2.1)
        quadrant = QUADRANTS[result + conduct]
        yield {
            "id": luck.identifier(),
            "pnsDinilaiId": person.pns_id,
            "nipBaru": grouped(luck, person.nip),
            "tahun": str(year),
            "hasilKinerja": RATINGS[result],
            "hasilKinerjaNilai": result,
            "perilakuKerja": RATINGS[conduct],
            "PerilakuKerjaNilai": conduct,
            "kuadranKinerja": PREDICATES[quadrant],
            "KuadranKinerjaNilai": quadrant,
            "statusPenilai": "ASN",
        }


def _rating(strength: float, lowest: float = BELOW) -> str:
    return "1" if strength > ABOVE else "3" if strength < lowest else "2"


def assessment(person: Person, today: date) -> Row | None:
    """An assessment of the last years; not everybody has one, and some have run out."""
    luck = person.luck
    if luck.chance(0.02 if person.post else 0.14):
        return None
    years = luck.triangular(0.1, 3.6, 1.2)
    held = max(today - timedelta(days=int(years * 365)), person.joined)
    row = {
        "nip": person.nip,
        "tanggal": day(luck, held),
        "tujuan": luck.pick(PURPOSES),
        "lembaga": "UPT Penilaian Kompetensi Sumatera Raya",
        "asesor": f"Asesor {luck.between(1, 24):02d}",
    }
    required = person.stage.required
    general = 0.38 * person.talent - 0.3
    for name in COMPETENCIES:
        level = round(required + general + luck.gauss(0, 0.5))
        row[name] = str(min(5, max(0, level)))
        row[f"{name}_syarat"] = str(required)
    for name in ASPECTS:
        row[name] = str(min(5, max(0, round(luck.gauss(3.3 + 0.45 * person.talent, 0.75)))))
    technical = min(10000, max(3000, round(luck.gauss(78 + 6 * person.talent, 8) * 100)))
    return row | {"jpm_teknis": comma(luck, technical)}


def feedback(person: Person, today: date) -> Row | None:
    """The 360 score of last year, for four in five."""
    luck = person.luck
    if luck.chance(0.2) or person.joined.year >= today.year - 1:
        return None
    score = min(9950, max(3500, round(luck.gauss(80 + 6 * person.talent, 6) * 100)))
    return {
        "nip": person.nip,
        "tahun": str(today.year - 1),
        "nilai": comma(luck, score),
        "jumlah_penilai": str(luck.between(3, 9)),
    }


def teams(person: Person, today: date) -> Iterator[Row]:
    """Decrees that put the person on a team, of the last three years."""
    luck = person.luck
    if luck.chance(0.45 + 0.13 * person.talent):
        start = max(today - timedelta(days=1000), person.joined)
        decree = luck.day(start, today - timedelta(days=20))
        wide = luck.chance(0.3)
        yield {
            "nip": person.nip,
            "nomor_sk": f"100.3.3.1/{luck.between(1, 999)}/KPTS/{decree.year}",
            "tanggal_sk": day(luck, decree),
            "peran": "ketua" if luck.chance(0.12 + 0.06 * person.talent) else "anggota",
            "lingkup": "lintas_instansi" if wide else "internal",
            "nama_tim": luck.pick(TEAMS),
        }


def awards(person: Person, today: date) -> Iterator[Row]:
    """The state's medal for years of service, and prizes for the talented."""
    luck = person.luck
    given: list[tuple[date, str, str]] = []
    for years, medal in MEDALS.items():
        year = person.joined.year + years
        if not person.on_contract and today.year - 8 <= year < today.year and luck.chance(0.8):
            name = f"Satyalancana Karya Satya {medal} Tahun"
            given.append((date(year, 8, 17), name, "nasional"))
    if luck.chance(0.08 + 0.05 * person.talent):
        scale = luck.draw(SCALES)
        on = luck.day(max(today - timedelta(days=2500), person.joined), today)
        given.append((on, "Pegawai Berprestasi", scale))
    for on, name, scale in given:
        yield {
            "id": luck.identifier(),
            "pnsOrangId": person.pns_id,
            "nipBaru": person.nip,
            "tahun": str(on.year),
            "skNomor": f"PH-{luck.between(100, 9999)}",
            "skDate": day(luck, on),
            "hargaNama": name,
            "skalaHarga": scale,
        }


def punishment(person: Person, today: date) -> Row | None:
    """One in forty has been punished; some of it was lifted again."""
    luck = person.luck
    if not luck.chance(0.025 - 0.008 * person.talent):
        return None
    level = luck.draw(PUNISHMENTS)
    name, months = SENTENCES[level]
    start = luck.day(max(today - timedelta(days=2200), person.joined), today)
    lifted = luck.chance(0.08)
    return {
        "id": luck.identifier(),
        "pnsOrang": person.pns_id,
        "nipBaru": person.nip,
        "jenisTingkatHukumanId": level,
        "jenisHukumanNama": name,
        "skNomor": f"HD-{luck.between(1, 999)}/{start.year}",
        "skTanggal": day(luck, start),
        "hukumanTanggal": day(luck, start),
        "akhirHukumTanggal": day(luck, start + timedelta(days=months * 30)),
        "masaTahun": "0",
        "masaBulan": str(months),
        "skPembatalanNomor": f"BTL-{luck.between(1, 99)}" if lifted else "",
        "nomorPp": "94/2021",
    }
