"""No file of the repository holds a secret: whatever looks like one is known, and for what."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.fixtures.profiles import CAMPAIGN
from tests.supply.locks import ROOT, ran

OF_OTHERS_SERVICES = (
    "ArtifactoryDetector",
    "AzureStorageKeyDetector",
    "CloudantDetector",
    "DiscordBotTokenDetector",
    "IPPublicDetector",
    "IbmCloudIamDetector",
    "IbmCosHmacDetector",
    "MailchimpDetector",
    "NpmDetector",
    "OpenAIDetector",
    "SendGridDetector",
    "SlackDetector",
    "SoftlayerDetector",
    "SquareOAuthDetector",
    "StripeDetector",
    "TelegramBotTokenDetector",
    "TwilioKeyDetector",
)
"""Forms of keys to services that nothing here uses: the campaign looks for them too. Each takes its time of every line,
and what looks random is found anyway.
"""
MADE_UP = "made-up passwords and keys"
MAIL, DATABASE = "the form of a mail server's address", "the form of a database's address"
ONLY_LOOKS_LIKE_ONE = {
    "activities/mail_server.py": MAIL,
    "api/web/static/vendor/vendored.toml": "digests of files that browsers get",
    "docs/operations.md": MAIL,
    "stack/settings.py": MAIL,
    "stack/doctor/database.py": DATABASE,
    "stack/doctor/shapes.py": DATABASE,
    "deploy/env.example": DATABASE,
    "deploy/compose.yaml": "the database's address, with a variable in the password's place",
    "deploy/kubernetes/api.yaml": "the name of the cluster's secret",
    "deploy/kubernetes/worker.yaml": "the name of the cluster's secret",
    "docs/register.md": "the ETag of a made-up row",
    "stack/temporal_access.py": "the name of a setting",
    "stack/temporal_troubles.py": "the name of a setting",
    "tests/activities/test_dispatching.py": MADE_UP,
    "tests/activities/test_mail_server.py": MADE_UP,
    "tests/api/test_doorkeeping.py": MADE_UP,
    "tests/cli/test_doctoring.py": MADE_UP,
    "tests/deploy/test_settings.py": MADE_UP,
    "tests/domain/ledger/test_checkpoints.py": "checkpoints and public keys that others have published",
    "tests/domain/ledger/test_entries.py": "the hash of nothing",
    "tests/domain/ledger/test_merkle.py": "hashes that others have published",
    "tests/stack/doctor/clinic.py": MADE_UP,
    "tests/stack/doctor/test_examining.py": MADE_UP,
    "tests/stack/test_safe_settings.py": MADE_UP,
    "tests/stack/test_settings.py": MADE_UP,
    "tests/stack/test_tracing.py": MADE_UP,
    "tests/supply/test_secrets.py": "what is planted below",
    "tests/upgrade/recorded/0.1.0/fingerprint.json": "the commit and the hashes of what was recorded",
}


def found_in(folder: Path, *files: str) -> dict[str, list[str]]:
    """The kinds of what looks like a secret, by file of the folder."""
    but = () if CAMPAIGN else [word for name in OF_OTHERS_SERVICES for word in ("--disable-plugin", name)]
    told = json.loads(ran("detect-secrets", "-C", folder, "scan", "--no-verify", *files, *but).stdout)["results"]
    return {name: sorted(hit["type"] for hit in hits) for name, hits in told.items()}


WORDS_AND_TESTS = ("tests/", "api/web/texts/", "letters/texts/", "docs/adr/", "docs/campaigns.md")
"""Where no key is put by mistake for a machine to use: the campaign `supply` looks there too, for half a minute."""


def tracked() -> list[str]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("no git here to say which files belong to the repository")
    names = [name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]
    return names if CAMPAIGN else [name for name in names if not name.startswith(WORDS_AND_TESTS)]


def test_only_what_is_known_looks_like_a_secret() -> None:
    looked_at = tracked()
    found, known = found_in(ROOT, *looked_at), ONLY_LOOKS_LIKE_ONE.keys() & set(looked_at)
    assert found.keys() - known == set(), "see whether it is one; if not, say here what it is"
    assert known - found.keys() == set(), "nothing looks like one any more"
    assert ONLY_LOOKS_LIKE_ONE.keys() <= set(looked_at) or not CAMPAIGN, "what is known has gone"


def test_a_key_left_in_a_file_would_be_seen(tmp_path: Path) -> None:
    (tmp_path / "planted.py").write_text(
        'password = "c0rr3ct-h0rse-b4ttery"\nkey = "AKIA' + "ABCDEFGHIJKLMNOP" + '"\n', encoding="utf-8"
    )
    assert set(found_in(tmp_path, "--all-files")["planted.py"]) >= {"AWS Access Key", "Secret Keyword"}
