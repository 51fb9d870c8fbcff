"""All tables, so that importing one name completes the metadata."""

from sqlmodel import SQLModel

from models.tables.doors import ApiKey, Idempotency
from models.tables.initiative import Acting, Actor, Initiative, Obligation
from models.tables.ledger import LedgerEntry
from models.tables.letter import Letter
from models.tables.open_call import HeldNeed, OpenCall
from models.tables.published import ChangedInitiative, ModelApproval, ModelChange, ProposedModel
from models.tables.register import Mandate, MandateTaking, Organisation, Person, RegisterSeat, Taking
from models.tables.vault import PrivateValue, SubjectKey

metadata = SQLModel.metadata

__all__ = [
    "Acting",
    "Actor",
    "ApiKey",
    "ChangedInitiative",
    "HeldNeed",
    "Idempotency",
    "Initiative",
    "LedgerEntry",
    "Letter",
    "Mandate",
    "MandateTaking",
    "ModelApproval",
    "ModelChange",
    "Obligation",
    "OpenCall",
    "Organisation",
    "Person",
    "PrivateValue",
    "ProposedModel",
    "RegisterSeat",
    "SubjectKey",
    "Taking",
    "metadata",
]
