"""The house: facts of the installation, each in the past tense. All kinds are imported here, one module a line."""

from domain.house.base import ACTOR_MARK, ERASED, OPERATOR, STREAM, HouseEvent
from domain.house.custody import BackedUp, KeyRotated, Restored
from domain.house.keys import KeyMade, KeyRevoked
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
from domain.house.roles import RoleGiven, RoleTaken
from domain.house.sessions import SignedIn, SignedOut

__all__ = [
    "ACTOR_MARK",
    "ERASED",
    "OPERATOR",
    "STREAM",
    "BackedUp",
    "ErasureCompleted",
    "HoldLifted",
    "HoldSet",
    "HouseEvent",
    "KeyMade",
    "KeyRevoked",
    "KeyRotated",
    "PersonErased",
    "PersonExported",
    "PersonRestricted",
    "Restored",
    "RestrictionLifted",
    "RetentionApplied",
    "RoleGiven",
    "RoleTaken",
    "SignedIn",
    "SignedOut",
]
