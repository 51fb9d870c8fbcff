"""The board: what waits on whom, since when, and what comes next; what is late first."""
