"""Exports: entries of the ledger as other tools read them, as objects with what happened to them, or as traces.

Nothing here writes a file: what an entry becomes is said once, and `api.exports` writes it down in each format.
"""
