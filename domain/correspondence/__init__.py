"""Correspondence: when letters leave, and which stay."""
