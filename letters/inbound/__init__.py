"""Mail that comes back: what a message is, told from the message alone, and what a coordinator is written about it."""
