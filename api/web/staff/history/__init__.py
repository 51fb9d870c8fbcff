"""The history of an initiative and of the house: entry by entry, as of any moment, checked, and to take away."""
