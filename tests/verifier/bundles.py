"""Bundles of an invented map for tests: made by the service's own rules, altered as one likes."""

import hashlib
import io
import json
import random
import zipfile
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import rfc8785

from app.scoring_schemes import facts as f
from app.scoring_schemes.document import parse
from app.scoring_schemes.scoring import score
from app.scoring_schemes.service import shipped
from app.talent_maps.nine_box import NUMBERS, Cell
from app.talent_maps.ranking import ranks
from tests.verifier.lines import line
from tests.verifier.seals import sealed

D = date(2026, 1, 1)
KNOWN_AT = "2026-01-02T00:00:00.000000Z"
RECORDED_AT = "2026-01-01T00:00:00.000000Z"
BKN = json.loads(shipped()[0])


def someone(number: int, chance: random.Random) -> f.Facts:
    """A person with a bit of everything."""

    def a_day(years: int = 6) -> date:
        return D - timedelta(days=chance.randrange(years * 365))

    return f.Facts(
        employee_id=str(UUID(int=number + 1)),
        education_level=chance.choice(["30", "40", "45", None]),
        education_relevance=chance.choice(["very", "fairly", "not"]),
        position_since=a_day(8),
        performances=(f.Performance("p", 2025, chance.choice(["baik", "sangat_baik"]), 1),),
        awards=(f.Award("a", a_day(), "nasional"),),
        team_assignments=(f.TeamAssignment("t", a_day(3), "ketua", "internal"),),
        feedbacks=(f.Feedback("b", 2025, Decimal(chance.randrange(5000, 10001)) / 100),),
        assessments=tuple(
            f.Assessment(
                f"s{n}",
                a_day(4),
                tuple(chance.randrange(2, 6) for _ in range(9)),
                (3,) * 9,
                tuple(chance.randrange(2, 6) for _ in range(8)),
                None,
            )
            for n in range(2)
        ),
        courses=(f.Course("c", 2025, None, Decimal(chance.randrange(400)) / 10),),
        positions=(f.Position("h", a_day(9), "u1", chance.random() < 0.3, None),),
        disciplines=(),
    )


def make(people: int = 12, seed: int = 1, document: dict = BKN) -> dict[str, bytes]:
    """The files of a map's bundle, without manifest."""
    chance = random.Random(seed)  # noqa: S311 - the same people each time
    scheme = parse(document)
    everybody = [someone(number, chance) for number in range(people)]
    scored = [(person, score(scheme, person, D)) for person in everybody]
    placed = [one for one in scored if one[1].value is not None]
    keys = [keys_of(scheme, scores) for _, scores in placed]
    order = sorted(zip(ranks(keys), placed, strict=True), key=lambda one: one[0])
    order += [(None, one) for one in scored if one[1].value is None]
    rows = [result(scheme, *one) for one in order]
    boxes = {str(number): 0 for number in range(1, 10)}
    for row in rows:
        if row["box"]:
            boxes[str(row["box"])] += 1
    about = {
        "id": str(UUID(int=99)),
        "name": "Peta uji",
        "agency": {"code": "UJI", "name": "Provinsi Uji"},
        "as_of": D.isoformat(),
        "known_at": KNOWN_AT,
        "scheme": f"{scheme.code}@{scheme.version}",
        "scheme_sha256": scheme.sha256,
        "numbering": scheme.numbering,
        "unit_id": None,
        "cohorts": None,
        "population": people,
        "restricted": 0,
        "boxes": boxes,
    }
    inputs = [known(line(person)) for person in everybody]
    return {
        "map.json": rfc8785.dumps(about),
        "scheme.json": rfc8785.dumps(document),
        "inputs.ndjson": ndjson(inputs),
        "results.ndjson": ndjson(dict(place=n, **row) for n, row in enumerate(rows, 1)),
    }


def keys_of(scheme, scores):
    named = {
        "value": scores.value,
        "performance": scores.performance.score,
        "potential": scores.potential.score,
    }
    return tuple(named[key] for key in scheme.ranking)


def known(person):
    """The line with what the service says of the person and of when it knew it."""
    person["record"] |= {"legal_status": "Aktif", "cohort": 2, "recorded_at": RECORDED_AT}
    for records in person.values():
        if isinstance(records, list):
            for one in records:
                one["recorded_at"] = RECORDED_AT
    return person


def result(scheme, rank, one):
    person, scores = one
    levels = scores.performance.level, scores.potential.level
    cell = None if None in levels else Cell(*levels)
    return {
        "employee_id": person.employee_id,
        "performance": text(scores.performance.score),
        "potential": text(scores.potential.score),
        "value": text(scores.value),
        "performance_level": name(levels[0]),
        "potential_level": name(levels[1]),
        "cell": cell and cell.name,
        "box": cell and NUMBERS[scheme.numbering][cell.index],
        "rank": rank,
        "cohort": 2,
        "missing": list(scores.missing),
    }


def text(number):
    return None if number is None else f"{number:f}"


def name(level):
    return None if level is None else level.name.lower()


def ndjson(lines) -> bytes:
    return b"".join(json.dumps(one).encode() + b"\n" for one in lines)


def read(content: bytes) -> list[dict]:
    return [json.loads(one) for one in content.splitlines()]


def manifest(files: dict[str, bytes], kind: str = "talent_map", **values) -> bytes:
    return rfc8785.dumps(
        {
            "format": "talenta-evidence/1",
            "kind": kind,
            "id": str(UUID(int=99)),
            "created_at": "2026-01-03T00:00:00Z",
            "purpose": "Uji",
            "files": [
                {"name": name, "bytes": len(one), "sha256": hashlib.sha256(one).hexdigest()}
                for name, one in files.items()
            ],
            **values,
        }
    )


def zipped(files: dict[str, bytes], listing: bytes | None = None, **seal) -> io.BytesIO:
    """The files with a manifest of their own, or with the one given; sealed in a log."""
    listing = manifest(files) if listing is None else listing
    log = sealed(files, listing, **seal)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("manifest.json", listing)
        for name, content in (files | log).items():
            archive.writestr(name, content)
    out.seek(0)
    return out
