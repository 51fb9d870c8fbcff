"""Pages of staff: how they sign in, and what they see first."""
