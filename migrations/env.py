"""Alembic's environment. Migrations run in process, on a connection and in a transaction that `models.migrate` gives.

Revisions are written by hand, with plain types, so that they stay what they were when the tables move on; a test
compares their result with the tables on both databases.
"""

from alembic import context

from models.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,  # gives constraints their names
    render_as_batch=True,
)
context.run_migrations()
