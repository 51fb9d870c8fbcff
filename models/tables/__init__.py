"""All tables, so that importing one name completes the metadata."""

from sqlmodel import SQLModel

from models.tables.call import PhoneCall
from models.tables.doors import ApiKey, Idempotency
from models.tables.house import HouseActor, HouseMention, ReadNoted
from models.tables.initiative import Acting, Actor, Initiative, Obligation
from models.tables.ledger import LedgerEntry, StreamHead
from models.tables.letter import Bundle, ClosedAddress, Letter, Pause, Stopped
from models.tables.log import Anchor, LogCheckpoint, LogIndex, LogNode, WaitingEntry
from models.tables.open_call import HeldNeed, OpenCall
from models.tables.privacy import ErasedPerson, Hold
from models.tables.published import ChangedInitiative, ModelApproval, ModelChange, ProposedModel
from models.tables.rates import RateCount
from models.tables.register import Mandate, MandateTaking, Organisation, Person, RegisterSeat, Taking
from models.tables.staff import KeptForm, SignInLink, StaffRole, StaffSession
from models.tables.vault import PrivateValue, SubjectKey

metadata = SQLModel.metadata

__all__ = [
    "Acting",
    "Actor",
    "Anchor",
    "ApiKey",
    "Bundle",
    "ChangedInitiative",
    "ClosedAddress",
    "ErasedPerson",
    "HeldNeed",
    "Hold",
    "HouseActor",
    "HouseMention",
    "Idempotency",
    "Initiative",
    "KeptForm",
    "LedgerEntry",
    "Letter",
    "LogCheckpoint",
    "LogIndex",
    "LogNode",
    "Mandate",
    "MandateTaking",
    "ModelApproval",
    "ModelChange",
    "Obligation",
    "OpenCall",
    "Organisation",
    "Pause",
    "Person",
    "PhoneCall",
    "PrivateValue",
    "ProposedModel",
    "RateCount",
    "ReadNoted",
    "RegisterSeat",
    "SignInLink",
    "StaffRole",
    "StaffSession",
    "Stopped",
    "StreamHead",
    "SubjectKey",
    "Taking",
    "WaitingEntry",
    "metadata",
]
