"""Histories of a career: positions, ranks, schooling, trainings. Rows as SIASN names them. Pure."""

from collections.abc import Iterator
from datetime import date, timedelta

from app.demo.ladder import SCHOOLING, rank_name
from app.demo.luck import Odds
from app.demo.names import COURSES, FORMER_AGENCIES, SCHOOLS
from app.demo.organisation import AGENCY_CODE, PROVINCE, Unit
from app.demo.people import Person
from app.demo.spelling import day, shouted

Row = dict[str, str]

RANKS_KEPT = 2
SPELLINGS = {
    "PKP": ("PKP", "PKP", "DIKLAT PIM TK. IV", "Diklatpim Tingkat IV", "PIM IV"),
    "PKA": ("PKA", "PKA", "Diklatpim III", "DIKLAT PIM  TK. III"),
    "PKN II": ("PKN II", "PKN Tingkat II", "Diklatpim II"),
}
TRAINED = {
    "Pengawas": {"PKP": 0.75, "PKA": 0.05},
    "Ahli Muda": {"PKP": 0.14},
    "Administrator": {"PKP": 0.55, "PKA": 0.7},
    "Ahli Madya": {"PKP": 0.25, "PKA": 0.22},
    "JPT Pratama": {"PKA": 0.7, "PKN II": 0.7},
    "JPT Madya": {"PKA": 0.8, "PKN II": 0.95},
}
ACTING = Odds(
    {"PLT_LEBIH_TINGGI": 4.0, "PLT_SETARA": 3.0, "PLH_LEBIH_TINGGI": 2.0, "PLH_SETARA": 2.0}
)
HOURS = Odds({"4": 2.0, "8": 5.0, "16": 4.0, "20": 5.0, "24": 3.0, "32": 2.0, "40": 3.0})


def whose(person: Person) -> Row:
    """The fields by which most histories name a person."""
    return {"id": person.luck.identifier(), "idPns": person.pns_id, "nipBaru": person.nip}


def standing_since(person: Person, today: date) -> date:
    """When the person came to the present position."""
    luck = person.luck
    years = luck.triangular(0.2, 9.0, 2.6)
    since = max(today - timedelta(days=int(years * 365.25)), person.joined)
    return since.replace(day=1) if luck.chance(0.7) and since.day > 1 else since


def positions(person: Person, since: date, units: list[Unit]) -> Iterator[Row]:
    """Positions held, first to last, and an acting assignment now and then."""
    luck = person.luck
    former = 0 if person.on_contract or since <= person.joined else luck.between(0, 2)
    starts = sorted({luck.day(person.joined, since - timedelta(days=1)) for _ in range(former)})
    home = person.unit if luck.chance(0.45) else luck.pick(units)
    for place, start in enumerate(starts):
        away = place == 0 and luck.chance(0.13)
        row = _position(person, home, f"{person.title.split(' Ahli ')[0]} terdahulu", start)
        if away:
            agency = luck.pick(FORMER_AGENCIES)
            row |= {"unorId": "", "unorNama": agency, "instansiKerjaNama": agency}
            row["instansiKerjaId"] = ""
        yield row
    present = _position(person, person.unit, person.title, since)
    if person.post:
        present |= {"eselon": person.post.grade.echelon, "eselonId": person.post.grade.echelon_id}
    yield present
    if not person.on_contract and luck.chance(0.09 if person.post else 0.012):
        row = _position(
            person, luck.pick(units), "Pelaksana tugas", luck.day(since, _soon_after(since))
        )
        yield row | {"jenisPenugasanId": luck.draw(ACTING)}


def _soon_after(since: date) -> date:
    """A month or two after a day, within the same year."""
    return min(since + timedelta(days=50), date(since.year, 12, 31))


def _position(person: Person, unit: Unit, title: str, since: date) -> Row:
    luck = person.luck
    return whose(person) | {
        "jenisJabatan": person.stage.kind,
        "instansiKerjaId": AGENCY_CODE,
        "instansiKerjaNama": PROVINCE,
        "unorId": unit.id,
        "unorNama": unit.name,
        "namaJabatan": title,
        "tmtJabatan": day(luck, since),
        "nomorSk": f"800.1.3/{luck.between(1, 990)}/BKD/{since.year}",
        "tanggalSk": day(luck, since),
        "jenisPenugasanId": "",
    }


def ranks(person: Person, today: date) -> Iterator[Row]:
    """The latest ranks; one of a PPPK since the contract began."""
    luck = person.luck
    held = [(str(code), rank_name(code), since) for code, since in person.ranks[-RANKS_KEPT:]]
    for code, name, since in held or [("", person.contract_rank, person.joined)]:
        yield whose(person) | {
            "golonganId": code,
            "golongan": shouted(luck, name),
            "skNomor": f"823/{luck.between(1, 900)}/SK/{since.year}",
            "skTanggal": day(luck, since),
            "tmtGolongan": day(luck, since),
            "masaKerjaGolonganTahun": str(min(since, today).year - person.joined.year),
            "masaKerjaGolonganBulan": str(luck.below(12)),
        }


def schooling(person: Person) -> Iterator[Row]:
    """The last diploma, and for some the one before it."""
    luck = person.luck
    taken = [(person.schooling, person.graduated)]
    if person.schooling in ("45", "50"):
        taken.insert(0, ("40", person.born.year + 23))
    elif luck.chance(0.2) and person.schooling in ("30", "35", "40"):
        taken.insert(0, ("15", person.born.year + 18))
    for level, year in taken:
        secondary = level in ("15", "17")
        yield whose(person) | {
            "tkPendidikanId": level,
            "tkPendidikanNama": SCHOOLING[level],
            "pendidikanNama": "Ilmu Pengetahuan Sosial" if secondary else person.field_of_study,
            "tahunLulus": str(year),
            "nomorIjasah": f"DN-{luck.between(100000, 999999)}/{year}",
            "namaSekolah": f"SMA Negeri {person.birthplace}" if secondary else luck.pick(SCHOOLS),
        }


def courses(person: Person, today: date) -> Iterator[Row]:
    """Courses of the last two years; the talented take more."""
    luck = person.luck
    for years_ago in (1, 2):
        year = today.year - years_ago
        for _ in range(max(0, round(luck.gauss(0.75 + 0.25 * person.talent, 0.7)))):
            held = luck.day(date(year, 1, 15), date(year, 12, 10))
            yield whose(person) | {
                "namaKursus": luck.pick(COURSES),
                "jenisKursusSertifikat": luck.pick(("P", "S")),
                "jumlahJam": luck.draw(HOURS),
                "tahunKursus": str(year),
                "tanggalKursus": day(luck, held),
                "noSertipikat": f"{luck.between(10000, 99999)}/BPSDM/{year}",
                "institusiPenyelenggara": "BPSDM Provinsi Sumatera Raya",
            }


def leadership(person: Person, today: date) -> Iterator[Row]:
    """Leadership trainings, spelled in the many ways that files know."""
    luck = person.luck
    if person.on_contract:
        return
    for name, share in TRAINED.get(person.stage.level, {}).items():
        if luck.chance(share):
            held = luck.day(date(max(2008, person.joined.year + 5), 2, 1), today)
            yield whose(person) | {
                "latihanStrukturalNama": luck.pick(SPELLINGS[name]),
                "nomor": f"{luck.between(10, 999)}/{name.split(' ', maxsplit=1)[0]}/{held.year}",
                "tanggal": day(luck, held),
                "tahun": str(held.year),
                "jumlahJam": "900",
            }
