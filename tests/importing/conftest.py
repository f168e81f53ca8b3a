"""What tests of imports ask for."""

from tests.imports import all_rows, command, import_articles, report, write

__all__ = ["all_rows", "command", "import_articles", "report", "write"]
