"""What a coordinator does in an initiative: a form that follows from its command, what it would bring, and the act."""
