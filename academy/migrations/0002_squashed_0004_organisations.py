"""Everything from 0002 to 0004 at once, for new sites: those in between go through the migrations it replaces."""

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import uuid
import wagtail.fields
from django.conf import settings
from django.db import migrations, models

from academy.migration_operations import CreateModels


class Migration(migrations.Migration):
    replaces = [("academy", "0002_pages"), ("academy", "0003_curriculum"), ("academy", "0004_organisations")]

    dependencies = [
        ("academy", "0001_initial"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtailimages", "0027_image_description"),
        # Not referred to. They change their models often, and each change is slower the more models stand already
        ("account", "0009_emailaddress_unique_primary_email"),
        ("django_celery_beat", "0019_alter_periodictasks_options"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("sessions", "0001_initial"),
        ("taggit", "0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx"),
        ("wagtail_localize", "0016_rename_page_revision_translationlog_revision"),
        ("wagtailadmin", "0006_formstate"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailembeds", "0009_embed_cache_until"),
        ("wagtailredirects", "0008_add_verbose_name_plural"),
        ("wagtailsearch", "0010_add_text_fields"),
        ("wagtailusers", "0015_userprofile_keyboard_shortcuts"),
    ]

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="ContentPage",
                    fields=[
                        (
                            "page_ptr",
                            models.OneToOneField(
                                auto_created=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                parent_link=True,
                                primary_key=True,
                                serialize=False,
                                to=settings.WAGTAIL_PAGE_MODEL,
                            ),
                        ),
                        (
                            "summary",
                            models.CharField(
                                blank=True,
                                help_text="For cards, search and mails.",
                                max_length=300,
                                verbose_name="summary",
                            ),
                        ),
                        ("body", wagtail.fields.RichTextField(verbose_name="text")),
                    ],
                    options={
                        "verbose_name": "plain page",
                    },
                    bases=("wagtailcore.page", models.Model),
                ),
                migrations.CreateModel(
                    name="HomePage",
                    fields=[
                        (
                            "page_ptr",
                            models.OneToOneField(
                                auto_created=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                parent_link=True,
                                primary_key=True,
                                serialize=False,
                                to=settings.WAGTAIL_PAGE_MODEL,
                            ),
                        ),
                        (
                            "summary",
                            models.CharField(
                                blank=True,
                                help_text="For cards, search and mails.",
                                max_length=300,
                                verbose_name="summary",
                            ),
                        ),
                        (
                            "promise",
                            models.CharField(
                                blank=True,
                                help_text="The large line at the top; empty: the site's own.",
                                max_length=120,
                                verbose_name="promise",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "home page",
                    },
                    bases=("wagtailcore.page", models.Model),
                ),
                migrations.CreateModel(
                    name="Letter",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                help_text="Name of a plug in academy.sockets.letter_kinds.", max_length=60
                            ),
                        ),
                        (
                            "key",
                            models.CharField(
                                help_text="What it is about; the same key never leaves twice.",
                                max_length=200,
                                unique=True,
                            ),
                        ),
                        (
                            "data",
                            models.JSONField(
                                default=dict, help_text="Ids and plain values; the plug of the kind knows them."
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="written")),
                        ("not_before", models.DateTimeField(blank=True, help_text="Held until then.", null=True)),
                        ("claimed_at", models.DateTimeField(blank=True, null=True)),
                        ("sending_at", models.DateTimeField(blank=True, null=True)),
                        ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="sent")),
                        (
                            "dropped_at",
                            models.DateTimeField(
                                blank=True, help_text="Nothing was left to say, or it is not wanted.", null=True
                            ),
                        ),
                        ("retry_at", models.DateTimeField(blank=True, null=True)),
                        ("refusals", models.PositiveSmallIntegerField(default=0)),
                        (
                            "user",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="letters",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "email",
                            models.EmailField(
                                blank=True,
                                help_text="Of somebody without an account; then `user` is empty.",
                                max_length=254,
                            ),
                        ),
                        (
                            "language",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("en", "English"),
                                    ("sq", "Shqip"),
                                    ("bs", "Bosanski"),
                                    ("sr", "Српски"),
                                    ("sr-latn", "Srpski"),
                                    ("mk", "Македонски"),
                                    ("bg", "Български"),
                                    ("tr", "Türkçe"),
                                    ("ro", "Română"),
                                ],
                                help_text="For `email`.",
                                max_length=10,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "letter",
                        "verbose_name_plural": "letters",
                        "ordering": ["-created_at", "-pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(
                                    ("dropped_at__isnull", True),
                                    ("sending_at__isnull", True),
                                    ("sent_at__isnull", True),
                                ),
                                fields=["not_before", "claimed_at"],
                                name="letter_waiting",
                            ),
                            models.Index(fields=["user", "kind", "-created_at"], name="letter_of_user"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("email", ""), ("user__isnull", False)),
                                    models.Q(("user__isnull", True), models.Q(("email", ""), _negated=True)),
                                    _connector="OR",
                                ),
                                name="letter_to_account_or_address",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Unsubscription",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("category", models.CharField(max_length=60)),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="unsubscriptions",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("user", "category"), name="unsubscription_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Organisation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("path", models.CharField(max_length=255, unique=True)),
                        ("depth", models.PositiveIntegerField()),
                        ("numchild", models.PositiveIntegerField(default=0)),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("key", models.SlugField(max_length=120, unique=True, verbose_name="key")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("network", "Network of associations"),
                                    ("association", "Association of local governments"),
                                    ("municipality", "Municipality"),
                                    ("unit", "Unit of a municipality"),
                                ],
                                max_length=20,
                                verbose_name="kind",
                            ),
                        ),
                        ("name", models.CharField(max_length=255, verbose_name="name")),
                        ("acronym", models.CharField(blank=True, max_length=30, verbose_name="acronym")),
                        (
                            "economy",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("AL", "Albania"),
                                    ("BA", "Bosnia and Herzegovina"),
                                    ("BG", "Bulgaria"),
                                    ("HR", "Croatia"),
                                    ("XK", "Kosovo*"),
                                    ("MD", "Moldova"),
                                    ("ME", "Montenegro"),
                                    ("MK", "North Macedonia"),
                                    ("RO", "Romania"),
                                    ("RS", "Serbia"),
                                    ("SI", "Slovenia"),
                                    ("TR", "Türkiye"),
                                ],
                                max_length=2,
                                verbose_name="economy",
                            ),
                        ),
                        (
                            "latitude",
                            models.DecimalField(
                                blank=True,
                                decimal_places=5,
                                max_digits=8,
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(-90),
                                    django.core.validators.MaxValueValidator(90),
                                ],
                                verbose_name="latitude",
                            ),
                        ),
                        (
                            "longitude",
                            models.DecimalField(
                                blank=True,
                                decimal_places=5,
                                max_digits=8,
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(-180),
                                    django.core.validators.MaxValueValidator(180),
                                ],
                                verbose_name="longitude",
                            ),
                        ),
                        ("population", models.PositiveIntegerField(blank=True, null=True, verbose_name="population")),
                        (
                            "population_year",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="year of the population"
                            ),
                        ),
                        ("website", models.URLField(blank=True, verbose_name="website")),
                        (
                            "issuer",
                            models.CharField(
                                blank=True,
                                help_text="Empty: its name.",
                                max_length=200,
                                verbose_name="issuing body on certificates",
                            ),
                        ),
                        (
                            "signatory_name",
                            models.CharField(blank=True, max_length=160, verbose_name="name of the signatory"),
                        ),
                        (
                            "signatory_role",
                            models.CharField(blank=True, max_length=200, verbose_name="role of the signatory"),
                        ),
                        (
                            "second_signatory_name",
                            models.CharField(blank=True, max_length=160, verbose_name="name of a second signatory"),
                        ),
                        (
                            "second_signatory_role",
                            models.CharField(blank=True, max_length=200, verbose_name="role of a second signatory"),
                        ),
                        (
                            "help_email",
                            models.EmailField(blank=True, max_length=254, verbose_name="e-mail address for help"),
                        ),
                        ("help_phone", models.CharField(blank=True, max_length=60, verbose_name="telephone for help")),
                        (
                            "help_text",
                            models.CharField(blank=True, max_length=300, verbose_name="whom to ask, and when"),
                        ),
                        (
                            "is_sample",
                            models.BooleanField(
                                default=False, help_text="Visibly marked as fictional.", verbose_name="sample"
                            ),
                        ),
                        ("is_active", models.BooleanField(default=True, verbose_name="active")),
                        (
                            "folded",
                            models.CharField(
                                default="", editable=False, help_text="Names as the search folds them.", max_length=1000
                            ),
                        ),
                        (
                            "logo",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="wagtailimages.image",
                                verbose_name="logo",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "organisation",
                        "verbose_name_plural": "organisations",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("latitude__isnull", True), ("longitude__isnull", True)),
                                    models.Q(("latitude__isnull", False), ("longitude__isnull", False)),
                                    _connector="OR",
                                ),
                                name="organisation_position_whole",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AccessRecord",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "access",
                            models.CharField(
                                choices=[("viewed", "Viewed"), ("exported", "Exported"), ("changed", "Changed")],
                                max_length=20,
                            ),
                        ),
                        ("what", models.CharField(max_length=60)),
                        ("count", models.PositiveIntegerField(blank=True, null=True)),
                        ("details", models.JSONField(default=dict)),
                        (
                            "actor",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="academy.organisation",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "access to records",
                        "verbose_name_plural": "accesses to records",
                        "ordering": ["-at", "-pk"],
                        "indexes": [
                            models.Index(fields=["organisation", "-at"], name="access_in_organisation"),
                            models.Index(fields=["person", "-at"], name="access_to_person"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Membership",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("member", "Member of staff"),
                                    ("coordinator", "Course coordinator"),
                                    ("administrator", "Administrator"),
                                ],
                                default="member",
                                max_length=20,
                                verbose_name="role",
                            ),
                        ),
                        ("position", models.CharField(blank=True, max_length=160, verbose_name="position")),
                        ("started_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="since")),
                        ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="until")),
                        (
                            "added_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="memberships",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="memberships",
                                to="academy.organisation",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "membership",
                        "verbose_name_plural": "memberships",
                        "ordering": ["-started_at", "-pk"],
                        "indexes": [models.Index(fields=["organisation", "role"], name="membership_of_organisation")],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at__isnull", True)),
                                fields=("user", "organisation", "role"),
                                name="membership_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ended_at__isnull", True),
                                    ("ended_at__gte", models.F("started_at")),
                                    _connector="OR",
                                ),
                                name="membership_ends_after_start",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OrganisationName",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "language",
                            models.CharField(
                                choices=[
                                    ("en", "English"),
                                    ("sq", "Shqip"),
                                    ("bs", "Bosanski"),
                                    ("sr", "Српски"),
                                    ("sr-latn", "Srpski"),
                                    ("mk", "Македонски"),
                                    ("bg", "Български"),
                                    ("tr", "Türkçe"),
                                    ("ro", "Română"),
                                ],
                                max_length=10,
                                verbose_name="language",
                            ),
                        ),
                        ("name", models.CharField(max_length=255, verbose_name="name")),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="names",
                                to="academy.organisation",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("organisation", "language"), name="organisation_name_once")
                        ],
                    },
                ),
            ]
        ),
        migrations.AddField(
            model_name="user",
            name="sex",
            field=models.CharField(
                blank=True,
                choices=[("female", "Female"), ("male", "Male"), ("other", "Another")],
                help_text="Only counted, never shown: donors ask how many women and men were trained.",
                max_length=10,
                verbose_name="sex",
            ),
        ),
    ]
