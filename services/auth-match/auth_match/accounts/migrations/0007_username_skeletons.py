from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

from auth_match.accounts.lookalikes import skeletons_of

BATCH = 1_000  # users a transaction


def fill(apps, _schema_editor):
    """Names of before get their skeletons, and stay whatever they look like."""
    User = apps.get_model("accounts", "User")
    without = User.objects.filter(username_skeleton="").only("id", "username").order_by("id")
    last = 0
    while batch := list(without.filter(id__gt=last)[:BATCH]):
        for user in batch:
            folded, shown = skeletons_of(user.username)
            same = User.objects.filter(id=user.id, username=user.username)  # a rename meanwhile stays
            same.update(username_skeleton=folded, username_skeleton_shown=shown)
        last = batch[-1].id


class Migration(migrations.Migration):
    atomic = False  # sign-ups and logins go on meanwhile

    dependencies = [
        ("accounts", "0006_known_addresses"),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
        AddIndexConcurrently(
            model_name="user",
            index=models.Index(fields=["username_skeleton"], name="user_skeleton"),
        ),
        AddIndexConcurrently(
            model_name="user",
            index=models.Index(fields=["username_skeleton_shown"], name="user_skeleton_shown"),
        ),
    ]
