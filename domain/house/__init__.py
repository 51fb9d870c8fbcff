"""The house: facts of the installation, each in the past tense. All kinds are imported here, one module a line."""

from domain.house.base import ACTOR_MARK, ERASED, OPERATOR, STREAM, HouseEvent
from domain.house.bundles import BundleTaken
from domain.house.custody import BackedUp, KeyRotated, Restored
from domain.house.exports import ExportTaken, ReportTaken
from domain.house.keys import KeyEnding, KeyMade, KeyRevoked
from domain.house.log import LogAnchored, LogCutShort, SigningKeyChanged, SigningKeyUsed
from domain.house.models import ModelApproved, ModelProposed, ModelPublished
from domain.house.opening import HouseOpened
from domain.house.privacy import (
    ErasureCompleted,
    HoldLifted,
    HoldSet,
    PersonErased,
    PersonExported,
    PersonRestricted,
    RestrictionLifted,
    RetentionApplied,
)
from domain.house.reads import AuditorRead
from domain.house.register import (
    AddressChanged,
    MandateChanged,
    MandateEntered,
    MandateRemoved,
    OrganisationChanged,
    OrganisationEntered,
    OrganisationRemoved,
    SeatChanged,
    SeatEntered,
    SeatRemoved,
)
from domain.house.roles import RoleGiven, RoleTaken
from domain.house.sending import SendingPaused, SendingResumed
from domain.house.sessions import SignedIn, SignedOut

__all__ = [
    "ACTOR_MARK",
    "ERASED",
    "OPERATOR",
    "STREAM",
    "AddressChanged",
    "AuditorRead",
    "BackedUp",
    "BundleTaken",
    "ErasureCompleted",
    "ExportTaken",
    "HoldLifted",
    "HoldSet",
    "HouseEvent",
    "HouseOpened",
    "KeyEnding",
    "KeyMade",
    "KeyRevoked",
    "KeyRotated",
    "LogAnchored",
    "LogCutShort",
    "MandateChanged",
    "MandateEntered",
    "MandateRemoved",
    "ModelApproved",
    "ModelProposed",
    "ModelPublished",
    "OrganisationChanged",
    "OrganisationEntered",
    "OrganisationRemoved",
    "PersonErased",
    "PersonExported",
    "PersonRestricted",
    "ReportTaken",
    "Restored",
    "RestrictionLifted",
    "RetentionApplied",
    "RoleGiven",
    "RoleTaken",
    "SeatChanged",
    "SeatEntered",
    "SeatRemoved",
    "SendingPaused",
    "SendingResumed",
    "SignedIn",
    "SignedOut",
    "SigningKeyChanged",
    "SigningKeyUsed",
]
