from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0007_username_skeletons"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="session_epoch",
            # the database has the default too: a process of the release before inserts users without it
            field=models.IntegerField(db_default=0, default=0, editable=False),
        ),
        migrations.AlterModelOptions(
            name="user",
            options={"permissions": [("deactivate_user", "Can deactivate and reactivate user")]},
        ),
    ]
