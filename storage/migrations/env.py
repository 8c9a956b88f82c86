"""Alembic's way in: the connection comes from storage.engine, or from DATABASE_URL on the command line."""

import os

from alembic import context

import storage.archive
import storage.bundles
import storage.certificate_tables
import storage.prints  # noqa: F401 its table joins the metadata
from storage.engine import Disk
from storage.settled import metadata


def run(connection) -> None:
    context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    with Disk(os.environ["DATABASE_URL"]).writing() as connection:
        run(connection)
