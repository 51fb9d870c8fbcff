"""Staff: people who coordinate, audit or administer, how they come in, and how long they stay."""
