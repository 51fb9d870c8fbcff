"""Exports as files: OCEL 2.0, XES, CSV and JSON Lines. Each is written as it is read, without any text of the vault."""
