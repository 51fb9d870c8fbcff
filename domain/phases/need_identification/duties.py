"""What need identification asks for, by the kinds that operating models name."""

from __future__ import annotations

from typing import Final

SUBMIT: Final = "submit_need"
ANSWER: Final = "answer_need"
STATE: Final = "state_problem"
CONFIRM: Final = "confirm_statement"
BASELINE: Final = "settle_baseline"
WORDING: Final = "confirm_wording"
REWORD: Final = "reword_cluster"
CALL: Final = "call_silent"
REVIEW: Final = "review_call"
