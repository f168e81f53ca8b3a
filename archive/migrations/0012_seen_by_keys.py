from django.db import migrations, models
from django.db.models import Max

LINES = ("historicalarticle", "historicalentitytag", "historicaltopictag")


def tell_by_keys(apps, schema_editor):
    """Of what was asked for and is not finished: the lines of history up to its moment."""
    rows = apps.get_model("archive", "BulkChange").objects
    for change in rows.filter(finished_at=None, undo_asked_at=None):
        for name in LINES:
            lines = apps.get_model("archive", name).objects.filter(history_date__lte=change.since)
            change.seen[name] = lines.aggregate(top=Max("history_id"))["top"] or 0
        for name in ("entitytag", "topictag"):
            tags = apps.get_model("archive", name).objects
            change.seen[name] = tags.aggregate(top=Max("id"))["top"] or 0
        change.save(update_fields=["seen"])


class Migration(migrations.Migration):

    dependencies = [
        ('archive', '0011_names_of_relations'),
    ]

    operations = [
        migrations.AddField(
            model_name='bulkchange',
            name='seen',
            field=models.JSONField(default=dict),
        ),
        migrations.RunPython(tell_by_keys, migrations.RunPython.noop),
        migrations.RemoveField(
            model_name='bulkchange',
            name='since',
        ),
    ]
