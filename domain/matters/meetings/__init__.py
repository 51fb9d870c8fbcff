"""Meetings (kokoukset): a date that suits those who are needed, agenda, attendance, minutes, objections to them."""

from domain.matters.meetings.state import Meetings

__all__ = ["Meetings"]
