"""What an attacker does to the bundle of a map, and the name that the verifier gives it."""

import io
import json
import random
import zipfile

import pytest

from app.verifier.bundle import verify
from tests.verifier.bundles import BKN, KNOWN_AT, make, manifest, ndjson, read, zipped

FILES = ["map.json", "scheme.json", "inputs.ndjson", "results.ndjson"]


@pytest.fixture
def files():
    return make()


def findings(files, listing=None):
    return verify(zipped(files, listing)).codes()


def altered(files, name, change):
    """The files, one of them changed; an attacker who knows the format makes a new manifest too."""
    lines = read(files[name])
    change(lines)
    return {**files, name: ndjson(lines)}


@pytest.mark.parametrize("seed", range(5))
def test_an_honest_bundle_is_equal(seed):
    report = verify(zipped(make(people=40, seed=seed)))

    assert report.findings == []
    assert "40 people recomputed" in " ".join(report.checked)


@pytest.mark.parametrize("name", FILES)
def test_a_byte_flipped_in_a_file_is_named(files, name):
    chance = random.Random(7)  # noqa: S311 - the same bits each time
    for _ in range(20):
        broken = bytearray(files[name])
        broken[chance.randrange(len(broken))] ^= 1 << chance.randrange(8)

        report = verify(zipped({**files, name: bytes(broken)}, manifest(files)))

        assert ("file-altered", name) in {one[:2] for one in report.findings}


def test_a_byte_flipped_anywhere_in_the_archive_is_found(files):
    whole = zipped(files).getvalue()
    with zipfile.ZipFile(zipped(files)) as archive:
        inside = [one.header_offset + 60 for one in archive.infolist()]
    for place in inside:
        broken = bytearray(whole)
        broken[place] ^= 4
        assert not verify(bytes_of(broken)).equal


def test_a_file_taken_out_or_put_in_is_named(files):
    less = {name: content for name, content in files.items() if name != "inputs.ndjson"}

    assert {"file-missing", "bundle-unreadable"} <= findings(less, manifest(files))
    assert findings({**files, "readme.txt": b"-"}, manifest(files)) == {"file-unlisted"}


def test_two_files_of_one_name_are_named(files):
    doubled = zipped(files)
    with zipfile.ZipFile(doubled, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("results.ndjson", b"")
    doubled.seek(0)

    assert "file-twice" in verify(doubled).codes()


def test_a_manifest_about_something_else_is_named(files):
    listing = manifest(files, id="00000000-0000-0000-0000-000000000001")

    assert "subject-differs" in findings(files, listing)


def test_a_manifest_that_is_spelled_otherwise_is_named(files):
    spelled = json.dumps(json.loads(manifest(files)), indent=1).encode()

    assert findings(files, spelled) == {"manifest-not-canonical"}


def test_a_score_raised_is_named_with_the_person_and_the_field(files):
    def raised(lines):
        lines[3]["value"] = "99.0000"

    report = verify(zipped(altered(files, "results.ndjson", raised)))

    (finding,) = report.findings
    who = read(files["results.ndjson"])[3]["employee_id"]
    assert finding[:2] == ("result-differs", who)
    assert "value: 99.0000 in the bundle" in finding.detail


def test_a_box_and_a_rank_bought_are_named(files):
    def bought(lines):
        lines[-1].update(box=9, cell="high/high", rank=1)

    report = verify(zipped(altered(files, "results.ndjson", bought)))

    assert {one.detail.split(":")[0] for one in report.findings} == {"box", "cell", "rank"}


def test_a_record_that_was_beautified_changes_the_outcome(files):
    def beautified(lines):
        for person in lines:
            person["performances"] = [
                {**one, "predicate": "kurang"} for one in person["performances"]
            ]

    assert "result-differs" in findings(altered(files, "inputs.ndjson", beautified))


def test_a_person_dropped_from_the_results_is_named(files):
    def dropped(lines):
        gone.append(lines.pop(0)["employee_id"])

    gone = []
    report = verify(zipped(altered(files, "results.ndjson", dropped)))

    assert ("person-dropped", gone[0]) in {one[:2] for one in report.findings}


def test_a_person_dropped_from_everything_does_not_fit_the_counts(files):
    who = read(files["results.ndjson"])[0]["employee_id"]

    def dropped(lines):
        lines[:] = [one for one in lines if one["employee_id"] != who]

    less = altered(altered(files, "results.ndjson", dropped), "inputs.ndjson", dropped)

    assert {"count-differs", "result-differs"} <= findings(less)


def test_a_person_added_or_doubled_is_named(files):
    def added(lines):
        lines.append({**lines[0], "employee_id": "ffffffff-0000-0000-0000-000000000000"})

    def doubled(lines):
        lines.append(lines[0])

    assert "person-added" in findings(altered(files, "results.ndjson", added))
    assert "person-twice" in findings(altered(files, "results.ndjson", doubled))


@pytest.mark.parametrize("name", ["inputs.ndjson", "results.ndjson"])
def test_lines_reordered_are_named(files, name):
    def swapped(lines):
        lines[0], lines[1] = lines[1], lines[0]

    assert findings(altered(files, name, swapped)) == {"order-differs"}


def test_another_scheme_is_named(files):
    other = json.loads(json.dumps(BKN))
    other["axes"]["performance"]["cutoffs"] = ["98", "99"]
    swapped = {**files, "scheme.json": make(document=other)["scheme.json"]}

    assert {"scheme-differs", "result-differs"} <= findings(swapped)


def test_a_scheme_that_is_spelled_otherwise_is_named(files):
    spelled = {**files, "scheme.json": json.dumps(BKN, indent=1).encode()}

    assert findings(spelled) == {"scheme-not-canonical"}


def test_a_fact_that_was_learnt_after_the_map_is_named(files):
    def later(lines):
        lines[0]["performances"][0]["recorded_at"] = KNOWN_AT.replace("2026", "2027")

    assert findings(altered(files, "inputs.ndjson", later)) == {"known-later"}


def test_somebody_outside_the_population_is_named(files):
    def retired(lines):
        lines[0]["record"]["legal_status"] = "Pensiun"

    assert findings(altered(files, "inputs.ndjson", retired)) == {"not-in-population"}


def test_records_left_out_by_kind_are_named(files):
    def bare(lines):
        del lines[0]["disciplines"]

    assert "inputs-incomplete" in findings(altered(files, "inputs.ndjson", bare))


@pytest.mark.parametrize(
    "content",
    [b"", b"PK", b"\x00" * 100, b"{}"],
)
def test_what_is_no_bundle_is_said_to_be_unreadable(content):
    assert verify(bytes_of(content)).codes() == {"bundle-unreadable"}


@pytest.mark.parametrize(
    "listing",
    [b"", b"[]", b"{}", b'{"format": "talenta-evidence/2"}', b"[" * 100_000, b'{"a":1,"a":2}'],
)
def test_a_manifest_that_is_none_is_said_to_be_unreadable(files, listing):
    assert findings(files, listing) == {"bundle-unreadable"}


def test_a_file_is_read_no_further_than_the_manifest_says(files):
    listing = manifest(files)
    longer = {**files, "map.json": files["map.json"] + b" " * 600_000}

    assert "file-altered" in findings(longer, listing)


def test_a_bomb_is_not_unpacked(files):
    bomb = {**files, "inputs.ndjson": b" " * 100_000_000}

    report = verify(zipped(bomb))

    assert report.codes() == {"bundle-unreadable"}
    assert "no bundle is so empty" in report.findings[0].detail


def bytes_of(content):
    return io.BytesIO(bytes(content))
