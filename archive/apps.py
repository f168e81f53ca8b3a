"""The one Django app: connects the outbox to the rows it watches."""

from django.apps import AppConfig


class ArchiveConfig(AppConfig):
    name = "archive"
    verbose_name = "Archive"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Signals and checks need the models, which are loaded only now.
        from archive import checks  # noqa: F401
        from archive.search import signals  # noqa: F401
