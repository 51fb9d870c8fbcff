"""Evaluation (arviointi): what came of it, what an outsider says of that, and what was learnt."""

from domain.phases.evaluation.conclusions import Conclusion
from domain.phases.evaluation.state import Evaluation

__all__ = ["Conclusion", "Evaluation"]
