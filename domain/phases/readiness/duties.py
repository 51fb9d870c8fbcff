"""What readiness asks for, by the kinds that operating models name."""

from __future__ import annotations

from typing import Final

FORM: Final = "answer_readiness"
LANDSCAPE: Final = "note_landscape"
CULTIVATE: Final = "cultivate"
ACTION: Final = "carry_out_action"
