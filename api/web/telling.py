"""Telling: what lies on the desk of a seat, in the words of its reader."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from api.services import Services
from api.web import nonces
from api.web.cards import CHANGEABLE, INVITATION, Card, Given, cards, earlier, undo_of
from api.web.desk import Desk
from api.web.fields import ANSWER, Form
from api.web.filling import Typed
from api.web.forms import DEPUTY
from api.web.gatherings import Gatherings
from api.web.laying_out import Layout
from api.web.meeting_forms import DATES
from api.web.outcomes.own import may_be_seen
from api.web.presence import HAND, Presence, may_hand_on
from api.web.readings import listed, shown_number
from api.web.reminders import DECLINE, NOT_ME, Reminders, may_decline
from api.web.unasked import Unasked
from api.web.views import CardView, Draft, FormView, ReceiptView
from api.web.words import day, moment, time_left
from domain.acting import line
from domain.obligations import ObligationState
from letters.wording import takes, titled
from letters.wording import words_in as words_of_letters

_EARLIER = 20
_DECLINED_IN_THE_FORM = (INVITATION, "submit_need")
_WORTH_KEEPING = 20


@dataclass(frozen=True)
class Telling:
    """One page: the desk, the token of the link it is shown by, and the form that came back, if one did."""

    services: Services
    desk: Desk
    token: str
    draft: Draft | None = None

    def page(self) -> dict[str, Any]:
        """What the template is given."""
        desk, shown = self.desk, cards(self.desk)
        draft = (self.draft.obligation, self.draft.typed) if self.draft else None
        told = sorted((self._card(card) for card in shown), key=lambda card: not card.notice)
        placed = any(card.notice for card in told)
        view = desk.view
        return {
            "language": desk.language,
            "t": desk.words["page"],
            "organisation": view.organisation,
            "role": self._role(),
            "phase": self._phase(),
            "title": view.title or desk.words["page"]["untitled"],
            "ended": self._ended(),
            "closing": desk.words["closing"]["open"],
            "outcomes": desk.words["page"]["outcomes"] if may_be_seen(desk.initiative) else "",
            "asked": [card for card in told if card.is_open or card.notice],
            "answered": [card for card in told if not (card.is_open or card.notice)],
            "earlier": [self._receipt(given) for given in earlier(desk, shown)[:_EARLIER]],
            "passing_on": self._passing_on(shown),
            "notice": self.draft.notice if self.draft and not placed else "",
            "kept": self._kept(shown),
            "token": self.token,
            "presence": Presence(desk, self._fresh).view(),
            "meetings": Gatherings(desk, self._fresh, draft).views(),
            "gathering": desk.words["meetings"],
            "unasked": Unasked(desk, self._fresh, draft).view(),
            "reminders": (reminders := Reminders(desk, self._fresh, draft[0] if draft else "").view()),
            "not_me": self._fresh(NOT_ME) if reminders else "",
            "wrong": desk.words["wrong_person"],
            "asides": {name: desk.words[name]["text"] for name in ("handing_on", "declining")},
            "contact": desk.contact,
            "coordinator": self._coordinator(),
            "remark": desk.words["page"]["made_up"] if self.services.development else "",
        }

    def _role(self) -> str:
        """The role of the seat, which those who stand in have not."""
        is_deputy = self.desk.asking.actor in line(self.desk.initiative, self.desk.seat.id)[1:]
        return str(self.desk.words["page"]["deputy"]) if is_deputy else self.desk.view.role

    def _phase(self) -> str:
        titles = self.desk.initiative.rule.title
        return self._said("page", "phase", phase=titled(titles, self.desk.language))

    def _coordinator(self) -> str:
        """The coordinator's name, where there is one that says more than the role, and whom they work for."""
        contact, role = self.desk.contact, self.desk.words["page"]["coordinator"]
        return ", ".join(part for part in (contact.name, contact.backbone) if part and part != role)

    def _ended(self) -> str:
        outcome = self.desk.initiative.outcome
        if outcome is None:
            return ""
        return self._said("outcome", outcome if outcome in self.desk.words["outcome"] else "other")

    def _kept(self, shown: tuple[Card, ...]) -> tuple[str, ...]:
        """Words of one's own that were typed into a field that is shown no more."""
        if self.draft is None:
            return ()
        forms = (card.form for card in shown if card.obligation.id == self.draft.obligation and card.form)
        still = {field.name for form in forms for field in form.fields}
        gone = (text for name, text in self.draft.typed.values.items() if name not in still)
        return tuple(text for text in gone if " " in text or len(text) > _WORTH_KEEPING)

    def _card(self, card: Card) -> CardView:
        asked = words_of_letters(self.desk.language)["duty"][card.obligation.duty]
        draft = self.draft if self.draft and card.form and self.draft.obligation == card.obligation.id else None
        return CardView(
            anchor=card.anchor,
            heading=asked["ask"],
            what=asked["what"],
            decline="" if card.obligation.duty in _DECLINED_IN_THE_FORM else asked.get("decline", ""),
            facts=self._facts(card),
            notes=tuple(self._said("note", note) for note in card.notes),
            readings=card.readings,
            receipts=tuple(self._receipt(given) for given in card.given),
            until=self._until(card),
            form=self._form(card, card.form, draft) if card.form else None,
            is_open=card.is_open,
            notice=draft.notice if draft else "",
            handing_on=self._aside(card, HAND, "handing_on") if may_hand_on(card.obligation, self.desk) else None,
            declining=self._aside(card, DECLINE, "declining") if may_decline(card.obligation, self.desk) else None,
        )

    def _aside(self, card: Card, form: str, what: str) -> FormView:
        """The form by which the reader hands this on, or says that they will not answer it."""
        name, words = f"{form}{card.obligation.id}", self.desk.words[what]
        return FormView(name, self._fresh(name), (), words["button"], words["summary"])

    def _facts(self, card: Card) -> tuple[tuple[str, str, str], ...]:
        """By when and how long, each as label, value and remark."""
        desk, facts = self.desk, self.desk.words["facts"]
        due = desk.initiative.calendar.due_day(card.obligation.due)
        label = facts["due" if desk.today <= due else "was_due"]
        minutes = takes(words_of_letters(desk.language), card.obligation.duty)
        left = time_left(desk.language, desk.today, due)
        return ((label, day(desk.language, due), left), (facts["takes"], minutes, ""))

    def _until(self, card: Card) -> str:
        """Until when an answer that was given may be changed, or what to do if it is wrong."""
        owed, words = card.obligation, self.desk.words["until"]
        if owed.state is not ObligationState.FULFILLED:
            return ""
        if card.form is None:
            return self._said("until", "undone" if any(given.can_be_undone for given in card.given) else "over")
        if owed.duty in CHANGEABLE:
            last = self.desk.initiative.calendar.due_day(owed.changeable_until)
            entered = bool(card.given) and card.given[-1].entered is not None
            return self._said("until", "entered" if entered else "changeable", day=day(self.desk.language, last))
        again: str = words["nothing" if card.began_with_nothing else "again"][owed.duty]
        return again

    def _receipt(self, given: Given) -> ReceiptView:
        answer, calendar = given.answer, self.desk.initiative.calendar
        how = given.entered or ("yours" if given.by_reader else "others")
        who = self.desk.words["given"]["by"]["coordinator" if given.by_coordinator else "administrator"]
        when = moment(self.desk.language, calendar.local(given.at))
        return ReceiptView(
            asked=words_of_letters(self.desk.language)["duty"][answer.duty]["ask"],
            lines=tuple(self._line(answer.duty, name, value) for name, value in answer.given.items()),
            text=self.desk.text(answer.text) if answer.text and given.own_words else "",
            when=self._said("given", how, moment=when, who=who),
            superseded=self._said("page", "superseded") if given.superseded else "",
            undo=self._undo(given) if given.can_be_undone else None,
        )

    def _undo(self, given: Given) -> FormView:
        """The form that takes this answer back."""
        name = undo_of(given.seq)
        nonce = nonces.fresh(self.services.keys, self.token, name, self.desk.now)
        return FormView(name, nonce, (), self._said("page", "undo"), self._said("page", "undo_text"))

    def _line(self, duty: str, name: str, value: str) -> tuple[str, str]:
        """A field of an answer, as label and value; the answer itself has no label."""
        words = self.desk.words["form"][duty]
        if name == ANSWER:
            return "", words["answers"][value].get("said", words["answers"][value]["label"])
        field = words["fields"][name]
        if name in DATES:
            return field["label"], words["answers"][value]["label"]
        if name in ("activity", "section", "against"):
            return field["label"], listed(self.desk).get(value, value)
        if name == "number":
            return field["label"], shown_number(self.desk.words, value)
        return field["label"], self._step(field, value)

    def _step(self, field: Mapping[str, Any], value: str) -> str:
        """A step of a scale: how far up it is, and what that means where the scale says so."""
        if value in self.desk.words["scale"]:
            return str(self.desk.words["scale"][value])
        means = dict(zip("14", field["ends"], strict=True)).get(value)
        return f"{value}/4 ({means})" if means else f"{value}/4"

    def _form(self, card: Card, form: Form, draft: Draft | None) -> FormView:
        page, duty = self.desk.words["page"], card.obligation.duty
        own = self.desk.words["form"][duty]
        again = own.get("again", page["change" if duty in CHANGEABLE and not card.came_late else "again"])
        return FormView(
            obligation=card.obligation.id,
            nonce=(draft.nonce if draft else None) or self._nonce(card),
            fields=Layout(self.desk, card, form, draft.typed if draft else Typed()).fields(),
            button=own.get("button", page["send"]),
            summary=own["begin"] if card.began_with_nothing else again,
        )

    def _passing_on(self, shown: tuple[Card, ...]) -> FormView | None:
        """The form that passes the invitation on without any other answer; None where there is no deputy to take it."""
        for card in shown:
            if card.obligation.duty == INVITATION and card.form and DEPUTY in card.form.fields[0].options:
                return FormView(card.obligation.id, self._nonce(card), (), self._said("page", "pass_on"), "")
        return None

    def _nonce(self, card: Card) -> str:
        return self._fresh(card.obligation.id)

    def _fresh(self, form: str) -> str:
        return nonces.fresh(self.services.keys, self.token, form, self.desk.now)

    def _said(self, part: str, name: str, **put_in: object) -> str:
        said: str = self.desk.words[part][name].format(**put_in)
        return said
