"""The one Django app: connects the outbox to the rows it watches. And its admin site."""

from axes import apps as axes_apps
from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps
from django.utils.translation import gettext_lazy


class ArchiveConfig(AppConfig):
    name = "archive"
    verbose_name = gettext_lazy("Archive")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Signals and checks need the models, which are loaded only now.
        from archive import checks  # noqa: F401
        from archive.curation import accounts  # noqa: F401
        from archive.search import signals  # noqa: F401


class CurationConfig(admin_apps.SimpleAdminConfig):
    default = False  # of this module the other one is meant by "archive"
    default_site = "archive.admin.site.curation_site"


class LoginsConfig(axes_apps.AppConfig):  # type: ignore[misc]
    """Failed log-ins, under a name that says so."""

    default = False
    verbose_name = gettext_lazy("Log-ins")
