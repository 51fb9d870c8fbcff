"""Declining: which duties have no answer that declines, so that their readers are offered to say that they will not."""

from __future__ import annotations

WITHOUT_A_NO = frozenset(
    (
        *("answer_readiness", "answer_pulse", "answer_rubric", "answer_release", "settle_commitment", "verify_claim"),
        *("check_in", "give_support", "rate_support", "answer_poll", "write_minutes", "minute_meeting"),
        *("review_minutes", "answer_objection", "write_section", "answer_comment", "write_ground_rules"),
    )
)
"""Kinds of duties of seats. Whoever says so gets no more reminders of it, and the coordinator is told; they may still
answer, and somebody else may.
"""
