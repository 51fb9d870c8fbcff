"""Bundles: a history in one file, with all that somebody needs who wants to verify it and trusts nobody.

The form is described in docs/verifying.md, for people who read it with programs of their own.
"""
