"""Piloting (pilotointi): the plan is tried out, watched by pulses and observations; any seat may halt it on harm."""

from domain.phases.piloting.state import Piloting

__all__ = ["Piloting"]
