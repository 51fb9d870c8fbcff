"""The schema of operating models: a mapping in, the rules out, or a refusal that names the place."""

from domain.schema.models import parse

__all__ = ["parse"]
