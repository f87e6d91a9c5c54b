from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_tell_of_users"),
    ]

    operations = [
        migrations.AddField(
            model_name="session",
            name="parent_jti_hash",
            field=models.CharField(blank=True, default="", max_length=64),
        ),
        migrations.AddField(
            model_name="session",
            name="refresh_kid",
            field=models.CharField(blank=True, default="", max_length=64),
        ),
    ]
