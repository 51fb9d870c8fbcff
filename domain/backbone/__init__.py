"""The backbone: one organisation coordinates, and may hand the coordination over to another."""
