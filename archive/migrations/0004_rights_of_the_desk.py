"""What each role may do with the newer rows: curators review and reread, editors publish."""

from django.db import migrations

RIGHTS = {
    "reader": ["view_lease", "view_rereading"],
    "curator": ["add_rereading", "change_rereading"],
    "editor": ["publish_article", "add_mergeproposal", "delete_mergeproposal"],
}
LADDER = ("reader", "curator", "editor", "administrator")


def add_rights(apps, schema_editor):
    granted = []
    for role in LADDER:
        granted += [permission(apps, codename) for codename in RIGHTS.get(role, ())]
        group = apps.get_model("auth", "Group").objects.filter(name=role).first()
        if group:  # an installation may have done away with it
            group.permissions.add(*granted)


def permission(apps, codename):
    """Made here where Django has not made it yet (it does so after migrating)."""
    verb, _underscore, model = codename.partition("_")
    sort, _created = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="archive", model=model
    )
    options = apps.get_model("archive", model)._meta
    name = dict(options.permissions).get(codename, f"Can {verb} {options.verbose_name}")
    row, _created = apps.get_model("auth", "Permission").objects.get_or_create(
        codename=codename, content_type=sort, defaults={"name": name}
    )
    return row


class Migration(migrations.Migration):
    dependencies = [("archive", "0003_curators_desk")]
    operations = [migrations.RunPython(add_rights, migrations.RunPython.noop)]
