"""What a test asks of the database it runs on."""

import pytest
from django.db import connection

# No text of PostgreSQL holds it; SQLite keeps it, and so did whoever wrote the row.
NUL = "\x00" if connection.vendor == "sqlite" else ""

sqlite_only = pytest.mark.skipif(
    connection.vendor != "sqlite", reason="is about SQLite, or about what only SQLite keeps"
)

postgresql_only = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="is about PostgreSQL; make test-postgresql runs it"
)
