import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_retention"),
    ]

    operations = [
        migrations.CreateModel(
            name="KnownAddress",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("digest", models.CharField(max_length=64)),
                ("last_login_at", models.DateTimeField(db_index=True)),
                (
                    "user",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="known_addresses",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "account_known_address",
                "constraints": [
                    models.UniqueConstraint(fields=("user", "digest"), name="one_row_per_user_and_address")
                ],
            },
        ),
        # A default of the database's: a process of the release before still makes users meanwhile.
        migrations.AddField(
            model_name="user",
            name="username_skeleton",
            field=models.TextField(db_default="", default="", editable=False),
        ),
        migrations.AddField(
            model_name="user",
            name="username_skeleton_shown",
            field=models.TextField(db_default="", default="", editable=False),
        ),
    ]
