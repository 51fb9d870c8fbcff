"""Readings: from what the rules and the read model know to the pictures that show it, in the words of a language."""
