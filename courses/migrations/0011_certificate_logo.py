from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("courses", "0010_enrollment_lists")]

    operations = [
        migrations.AddField(
            model_name="certificate",
            name="logo",
            field=models.CharField(
                blank=True,
                default="",
                help_text="Its name in the storage; named by its content, never changed.",
                max_length=120,
            ),
        ),
    ]
