"""The demo to look around in: six villages, each with an initiative halfway through another phase of the cycle."""
