"""All that is known of a person, in one export: nothing that the vault holds of them is left out."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlmodel import Session

from domain.actors import Role
from domain.house import OPERATOR, HouseEvent, PersonExported
from domain.ledger.entries import decode
from domain.phases.convening.commands import AnswerInvitation, Reply
from domain.sealed import Sealed
from letters.person_pages import export_page, receipt_page
from letters.story import LANGUAGES
from models import api_keys, sign_in_links, staff, staff_sessions, stops
from models.append import entries_after
from models.engine import Database
from models.erasing import erase
from models.holds import NewHold, place
from models.person_exports import PersonExport, export
from models.register import UnknownPerson
from models.restricting import restrict
from models.states import Browser, CallResult, KeyRole, LinkFor
from models.tables import Initiative, PhoneCall, metadata
from tests.fixtures.correspondence import INITIATIVE, TITLE, Post
from tests.fixtures.rules import START

HOLDER, SUBJECT = "person-holder-01", "person:person-holder-01"
LATER = START + timedelta(hours=1)
TEXTS = {"En ehdi <nyt>.", "Soitti takaisin.", "Yksin.", "Kanarialintu holder-01", "kanaria.holder-01@example.org"}


@pytest.fixture
async def post(database: Database) -> Post:
    """Somebody with an answer, a note of a call, a key, a stop, and a text that nothing refers to."""
    post = await Post.open(database)

    def known(session) -> Sealed:
        ref = post.vault.put_pending(session, SUBJECT, "answer.reason", "En ehdi <nyt>.", "k1", START)
        note = post.vault.put(session, SUBJECT, "call.note", "Soitti takaisin.", START)
        post.vault.put(session, SUBJECT, "other.text", "Yksin.", START)
        about = {"initiative_id": INITIATIVE, "obligation_id": "o", "actor": "holder-01", "called_at": START}
        session.add(PhoneCall(id="c1", **about, by="key:k", result=CallResult.CALL_BACK, note_ref=note))
        api_keys.create(session, KeyRole.COORDINATOR, "desk", START, person_id=HOLDER)
        stops.stop(session, HOLDER, stops.By.PERSON, START)
        return Sealed(ref, 14, "fi")

    post.play.seat_says("seat-01", AnswerInvitation(Reply.NO, await database.write(known)))
    await post.store("k1")
    return post


async def exported(post: Post, person: str = HOLDER) -> PersonExport:
    return await post.database.write(lambda s: export(s, post.vault, person, LATER, by="operator"))


def texts_in(found: PersonExport) -> set[str]:
    record = found.person
    said = {text for part in found.initiatives for one in part.said for text in one.texts.values()}
    notes = {one.note for part in found.initiatives for one in part.calls}
    return {text for text in {*said, *notes, *(text for _, text in found.texts), record.name, record.address} if text}


async def test_it_holds_every_text_of_theirs_and_of_nobody_else_and_where_they_stand(post: Post) -> None:
    found = await exported(post)
    assert texts_in(found) == TEXTS
    assert found.texts == (("other.text", "Yksin."),)
    (part,) = found.initiatives
    assert (part.id, part.title, part.actor) == (INITIATIVE, TITLE, "holder-01")
    assert [one.kind for one in part.said] == ["invitation.declined", "obligation.fulfilled"]
    assert [one.duty for one in part.letters] == ["answer_invitation"]
    assert [(one.id, one.role) for one in found.seats] == [("seat-01", "holder")]
    assert [one.label for one in found.keys] == ["desk"]
    assert [one.what for one in found.others] == ["reminders_stopped", "key.made"]
    assert (found.erased_at, found.restricted_at, found.holds) == (None, None, ())


async def test_the_house_tells_that_it_was_made_and_whom_for_by_their_id_there(post: Post) -> None:
    await exported(post)
    last = (await post.database.read(lambda s: entries_after(s, "house", 0)))[-1]
    assert isinstance(decode(last.text, HouseEvent).event, PersonExported)
    assert HOLDER not in last.text
    with pytest.raises(UnknownPerson):
        await exported(post, "per_nobody")


async def test_what_is_restricted_or_held_is_in_it_too(post: Post) -> None:
    await post.database.write(lambda s: restrict(s, HOLDER, START, by="operator"))
    found = await exported(post)
    assert (texts_in(found), found.restricted_at) == (TEXTS, START)
    hold = NewHold("Tarkastus", "Sopimus", date(2030, 1, 1), person=HOLDER, fields=("person.name",))
    await post.database.write(lambda s: place(s, post.vault, hold, START, by="operator"))
    await post.database.write(lambda s: erase(s, post.vault, HOLDER, LATER))
    found = await exported(post)
    assert texts_in(found) == {"Kanarialintu holder-01"}
    assert (found.erased_at, [one.reason for one in found.holds]) == (LATER, ["Tarkastus"])


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_pages_say_all_of_it_in_their_language_and_nothing_as_markup(post: Post, language: str) -> None:
    hold = NewHold("Tarkastus", "Sopimus", date(2030, 1, 1), person=HOLDER, fields=("person.name",))
    await post.database.write(lambda s: place(s, post.vault, hold, START, by="operator"))
    page = export_page(await exported(post), language)
    for text in (*(TEXTS - {"En ehdi <nyt>."}), "En ehdi &lt;nyt&gt;.", "Tarkastus", f'<html lang="{language}">'):
        assert text in page
    done = await post.database.write(lambda s: erase(s, post.vault, HOLDER, LATER))
    page = receipt_page(done, language)
    assert done.id in page
    assert "Tarkastus" in page
    assert not [text for text in TEXTS if text in page]


async def test_whoever_is_of_the_staff_sees_their_roles_their_sessions_and_the_links_to_one(post: Post) -> None:
    def sign_in(session) -> str:
        staff.give(session, post.vault, HOLDER, Role.AUDITOR, by=OPERATOR, now=START)
        sign_in_links.make(session, post.keys, LinkFor.PRINTED, HOLDER, "fi", START)
        return staff_sessions.begin(session, HOLDER, Role.AUDITOR, Browser.FIREFOX, START)

    secret = await post.database.write(sign_in)
    found = await exported(post)
    told = {one.what: one.says for one in found.others}
    assert told["staff_role"] == {"role": "auditor"}
    expected = {"role": "auditor", "browser": "firefox", "seen_at": START.isoformat(), "ended_at": None}
    assert told["staff_session"] == expected
    assert told["sign_in_link"] == {"purpose": "printed", "sent_at": None, "used_at": None}
    assert {"role.given", "staff.signed_in"} <= told.keys()
    assert secret not in export_page(found, "fi")


def test_no_table_that_names_a_person_is_forgotten() -> None:
    """Each is told by a part of the export of its own, but for what only points at texts, which the vault gives whole,
    the receipt of an erasure, which says when, and the day that a bundle of letters went out, as each of them says.
    """
    told = {"actor", "register_seat", "api_key", "hold", "stopped", "closed_address", "organisation"}
    told |= {"house_actor", "staff_role", "staff_session", "sign_in_link"}
    by_the_vault, by_its_date, by_its_letters = {"kept_form"}, {"erasure"}, {"bundle"}
    naming = {
        table.name
        for table in metadata.sorted_tables
        for column in table.columns
        if column.name == "person_id" or any(key.target_fullname == "person.id" for key in column.foreign_keys)
    }
    assert naming == told | by_the_vault | by_its_date | by_its_letters


async def test_a_hold_that_keeps_nothing_of_theirs_is_not_theirs_to_read(post: Post) -> None:
    def hold(session: Session) -> set[str]:
        of_all = NewHold("Rahoittaja tarkastaa.", "12 §", LATER.date(), initiative=INITIATIVE)
        another = NewHold("Toisen asia.", "1 §", LATER.date(), person="person-holder-02")
        session.add(Initiative(**{**session.get_one(Initiative, INITIATIVE).model_dump(), "id": "i-of-others"}))
        session.flush()
        elsewhere = NewHold("Muiden aloite.", "2 §", LATER.date(), initiative="i-of-others")
        return {place(session, post.vault, one, START, by="operator").id for one in (of_all, another, elsewhere)}

    assert len(await post.database.write(hold)) == 3
    assert [one.reason for one in (await exported(post)).holds] == ["Rahoittaja tarkastaa."]


async def test_what_somebody_voted_in_secret_is_not_told_to_whoever_fetches_the_export(post: Post) -> None:
    field = "initiative.cast_secret_ballot.ballot"
    await post.database.write(lambda s: post.vault.put_pending(s, SUBJECT, field, "object", "k2", START))
    assert "object" not in repr((await exported(post)).texts) + str((await exported(post)).initiatives)
