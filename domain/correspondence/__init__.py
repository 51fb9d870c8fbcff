"""Letters by rule: when one may go, how many a person gets, and which go together as one message."""
