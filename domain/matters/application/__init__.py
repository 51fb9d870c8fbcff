"""The application (hakemus): a funder's call with its hard deadline, what answers it, and what becomes of it."""

from domain.matters.application.state import Application

__all__ = ["Application"]
