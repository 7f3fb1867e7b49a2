"""What an attacker does to the proofs of a bundle, or to a bundle behind true proofs."""

import json
import zipfile

import pytest
import rfc8785
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.verifier.bundle import verify
from app.verifier.checkpoint import Checkpoint, sign
from tests.verifier.bundles import make, manifest, ndjson, read, zipped
from tests.verifier.seals import KEY, ORIGIN, history, public, sealed

FORGER = Ed25519PrivateKey.from_private_bytes(bytes(32))
LOG = ["log/keys.txt", "log/checkpoint.txt", "log/entries.ndjson"]


@pytest.fixture(scope="module")
def files():
    return make()


def with_log(files, log, listing=None):
    """A bundle whose proofs are these."""
    out = zipped(files, listing)
    with zipfile.ZipFile(out) as archive:
        content = {name: archive.read(name) for name in archive.namelist()}
    out.seek(0)
    out.truncate()
    with zipfile.ZipFile(out, "w") as archive:
        for name, one in {**{n: c for n, c in content.items() if n not in LOG}, **log}.items():
            archive.writestr(name, one)
    return out


def test_an_honest_seal_says_who_took_it_and_what_for(files):
    report = verify(zipped(files), keys=[public()])

    assert report.findings == []
    assert report.notes == []
    assert any("sealed on" in one and "Auditor Uji" in one for one in report.checked)
    assert any("the log says the same" in one for one in report.checked)


def test_without_a_key_from_elsewhere_the_report_says_what_that_means(files):
    report = verify(zipped(files))

    assert report.equal
    assert public().kid in report.notes[0]


def test_a_bundle_without_proofs_is_named(files):
    for name in LOG:
        log = sealed(files, manifest(files))
        del log[name]
        assert verify(with_log(files, log)).codes() == {"seal-missing"}


def test_a_checkpoint_forged_with_another_key_is_named(files):
    forged = zipped(files, key=FORGER, kept_key=KEY)

    assert verify(forged).codes() == {"key-unknown"}


def test_a_bundle_sealed_anew_with_its_own_key_is_named_to_who_knows_the_true_one(files):
    forged = zipped(files, key=FORGER)

    assert verify(forged, keys=[public()]).codes() == {"key-unknown"}
    forged.seek(0)
    assert public(FORGER).kid in verify(forged).notes[0]


def test_a_signature_that_is_none_is_named(files):
    log = sealed(files, manifest(files))
    note = log["log/checkpoint.txt"].decode()
    log["log/checkpoint.txt"] = note.replace(f"{ORIGIN}\n9\n", f"{ORIGIN}\n10\n").encode()
    changed = with_log(files, log)

    assert f"\n{10}\n" in log["log/checkpoint.txt"].decode()
    assert verify(changed).codes() == {"signature-bad"}


def test_proofs_from_another_bundle_are_named(files):
    elsewhere = make(seed=2)

    report = verify(with_log(files, sealed(elsewhere, manifest(elsewhere))))

    assert "seal-differs" in report.codes()


def test_proofs_of_another_subject_are_named(files):
    other = sealed(files, manifest(files), subject="00000000-0000-0000-0000-000000000001")

    assert "seal-missing" in verify(with_log(files, other)).codes()


def test_a_page_beautified_behind_a_new_manifest_does_not_fit_the_seal(files):
    page = {**files, "index.html": b"<p>apa adanya</p>"}
    log = sealed(page, manifest(page))

    changed = {**page, "index.html": b"<p>lebih indah</p>"}

    assert verify(with_log(changed, log)).codes() == {"seal-differs"}


def test_an_event_rewritten_is_named(files):
    log = sealed(files, manifest(files))
    lines = read(log["log/entries.ndjson"])
    lines[-1]["event"]["actor_name"] = "Orang lain"
    log["log/entries.ndjson"] = ndjson(lines)

    assert {"event-altered", "seal-missing"} == verify(with_log(files, log)).codes()


@pytest.mark.parametrize("change", ["proof", "index", "commitment"])
def test_a_proof_that_leads_elsewhere_is_named(files, change):
    log = sealed(files, manifest(files))
    lines = read(log["log/entries.ndjson"])
    lines[0][change] = {
        "proof": lines[1]["proof"],
        "index": 0,
        "commitment": lines[1]["commitment"],
    }[change]
    log["log/entries.ndjson"] = ndjson(lines)

    assert "proof-bad" in verify(with_log(files, log)).codes()


def test_a_byte_flipped_in_any_proof_is_found(files):
    for name in LOG:
        log = sealed(files, manifest(files))
        for place in range(0, len(log[name]), 41):
            broken = bytearray(log[name])
            broken[place] ^= 1
            report = verify(with_log(files, {**log, name: bytes(broken)}), keys=[public()])
            # The bundle's own keys do not matter to who has them from elsewhere.
            assert name == "log/keys.txt" or not report.equal, (name, place)


def test_the_log_of_that_day_contradicts_a_map_made_smaller(files):
    true_history = history(files)
    who = read(files["results.ndjson"])[-1]["employee_id"]
    less = dict(files)
    for name in ("inputs.ndjson", "results.ndjson"):
        less[name] = ndjson([one for one in read(files[name]) if one["employee_id"] != who])
    about = json.loads(files["map.json"])
    about["population"] -= 1
    less["map.json"] = json.dumps(about, sort_keys=True, separators=(",", ":")).encode()

    report = verify(zipped(less, events=true_history))

    assert report.codes() == {"history-differs"}


def test_a_map_computed_anew_from_facts_rewritten_is_not_the_one_of_that_day(files):
    rewritten = make(seed=3)

    report = verify(zipped(rewritten, events=history(files)))

    assert ("history-differs", "results.ndjson") in {one[:2] for one in report.findings}
    assert report.codes() == {"history-differs"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("as_of", "2025-12-31"),
        ("known_at", "2026-02-02T00:00:00.000000Z"),
        ("cohorts", [2]),
        ("restricted", 3),
        ("unit_id", "00000000-0000-0000-0000-000000000001"),
    ],
)
def test_a_map_that_says_it_was_asked_otherwise_is_named(files, name, value):
    about = {**json.loads(files["map.json"]), name: value}
    changed = {**files, "map.json": rfc8785.dumps(about)}

    report = verify(zipped(changed, events=history(files)))

    assert any(one[:2] == ("history-differs", "map.json") for one in report.findings)


def test_another_history_of_the_log_is_a_fork(files):
    fork = sign(Checkpoint(ORIGIN, 9, bytes(32)), KEY)
    older = sign(Checkpoint(ORIGIN, 4, bytes(32)), KEY)

    report = verify(zipped(files), trusted=[fork, older], keys=[public()])

    assert report.codes() == {"fork"}
    assert "4 events" in report.notes[0]


def test_an_event_that_was_erased_is_no_fault(files):
    log = sealed(files, manifest(files))
    lines = read(log["log/entries.ndjson"])
    lines[0].update(salt=None, event=None, erased=True)
    log["log/entries.ndjson"] = ndjson(lines)

    report = verify(with_log(files, log), keys=[public()])

    assert report.equal
    assert any("erased" in note for note in report.notes)
