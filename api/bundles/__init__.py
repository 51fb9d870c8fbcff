"""What is put into every bundle: what to read, and `verify.py`, which imports nothing of ours."""

from pathlib import Path

PAPERS = Path(__file__).parent
"""Where they lie."""
