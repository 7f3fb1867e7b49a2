"""The key of checkpoints: made once, for its owner's eyes; a named one has to be there."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from app.audit.signing import Signer, origin_of
from app.core.key_file import KeyFile, make_key
from app.main import create_app
from app.verifier.checkpoint import Checkpoint, verify

CHECKPOINT = Checkpoint("talenta.example.go.id/log", 7, bytes(32))


@pytest.fixture
def at(settings, tmp_path):
    """Settings with a home of their own."""

    def made(**changes):
        return settings.model_copy(update={"talenta_home": tmp_path, **changes})

    return made


def test_a_key_is_made_when_it_is_first_needed_for_its_owner_alone(at, tmp_path):
    file = tmp_path / "keys" / "checkpoints.pem"
    signer = Signer.of(at())
    before = file.exists()

    note = signer.note(CHECKPOINT)

    assert not before
    assert file.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in file.parent.iterdir()] == ["checkpoints.pem"]
    again = Signer.of(at())
    assert verify(note, [again.public(CHECKPOINT.origin)]) == CHECKPOINT


def test_makers_at_once_end_with_one_key(tmp_path):
    file = tmp_path / "keys" / "checkpoints.pem"
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(make_key, [file] * 8))

    signers = [Signer(KeyFile(file), "x") for _ in range(2)]
    assert len({signer.public("x") for signer in signers}) == 1
    assert len(list(file.parent.iterdir())) == 1


def test_a_named_key_that_is_missing_stops_the_start(at, tmp_path):
    with pytest.raises(FileNotFoundError):
        create_app(at(checkpoint_key_file=tmp_path / "elsewhere.pem"))


def test_a_key_of_another_kind_is_refused(at, tmp_path):
    file = tmp_path / "wrong.pem"
    other = generate_private_key(SECP256R1())
    file.write_bytes(other.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))

    with pytest.raises(TypeError, match="Ed25519"):
        Signer.of(at(checkpoint_key_file=Path(file)))


@pytest.mark.parametrize(
    ("address", "origin"),
    [
        ("https://talenta.example.go.id", "talenta.example.go.id/log"),
        ("https://example.go.id/talenta/", "example.go.id/talenta/log"),
        ("http://127.0.0.1:8000", "127.0.0.1:8000/log"),
        ("https://a+b c.id", "abc.id/log"),
    ],
)
def test_the_logs_name_is_the_address_without_its_scheme(address, origin):
    assert origin_of(address) == origin
