"""Every address of the archive."""

urlpatterns: list = []
