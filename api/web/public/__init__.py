"""Pages that anybody may read: the front page, the statements, and what tells that something went wrong."""
