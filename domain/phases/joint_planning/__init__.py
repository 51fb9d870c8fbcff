"""Joint planning (yhteissuunnittelu): the common agenda, the shared measures, and who does what."""

from domain.phases.joint_planning.state import JointPlanning

__all__ = ["JointPlanning"]
