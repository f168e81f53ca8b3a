"""The roles of people who log in, as groups: reader, curator, editor, administrator.

Each may do what the one before it may. An installation can change them; this only makes them.
"""

from django.db import migrations

WATCHED = (
    "article articlegroup revision mention datemention source entity alias office topic topicrule "
    "entitytag topictag decision suppression distinction mergeproposal importrun importrecord "
    "indexjob redirect errorreport searchmiss"
).split()

READER = {model: "view" for model in WATCHED}
CURATOR = {
    "article": "change",
    "entitytag": "add change",
    "topictag": "add change",
    "alias": "add change",
    "office": "add change",
    "suppression": "add change delete",
    "errorreport": "change",
    "decision": "change",  # to undo
}
EDITOR = {
    "article": "add",
    "entity": "add change delete",
    "alias": "delete",
    "office": "delete",
    "topic": "add change delete",
    "topicrule": "add change delete",
    "source": "add change",
    "redirect": "add change delete",
    "distinction": "add delete",
}
ADMINISTRATOR = {
    "article": "delete",
    "source": "delete",
    "errorreport": "delete",
    "user": "view add change delete",
    "group": "view",
}
LADDER = {
    "reader": READER,
    "curator": CURATOR,
    "editor": EDITOR,
    "administrator": ADMINISTRATOR,
}


def make_roles(apps, schema_editor):
    granted = []
    for name, rights in LADDER.items():
        for model, verbs in rights.items():
            granted += [permission(apps, model, verb) for verb in verbs.split()]
        group, _created = apps.get_model("auth", "Group").objects.get_or_create(name=name)
        group.permissions.set(granted)


def permission(apps, model, verb):
    """The permission, made here where Django has not made it yet (it does so after migrating)."""
    label = "auth" if model in {"user", "group"} else "archive"
    verbose = apps.get_model(label, model)._meta.verbose_name
    sort, _created = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label=label, model=model
    )
    row, _created = apps.get_model("auth", "Permission").objects.get_or_create(
        codename=f"{verb}_{model}",
        content_type=sort,
        defaults={"name": f"Can {verb} {verbose}"},
    )
    return row


def drop_roles(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(name__in=LADDER).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("archive", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(make_roles, drop_roles)]
