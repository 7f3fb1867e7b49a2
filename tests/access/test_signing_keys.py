"""The keys that sign tokens: made once, followed by others, gone when their tokens are."""

import stat
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from joserfc import jwt
from joserfc.jwk import KeySet, OKPKey

from app.access import signing_keys
from app.access import tokens as tokens_module
from app.access.signing_keys import ALGORITHM, FIRST, KeyRing
from app.access.tokens import Tokens
from app.core.config import Settings
from app.core.identity import Actor, Role

MINUTE = 60
ACTOR = Actor(uuid4(), "SIMPEG Uji", frozenset({Role.SIMPEG}), None)


class Clock:
    """Time that moves when it is told to."""

    def __init__(self, real):
        self.ahead, self.real = 0, real

    def time(self):
        return self.real.time() + self.ahead

    def time_ns(self):
        return self.real.time_ns() + self.ahead * 10**9


@pytest.fixture
def clock(monkeypatch):
    clock = Clock(signing_keys.time)
    monkeypatch.setattr(signing_keys, "time", clock)
    monkeypatch.setattr(tokens_module, "time", clock)
    return clock


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "keys"


def process_on(folder):
    """What another process of the same installation has."""
    return Tokens(KeyRing(folder, lifetime=15 * MINUTE), "https://talenta.example", 15)


def kids(tokens):
    return [key["kid"] for key in tokens.key_set()["keys"]]


def test_the_key_is_made_once_and_for_its_owner_alone(folder):
    rings = [KeyRing(folder, lifetime=60) for _ in range(8)]
    with ThreadPoolExecutor(8) as pool:
        made = set(pool.map(lambda ring: ring.signing.kid, rings))

    assert len(made) == 1
    assert stat.S_IMODE((folder / FIRST).stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert [path.name for path in folder.iterdir()] == [FIRST]


def test_a_new_key_is_published_before_it_signs(folder, clock):
    tokens = process_on(folder)
    old = tokens.ring.signing.kid

    new = tokens.ring.rotate().kid

    assert kids(tokens) == [old, new]
    clock.ahead = 11 * MINUTE
    assert kids(tokens) == [new, old]
    assert tokens.ring.signing.kid == new


def test_a_key_that_was_followed_is_there_until_its_tokens_have_run_out(folder, clock):
    tokens, other = process_on(folder), process_on(folder)
    before = tokens.issue(ACTOR)
    old = tokens.ring.signing.kid
    new = tokens.ring.rotate().kid
    clock.ahead = 10 * MINUTE - 1
    last = tokens.issue(ACTOR)

    clock.ahead = 24 * MINUTE
    assert other.authenticate(before) is None
    assert other.authenticate(last) == ACTOR
    assert set(kids(other)) == {old, new}

    clock.ahead = 27 * MINUTE
    assert kids(other) == [new]
    assert other.authenticate(other.issue(ACTOR)) == ACTOR


def test_every_process_knows_a_new_key_at_once(folder):
    here, there = process_on(folder), process_on(folder)
    assert there.authenticate(here.issue(ACTOR)) == ACTOR

    here.ring.rotate(at_once=True)

    token = here.issue(ACTOR)
    assert there.authenticate(token) == ACTOR
    assert there.issue(ACTOR).partition(".")[0] == token.partition(".")[0]


def test_tokens_of_a_key_that_was_replaced_are_worthless_everywhere(folder, clock):
    here, there = process_on(folder), process_on(folder)
    stolen = here.issue(ACTOR)
    assert there.authenticate(stolen) == ACTOR

    new = here.ring.replace()

    clock.ahead = tokens_module.LOOK_SECONDS + 1
    assert there.authenticate(stolen) is None
    assert kids(here) == kids(there) == [new.kid]
    assert there.authenticate(here.issue(ACTOR)) == ACTOR


def test_rotating_removes_keys_that_are_done_with(folder, clock):
    ring = KeyRing(folder, lifetime=15 * MINUTE)
    first = ring.signing.file
    second = ring.rotate().file
    clock.ahead = 60 * MINUTE

    third = ring.rotate().file

    assert not first.exists()
    assert set(folder.iterdir()) == {second, third}


def test_the_published_keys_verify_tokens_of_both(folder):
    tokens = process_on(folder)
    old = tokens.issue(ACTOR)
    tokens.ring.rotate(at_once=True)
    new = tokens.issue(ACTOR)

    keys = KeySet.import_key_set(tokens.key_set())

    for token in (old, new):
        assert jwt.decode(token, keys, algorithms=[ALGORITHM]).claims["sub"] == str(ACTOR.id)


def test_a_token_that_names_no_key_is_refused(folder):
    tokens = process_on(folder)
    claims = jwt.decode(tokens.issue(ACTOR), tokens.key, algorithms=[ALGORITHM]).claims
    header = {"alg": ALGORITHM, "typ": "at+jwt"}

    nameless = jwt.encode(header, claims, tokens.key, algorithms=[ALGORITHM])

    assert tokens.authenticate(nameless) is None


def named_key(file):
    file.write_bytes(OKPKey.generate_key("Ed25519").as_pem(private=True))
    return file


def test_of_the_keys_that_the_settings_name_the_first_signs(tmp_path, monkeypatch):
    old, new = named_key(tmp_path / "old.pem"), named_key(tmp_path / "new.pem")
    monkeypatch.setenv("SIGNING_KEY_FILE", str(old))
    before = Tokens.of(Settings())
    monkeypatch.setenv("SIGNING_KEY_FILE", f"{new}, {old}")
    after = Tokens.of(Settings())

    assert after.authenticate(before.issue(ACTOR)) == ACTOR
    assert before.authenticate(after.issue(ACTOR)) is None
    assert kids(after) == [after.ring.signing.kid, before.ring.signing.kid]
    with pytest.raises(ValueError, match="SIGNING_KEY_FILE"):
        after.ring.rotate()


def test_a_key_that_the_settings_name_must_be_there(tmp_path):
    with pytest.raises(FileNotFoundError):
        Tokens.of(Settings(signing_key_file=tmp_path / "none.pem"))


def test_a_key_of_another_kind_is_refused(tmp_path):
    file = tmp_path / "x25519.pem"
    file.write_bytes(OKPKey.generate_key("X25519").as_pem(private=True))

    with pytest.raises(ValueError, match="Ed25519"):
        Tokens.of(Settings(signing_key_file=file))
