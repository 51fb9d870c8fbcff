"""The bare reference: one workflow, an update, and a local activity that writes one row. Nothing of ours in between."""
