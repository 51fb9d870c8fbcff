"""The house: facts of the installation, each in the past tense. All kinds are imported here, one module a line."""

from domain.house.base import ACTOR_MARK, ERASED, OPERATOR, STREAM, HouseEvent
from domain.house.keys import KeyMade, KeyRevoked
from domain.house.roles import RoleGiven, RoleTaken
from domain.house.sessions import SignedIn, SignedOut

__all__ = [
    "ACTOR_MARK",
    "ERASED",
    "OPERATOR",
    "STREAM",
    "HouseEvent",
    "KeyMade",
    "KeyRevoked",
    "RoleGiven",
    "RoleTaken",
    "SignedIn",
    "SignedOut",
]
