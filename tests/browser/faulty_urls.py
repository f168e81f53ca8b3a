"""The addresses of the archive, and one for each page that says what went wrong."""

from django.conf.urls.i18n import i18n_patterns
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError
from django.urls import path

from archive import urls
from archive.urls import handler400, handler403, handler404, handler500  # noqa: F401
from archive.views.budget import too_many

FAULTS = {
    400: SuspiciousOperation(),
    403: PermissionDenied(),
    500: RuntimeError("a fault that is meant"),
    503: OperationalError("database is locked"),
}


def fault(request, status):
    if status == 429:
        return too_many(request)
    raise FAULTS[status]


urlpatterns = [
    *i18n_patterns(path("faults/<int:status>/", fault), prefix_default_language=False),
    *urls.urlpatterns,
]
