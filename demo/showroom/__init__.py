"""The demo to look around in: seven villages, each with an initiative halfway through another phase of the cycle."""
