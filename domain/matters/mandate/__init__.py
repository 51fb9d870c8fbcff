"""The mandate (mandaatti): what a model that keeps it watches is that it does not end unnoticed."""

from domain.matters.mandate.state import MandateWatch

__all__ = ["MandateWatch"]
