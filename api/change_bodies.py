"""What is said over HTTP of a change of the model: versions are named, and their rules looked up."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from api.bodies import Body
from api.words import Text

Model = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_.]{1,180}$", examples=["fi.yhteisovaikuttavuus"])]
Version = Annotated[str, Field(pattern=r"^[0-9]{1,4}\.[0-9]{1,4}\.[0-9]{1,4}$", examples=["1.2.0"])]
Sha256 = Annotated[str, Field(pattern="^[0-9a-f]{64}$", examples=["ab" * 32])]

APPROVAL = {"model": "fi.yhteisovaikuttavuus", "version": "1.2.0", "dry_run": "ab" * 32}
PROPOSAL = APPROVAL | {"reason": "Kyselyn väli pitenee, koska vastaajat väsyvät."}
"""Examples of both."""


class ApproveModelChangeBody(Body):
    """The change that is approved: to which published version, by which dry run."""

    model: Model
    version: Version
    dry_run: Sha256


class ProposeModelChangeBody(ApproveModelChangeBody):
    """The change that is proposed, and why."""

    reason: Text
