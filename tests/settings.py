"""The archive's settings for tests: a folder of their own, an index in memory, plain files."""

import os
import tempfile

os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="archive-tests-")
for name in ("SITE_URL", "SEARCH_URL", "DATABASE_URL", "SECRET_KEY", "DEBUG"):
    os.environ.pop(name, None)
if url := os.environ.get("TESTS_DATABASE_URL"):  # tests/postgresql/check has made a server
    os.environ["DATABASE_URL"] = url

from archive.settings import *  # noqa: E402, F403
from archive.settings import STORAGES  # noqa: E402

SEARCH_URL = "memory://"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
