"""Letters handed to real mail servers, each in its own process: encrypted, signed in, refused, hanging, cut off."""

from __future__ import annotations

import asyncio
import ssl
import time
from email.message import EmailMessage
from pathlib import Path

import pytest

from activities import smtp_connections
from activities.channels import ChannelAway
from activities.dispatching import LEASE
from activities.smtp import MOST_STEPS, SmtpChannel
from activities.smtp_connections import CertificatesUnusable
from models.letter_outcomes import Deferred, Refused, Sent, Uncertain
from stack.settings import Settings
from tests.fixtures.certificates import Authority, Identity
from tests.fixtures.mail_processes import MailProcess, mail_process

USER = ["talkoot", "s@crat"]


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module")
def here(authority: Authority) -> Identity:
    return authority.identity("localhost", "127.0.0.1")


def letter(to: str = "aino@example.org") -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "Talkoot <talkoot@example.org>", to, "Kutsu"
    message.set_content("Tervetuloa.\n.\nKaksi pistettä ei katkaise.\n")
    return message


def channel(
    mail: MailProcess, authority: Authority, scheme: str = "smtp", user: str = "", seconds: float = 5
) -> SmtpChannel:
    return SmtpChannel.of(f"{scheme}://{user}localhost:{mail.port}", seconds=seconds, ca_file=authority.file)


@pytest.mark.parametrize("implicit", [True, False])
async def test_letters_go_out_encrypted_and_signed_in(implicit: bool, authority: Authority, here: Identity) -> None:
    async with mail_process(here, implicit=implicit, auth=USER) as mail:
        sending = channel(mail, authority, "smtps" if implicit else "smtp", "talkoot:s%40crat@")
        assert await sending.send(letter()) == Sent("smtp", "250 ok, queued as 4F2")
        await sending.close()
        (taken,) = await mail.letters()
    assert (taken["to"], taken["encrypted"] or implicit) == (["aino@example.org"], True)
    assert "Kaksi pist" in taken["content"]


async def test_a_letter_to_this_machine_needs_no_encryption(authority: Authority) -> None:
    async with mail_process() as mail:
        sending = channel(mail, authority)
        assert isinstance(await sending.send(letter()), Sent)
        await sending.close()


async def test_a_wrong_password_is_told_and_is_in_no_message(authority: Authority, here: Identity) -> None:
    async with mail_process(here, auth=USER) as mail:
        with pytest.raises(ChannelAway, match=r"refuses user name and password \(535\)") as told:
            await channel(mail, authority, user="talkoot:hidden@").send(letter())
    assert "hidden" not in f"{told.value} {told.value!r}"


async def test_without_the_encryption_that_it_insists_on_nothing_is_said(authority: Authority) -> None:
    async with mail_process(auth=USER) as mail:
        with pytest.raises(ChannelAway, match="STARTTLS"):
            await channel(mail, authority, user="talkoot:s%40crat@").send(letter())
        assert await mail.letters() == []


async def test_a_server_that_knows_no_users_is_told(authority: Authority, here: Identity) -> None:
    async with mail_process(here) as mail:
        with pytest.raises(ChannelAway, match="takes no user name"):
            await channel(mail, authority, user="talkoot:s%40crat@").send(letter())


@pytest.mark.parametrize("scheme", ["smtps", "smtp"])
async def test_a_certificate_for_another_name_is_refused(scheme: str, authority: Authority) -> None:
    elsewhere = authority.identity("mail.elsewhere.org")
    async with mail_process(elsewhere, implicit=scheme == "smtps", auth=USER) as mail:
        with pytest.raises(ChannelAway, match="certificate is not trusted"):
            await channel(mail, authority, scheme, "talkoot:s%40crat@").send(letter())


async def test_a_certificate_of_an_unknown_authority_is_refused(here: Identity) -> None:
    async with mail_process(here, implicit=True) as mail:
        with pytest.raises(ChannelAway, match="certificate is not trusted") as told:
            await SmtpChannel.of(f"smtps://localhost:{mail.port}").send(letter())
    assert "TALKOOT_SMTP_CA_FILE" in told.value.remedy


async def test_encryption_where_none_is_spoken_is_told(authority: Authority) -> None:
    async with mail_process() as mail:
        with pytest.raises(ChannelAway, match="speaks no TLS"):
            await channel(mail, authority, "smtps").send(letter())


@pytest.mark.parametrize("text", ["", "no certificate"])
def test_authorities_that_cannot_be_read_are_told(text: str, tmp_path: Path) -> None:
    file = tmp_path / "authorities.pem"
    if text:
        file.write_text(text)
    with pytest.raises(CertificatesUnusable, match=r"authorities\.pem"):
        SmtpChannel.of("smtps://localhost", ca_file=file)


async def test_a_server_that_does_not_greet_is_away_after_the_seconds_given(authority: Authority) -> None:
    async with mail_process(hang="greeting") as mail:
        began = time.monotonic()
        with pytest.raises(ChannelAway, match="in time"):
            await channel(mail, authority, seconds=0.3).send(letter())
    assert 0.2 < time.monotonic() - began < 2


async def test_a_server_that_falls_silent_with_the_letter_leaves_it_uncertain(authority: Authority) -> None:
    async with mail_process(hang="message") as mail:
        began = time.monotonic()
        assert await channel(mail, authority, seconds=0.2).send(letter()) == Uncertain("smtp")
    assert 0.5 < time.monotonic() - began < 3, "servers look into letters: they get three times as long for them"


async def test_cut_off_after_the_letter_it_is_uncertain(authority: Authority) -> None:
    async with mail_process(cut=True) as mail:
        assert await channel(mail, authority).send(letter()) == Uncertain("smtp")
        assert len(await mail.letters()) == 1


@pytest.mark.parametrize("where", ["rcpt", "data"])
@pytest.mark.parametrize(
    ("reply", "outcome"),
    [
        ("451 4.7.1 <aino@example.org> greylisted", Deferred("smtp", "451 4.7.1 … greylisted")),
        ("550 5.1.1 aino unknown", Refused("smtp", "550 5.1.1 … unknown")),
    ],
)
async def test_a_refusal_is_for_now_or_for_good(
    where: str, reply: str, outcome: Deferred | Refused, authority: Authority
) -> None:
    async with mail_process(**{where: reply}) as mail:
        sending = channel(mail, authority)
        assert await sending.send(letter()) == outcome
        await sending.close()


async def test_a_server_that_is_closing_refuses_no_letter(authority: Authority) -> None:
    async with mail_process(rcpt="421 4.3.2 shutting down") as mail:
        with pytest.raises(ChannelAway, match="421"):
            await channel(mail, authority).send(letter())


@pytest.mark.parametrize("reply", ["what 250", "350 go on"])
async def test_an_answer_that_is_none_leaves_the_letter_uncertain(reply: str, authority: Authority) -> None:
    async with mail_process(data=reply) as mail:
        assert await channel(mail, authority).send(letter()) == Uncertain("smtp")


async def test_done_before_the_letter_was_invited_is_no_sent_letter(authority: Authority) -> None:
    async with mail_process(uninvited="250 2.0.0 ok") as mail:
        with pytest.raises(ChannelAway, match="answers with 250"):
            await channel(mail, authority).send(letter())
        assert await mail.letters() == []


@pytest.mark.parametrize("reply", ["220 at your service", "350 go on"])
async def test_another_answer_in_place_of_the_invitation_is_no_sent_letter(reply: str, authority: Authority) -> None:
    async with mail_process(uninvited=reply) as mail:
        with pytest.raises(ChannelAway, match=f"answers with {reply[:3]}"):
            await channel(mail, authority).send(letter())
        assert await mail.letters() == []


async def test_silence_in_place_of_the_invitation_is_no_uncertain_letter(authority: Authority) -> None:
    async with mail_process(hang="invitation") as mail:
        with pytest.raises(ChannelAway, match="in time"):
            await channel(mail, authority, seconds=0.1).send(letter())
        assert await mail.letters() == []


async def test_a_sender_that_may_not_send_is_told(authority: Authority) -> None:
    async with mail_process(mail="550 5.7.1 not yours") as mail:
        with pytest.raises(ChannelAway, match=r"refuses the sender \(550\)") as told:
            await channel(mail, authority).send(letter())
    assert "TALKOOT_SENDER" in told.value.remedy


async def test_a_machine_that_is_not_there_is_told() -> None:
    with pytest.raises(ChannelAway, match="nothing listens"):
        await SmtpChannel.of("smtp://127.0.0.1:1").send(letter())


async def test_letters_of_a_batch_share_a_connection(authority: Authority, here: Identity) -> None:
    async with mail_process(here, implicit=True, auth=USER) as mail:
        sending = channel(mail, authority, "smtps", "talkoot:s%40crat@")
        for _ in range(5):
            assert isinstance(await sending.send(letter()), Sent)
        await sending.close()
        assert len({taken["connection"] for taken in await mail.letters()}) == 1


async def test_a_connection_that_has_ended_meanwhile_costs_no_letter(authority: Authority) -> None:
    async with mail_process(letters_a_connection=2) as mail:
        sending = channel(mail, authority)
        for _ in range(5):
            assert isinstance(await sending.send(letter()), Sent)
        await sending.close()
        assert len(await mail.letters()) == 5


async def test_a_kept_connection_is_left_when_no_letter_comes(
    authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smtp_connections, "KEPT", 0.05)
    async with mail_process() as mail:
        sending = channel(mail, authority)
        await sending.send(letter())
        (kept,) = sending.connections._idle
        await asyncio.sleep(0.5)
        assert not kept.is_connected
        assert isinstance(await sending.send(letter()), Sent)
        await sending.close()


def test_a_letter_is_dealt_with_before_its_lease_ends() -> None:
    (most,) = (limit.le for limit in Settings.model_fields["smtp_timeout"].metadata if hasattr(limit, "le"))
    assert MOST_STEPS * most < LEASE.total_seconds()


def test_certificates_are_always_looked_at() -> None:
    context = SmtpChannel.of("smtps://mail.example.org").connections._tls
    assert (context.verify_mode, context.check_hostname) == (ssl.CERT_REQUIRED, True)
