"""What a test asks of the database it runs on."""

import pytest
from django.db import connection

sqlite_only = pytest.mark.skipif(
    connection.vendor != "sqlite", reason="is about SQLite, or about what only SQLite keeps"
)
