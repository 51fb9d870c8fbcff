"""The doctor on a cluster behind TLS: the same way in as the processes have, and each planted fault with a remedy."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from temporalio.client import Client

from stack.doctor.findings import Finding, Level
from tests.fixtures.certificates import Authority, Identity
from tests.fixtures.encrypting import Encrypting, listening, refusing
from tests.stack.doctor.clinic import PASSWORD, Clinic

pytestmark = pytest.mark.server


@pytest.fixture(scope="module")
def ours(authority: Authority) -> Identity:
    identity = authority.identity("talkoot")
    identity.key.chmod(0o600)
    return identity


@pytest.fixture(scope="module")
def strict(village: Client, authority: Authority) -> Iterator[int]:
    """The port of TLS that asks for a certificate."""
    plain = village.service_client.config.target_host
    with listening(Encrypting(plain, authority.identity("localhost"), authority.file)) as port:
        yield port


@pytest.fixture
def encrypted(clinic: Clinic, strict: int, ours: Identity) -> Clinic:
    """The healthy installation, with its cluster behind TLS."""
    clinic.sets(
        temporal_address=f"localhost:{strict}",
        temporal_tls="true",
        temporal_ca_file=str(clinic.authority.file),
        temporal_cert_file=str(ours.certificate),
        temporal_cert_key_file=str(ours.key),
    )
    return clinic


async def complaint(clinic: Clinic) -> Finding:
    found = await clinic.complaint("Temporal")
    assert found.level is Level.FAULT
    return found


async def test_a_cluster_that_is_reached_by_tls_is_well(encrypted: Clinic) -> None:
    found = await encrypted.found()
    assert {finding.level for finding in found} == {Level.OK}, found
    assert any("answers by TLS, version" in finding.said for finding in found)
    assert "the clock of Temporal agrees with ours" in {finding.said for finding in found}


async def test_a_certificate_that_is_missing_or_not_trusted(encrypted: Clinic, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    encrypted.sets(temporal_ca_file=str(Authority(tmp_path / "other").file))
    found = await complaint(encrypted)
    assert "is not trusted" in found.said
    assert found.remedy == "set TALKOOT_TEMPORAL_CA_FILE to the certificate of its authority"
    encrypted.sets(temporal_ca_file=str(encrypted.authority.file), temporal_cert_file="", temporal_cert_key_file="")
    found = await complaint(encrypted)
    assert "lets nobody in without a certificate" in found.said
    assert found.remedy == "set TALKOOT_TEMPORAL_CERT_FILE and TALKOOT_TEMPORAL_CERT_KEY_FILE"


async def test_a_server_that_speaks_no_tls(encrypted: Clinic, village: Client) -> None:
    encrypted.sets(temporal_address=village.service_client.config.target_host)
    found = await complaint(encrypted)
    assert "speaks no TLS" in found.said
    assert "leave TALKOOT_TEMPORAL_TLS out" in found.remedy


async def test_files_that_cannot_be_used(encrypted: Clinic, ours: Identity) -> None:
    encrypted.sets(temporal_ca_file="/nowhere/authority.pem")
    assert "TALKOOT_TEMPORAL_CA_FILE names /nowhere/authority.pem" in (await complaint(encrypted)).said
    encrypted.sets(temporal_ca_file=str(ours.certificate), temporal_api_key_file=PASSWORD)
    assert "TALKOOT_TEMPORAL_API_KEY_FILE names a file that cannot" in (await complaint(encrypted)).said


async def test_an_api_key_that_is_refused(clinic: Clinic, tmp_path: Path) -> None:
    file = tmp_path / "api-key"
    file.write_text(PASSWORD)
    file.chmod(0o600)
    with listening(refusing) as port:
        clinic.sets(temporal_address=f"127.0.0.1:{port}", temporal_api_key_file=str(file))
        found = await complaint(clinic)
    assert "refuses our API key" in found.said
    assert "TALKOOT_TEMPORAL_API_KEY_FILE" in found.remedy


async def test_settings_that_do_not_go_together_hide_nothing_else(encrypted: Clinic) -> None:
    encrypted.sets(temporal_tls="")
    settings, *others = [finding for finding in await encrypted.found() if finding.level is Level.FAULT]
    assert settings.part == "settings"
    assert "TALKOOT_TEMPORAL_CA_FILE" in settings.said
    assert settings.remedy == "set TALKOOT_TEMPORAL_TLS to true, or leave it out"
    assert [finding.said.endswith("speaks TLS only") for finding in others] == [True]
