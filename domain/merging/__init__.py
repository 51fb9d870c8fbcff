"""Merging: one initiative goes on as part of another, with its needs and seats, and both tell of the other."""
