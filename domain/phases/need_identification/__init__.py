"""Need identification (tarpeiden tunnistaminen): needs are raised, none is lost, and each is answered."""

from domain.phases.need_identification.state import NeedIdentification

__all__ = ["NeedIdentification"]
