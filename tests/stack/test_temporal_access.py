"""The way to a cluster: its files are looked at before anything starts, and no secret is shown."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization

from cli.sentences import sentence
from stack.settings import Settings
from stack.temporal_access import IN_THE_CLEAR, Access, AccessUnusable
from tests.fixtures.certificates import Authority, Identity

KEY = "eyJhbGciOi.made.up"


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path)


@pytest.fixture
def ours(authority: Authority) -> Identity:
    identity = authority.identity("talkoot")
    identity.key.chmod(0o600)
    return identity


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    file = tmp_path / "api-key"
    file.write_text(f" {KEY}\n")
    file.chmod(0o640)
    return file


def cluster(**given: Any) -> Settings:
    return Settings(temporal_address="temporal.example:7233", temporal_tls=True, **given)


def refused(**given: Any) -> str:
    with pytest.raises(AccessUnusable) as error:
        Access.of(cluster(**given))
    assert sentence(error.value) == str(error.value)
    assert KEY not in str(error.value)
    return str(error.value)


def test_the_embedded_server_is_spoken_to_in_the_clear() -> None:
    assert Access.of(Settings()) == IN_THE_CLEAR


def test_what_the_files_hold_is_given_to_the_sdk(authority: Authority, ours: Identity, key_file: Path) -> None:
    access = Access.of(
        cluster(
            temporal_ca_file=authority.file,
            temporal_cert_file=ours.certificate,
            temporal_cert_key_file=ours.key,
            temporal_server_name="temporal.test",
            temporal_api_key_file=key_file,
        )
    )
    assert access.tls is not None
    assert access.tls.server_root_ca_cert == authority.file.read_bytes()
    assert access.tls.client_cert == ours.certificate.read_bytes()
    assert access.tls.client_private_key == ours.key.read_bytes()
    assert (access.tls.domain, access.bearer) == ("temporal.test", KEY)
    assert KEY not in repr(access)
    assert "PRIVATE KEY" not in repr(access)


def test_without_authorities_those_of_this_machine_are_trusted() -> None:
    access = Access.of(cluster())
    assert access.tls is not None
    assert access.tls.server_root_ca_cert is None


def test_a_file_that_is_not_there_is_told_by_its_setting(ours: Identity, tmp_path: Path) -> None:
    gone = tmp_path / "gone.pem"
    said = refused(temporal_ca_file=gone)
    assert said.startswith(
        f"TALKOOT_TEMPORAL_CA_FILE names {gone}, which holds no certificates that can be read (no such"
    )
    said = refused(temporal_cert_file=gone, temporal_cert_key_file=ours.key)
    assert said.startswith(f"TALKOOT_TEMPORAL_CERT_FILE names {gone}, which cannot be read (no such file")
    said = refused(temporal_cert_file=ours.certificate, temporal_cert_key_file=gone)
    assert said.startswith(f"TALKOOT_TEMPORAL_CERT_KEY_FILE names {gone}")


def test_a_file_without_certificates_and_a_key_of_another_are_told(authority: Authority, ours: Identity) -> None:
    assert "no certificate or crl found" in refused(temporal_ca_file=ours.key)
    other = authority.identity("other")
    other.key.chmod(0o600)
    said = refused(temporal_cert_file=ours.certificate, temporal_cert_key_file=other.key)
    assert "are no certificate with its key (key values mismatch)" in said


def test_a_key_that_a_password_locks_is_told_and_nobody_is_asked(ours: Identity) -> None:
    key = serialization.load_pem_private_key(ours.key.read_bytes(), None)
    locked = serialization.BestAvailableEncryption(b"made up")
    kind, shape = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    ours.key.write_bytes(key.private_bytes(kind, shape, locked))
    said = refused(temporal_cert_file=ours.certificate, temporal_cert_key_file=ours.key)
    assert "which a password locks: name one without" in said


def test_secrets_that_everybody_can_read_are_refused(ours: Identity, key_file: Path) -> None:
    ours.key.chmod(0o644)
    key_file.chmod(0o644)
    said = refused(temporal_cert_file=ours.certificate, temporal_cert_key_file=ours.key)
    assert (
        said
        == "the file that TALKOOT_TEMPORAL_CERT_KEY_FILE names can be read by everybody: chmod 600, or 640, that file"
    )
    assert "TALKOOT_TEMPORAL_API_KEY_FILE names can be read by everybody" in refused(temporal_api_key_file=key_file)


@pytest.mark.parametrize("content", [b"", b"\n", b"two words", b"two\nlines", "å".encode(), b"\xff\xfe"])
def test_a_file_without_an_api_key_is_told(content: bytes, key_file: Path) -> None:
    key_file.write_bytes(content)
    said = refused(temporal_api_key_file=key_file)
    assert said.endswith("TALKOOT_TEMPORAL_API_KEY_FILE names holds no API key: write it there, and nothing else")


def test_a_key_that_was_set_in_place_of_its_file_is_not_shown() -> None:
    said = refused(temporal_api_key_file=Path(KEY))
    assert said.startswith("TALKOOT_TEMPORAL_API_KEY_FILE names a file that cannot be read (no such file or directory)")
