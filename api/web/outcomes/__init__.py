"""The page of outcomes: promised, observed, verified; for staff, and for those who took part by their link."""
