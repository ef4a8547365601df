import academy.models.user
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import modelcluster.fields
import modelsearch.index
import uuid
from django.conf import settings
from django.db import migrations, models

from academy.migration_operations import CreateModels


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("academy", "0002_squashed_0004_organisations"),
        ("courses", "0001_squashed_0013_standing_of_earlier_enrollments"),
        ("wagtailcore", "0098_apitoken"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="AssociationCheck",
                    fields=[
                        (
                            "task_ptr",
                            models.OneToOneField(
                                auto_created=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                parent_link=True,
                                primary_key=True,
                                serialize=False,
                                to="wagtailcore.task",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "association's check",
                        "verbose_name_plural": "association's checks",
                    },
                    bases=("wagtailcore.task",),
                ),
                migrations.CreateModel(
                    name="Poll",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("choice", "Choice"),
                                    ("sense_check", "Sense check"),
                                    ("opt_in", "Who takes part"),
                                    ("time", "Find a time"),
                                ],
                                max_length=20,
                                verbose_name="kind",
                            ),
                        ),
                        ("question", models.CharField(max_length=300, verbose_name="question")),
                        (
                            "is_multiple",
                            models.BooleanField(default=False, verbose_name="several choices are possible"),
                        ),
                        ("shows_names", models.BooleanField(default=True, verbose_name="members see who voted what")),
                        ("closes_at", models.DateTimeField(blank=True, null=True, verbose_name="open until")),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "topic",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="poll",
                                to="peer_exchange.topic",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="CalendarToken",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("token", models.CharField(max_length=64, unique=True)),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "user",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="calendar_token",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Cluster",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("slug", models.SlugField(max_length=120, unique=True, verbose_name="address")),
                        ("title", models.CharField(max_length=200, verbose_name="name")),
                        ("purpose", models.TextField(blank=True, max_length=1500, verbose_name="what it is for")),
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
                                verbose_name="language of the name",
                            ),
                        ),
                        ("languages", models.JSONField(default=list, verbose_name="languages people write in")),
                        (
                            "visibility",
                            models.CharField(
                                choices=[
                                    ("public", "Everybody may read"),
                                    ("members", "Everybody sees that it exists, members read"),
                                    ("hidden", "Only members know that it exists"),
                                ],
                                default="members",
                                max_length=20,
                                verbose_name="who sees it",
                            ),
                        ),
                        (
                            "entry",
                            models.CharField(
                                choices=[
                                    ("open", "Open: who is interested joins"),
                                    ("request", "On request: the facilitator decides"),
                                    ("invitation", "By invitation only"),
                                ],
                                default="request",
                                max_length=20,
                                verbose_name="how people join",
                            ),
                        ),
                        (
                            "verified_domains",
                            models.JSONField(
                                blank=True,
                                default=list,
                                help_text="Who joins with an address of one of these is vetted; the first two posts of others are held.",
                                verbose_name="trusted e-mail domains",
                            ),
                        ),
                        (
                            "time_zone",
                            models.CharField(
                                default=academy.models.user.default_time_zone,
                                max_length=64,
                                validators=[academy.models.user.validate_time_zone],
                                verbose_name="time zone of the host",
                            ),
                        ),
                        ("starts_on", models.DateField(blank=True, null=True, verbose_name="first day")),
                        ("ends_on", models.DateField(blank=True, null=True, verbose_name="last day")),
                        (
                            "welcome",
                            models.TextField(
                                blank=True,
                                help_text="A newcomer reads them first.",
                                max_length=1500,
                                verbose_name="words of welcome",
                            ),
                        ),
                        (
                            "is_sample",
                            models.BooleanField(
                                default=False, help_text="Visibly marked as fictional.", verbose_name="sample"
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("archived_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "approach",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="clusters",
                                to="academy.approach",
                                verbose_name="approach",
                            ),
                        ),
                        (
                            "courses",
                            models.ManyToManyField(
                                blank=True, related_name="clusters", to="courses.course", verbose_name="courses"
                            ),
                        ),
                        (
                            "created_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "edition",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="cluster",
                                to="courses.edition",
                            ),
                        ),
                        (
                            "host",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="hosted_clusters",
                                to="academy.organisation",
                                verbose_name="host association",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "cluster",
                        "verbose_name_plural": "clusters",
                        "ordering": ["title", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("starts_on__isnull", True),
                                    ("ends_on__isnull", True),
                                    ("ends_on__gte", models.F("starts_on")),
                                    _connector="OR",
                                ),
                                name="cluster_ends_after_start",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("edition__isnull", True), ("visibility", "hidden"), _connector="OR"
                                ),
                                name="cluster_of_edition_is_hidden",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ClusterInvitation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("email", models.EmailField(max_length=254, verbose_name="e-mail address")),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("member", "Member"),
                                    ("observer", "Observer"),
                                    ("resource_person", "Resource person"),
                                    ("facilitator", "Facilitator"),
                                    ("host", "Host"),
                                ],
                                default="member",
                                max_length=20,
                                verbose_name="role",
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
                        ("message", models.CharField(blank=True, max_length=600, verbose_name="a few words")),
                        ("token_hash", models.CharField(max_length=64, unique=True)),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("expires_at", models.DateTimeField()),
                        ("accepted_at", models.DateTimeField(blank=True, null=True)),
                        ("revoked_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "accepted_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "cluster",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="invitations",
                                to="peer_exchange.cluster",
                            ),
                        ),
                        (
                            "invited_by",
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
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="academy.organisation",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-created_at", "-pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                models.F("cluster"),
                                django.db.models.functions.text.Lower("email"),
                                condition=models.Q(("accepted_at__isnull", True), ("revoked_at__isnull", True)),
                                name="cluster_invitation_open_once",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ClusterMember",
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
                                    ("member", "Member"),
                                    ("observer", "Observer"),
                                    ("resource_person", "Resource person"),
                                    ("facilitator", "Facilitator"),
                                    ("host", "Host"),
                                ],
                                default="member",
                                max_length=20,
                                verbose_name="role",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("asked", "Asked to join"),
                                    ("invited", "Invited"),
                                    ("joined", "Member"),
                                    ("declined", "Declined"),
                                    ("left", "Left"),
                                ],
                                max_length=20,
                            ),
                        ),
                        (
                            "message",
                            models.CharField(blank=True, max_length=600, verbose_name="why you want to take part"),
                        ),
                        (
                            "introduction",
                            models.CharField(blank=True, max_length=600, verbose_name="about you and your work"),
                        ),
                        ("is_vetted", models.BooleanField(default=False)),
                        ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("joined_at", models.DateTimeField(blank=True, null=True)),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "welcomed_at",
                            models.DateTimeField(blank=True, help_text="She closed the words of welcome.", null=True),
                        ),
                        (
                            "cluster",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="members",
                                to="peer_exchange.cluster",
                            ),
                        ),
                        (
                            "invited_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="academy.organisation",
                                verbose_name="organisation",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="cluster_members",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "member of a cluster",
                        "verbose_name_plural": "members of a cluster",
                        "ordering": ["joined_at", "pk"],
                        "indexes": [models.Index(fields=["user", "state"], name="cluster_member_of_user")],
                        "constraints": [
                            models.UniqueConstraint(fields=("cluster", "user"), name="cluster_member_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "joined"), _negated=True),
                                    ("joined_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="cluster_member_joined_has_date",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ClusterRead",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("read_until", models.DateTimeField()),
                        (
                            "cluster",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="reads",
                                to="peer_exchange.cluster",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [models.UniqueConstraint(fields=("user", "cluster"), name="cluster_read_once")],
                    },
                ),
                migrations.CreateModel(
                    name="ClusterText",
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
                        ("title", models.CharField(max_length=200, verbose_name="name")),
                        ("purpose", models.TextField(blank=True, max_length=1500, verbose_name="what it is for")),
                        (
                            "cluster",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="texts",
                                to="peer_exchange.cluster",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("cluster", "language"), name="cluster_text_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DigestOpening",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("week", models.DateField()),
                        ("text", models.TextField(max_length=1500, verbose_name="your words")),
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
                        ("updated_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "cluster",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="digest_openings",
                                to="peer_exchange.cluster",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("cluster", "week"), name="digest_opening_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Event",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("title", models.CharField(max_length=200, verbose_name="title")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("webinar", "Webinar"),
                                    ("workshop", "Workshop"),
                                    ("study_visit", "Study visit"),
                                    ("exchange", "Regional exchange"),
                                    ("office_hour", "Office hour"),
                                ],
                                max_length=20,
                                verbose_name="kind",
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
                                verbose_name="language of this text",
                            ),
                        ),
                        ("starts_at", models.DateTimeField(verbose_name="begins")),
                        ("ends_at", models.DateTimeField(verbose_name="ends")),
                        (
                            "time_zone",
                            models.CharField(
                                default=academy.models.user.default_time_zone,
                                max_length=64,
                                validators=[academy.models.user.validate_time_zone],
                                verbose_name="time zone",
                            ),
                        ),
                        ("place", models.CharField(blank=True, max_length=300, verbose_name="place")),
                        (
                            "join_url",
                            models.URLField(
                                blank=True, help_text="Shown to people who take part only.", verbose_name="link to join"
                            ),
                        ),
                        ("languages", models.JSONField(default=list, verbose_name="languages spoken")),
                        ("interpretation", models.CharField(blank=True, max_length=200, verbose_name="interpretation")),
                        (
                            "capacity",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                help_text="Empty: no limit.",
                                null=True,
                                validators=[django.core.validators.MinValueValidator(1)],
                                verbose_name="seats",
                            ),
                        ),
                        (
                            "about",
                            models.TextField(
                                blank=True, help_text="Safe HTML, as a post.", verbose_name="what it is about"
                            ),
                        ),
                        (
                            "agenda",
                            models.TextField(
                                blank=True, help_text="One point per line.", max_length=3000, verbose_name="agenda"
                            ),
                        ),
                        (
                            "speakers",
                            models.TextField(
                                blank=True, help_text="One per line.", max_length=1500, verbose_name="speakers"
                            ),
                        ),
                        ("preparation", models.TextField(blank=True, max_length=1500, verbose_name="to prepare")),
                        ("recording_url", models.URLField(blank=True, verbose_name="recording")),
                        ("sequence", models.PositiveIntegerField(default=0, editable=False)),
                        (
                            "published_at",
                            models.DateTimeField(
                                blank=True, help_text="Members see it and are invited from then on.", null=True
                            ),
                        ),
                        ("cancelled_at", models.DateTimeField(blank=True, null=True)),
                        ("cancel_reason", models.CharField(blank=True, max_length=300, verbose_name="reason")),
                        ("is_sample", models.BooleanField(default=False)),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("updated_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "cluster",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="events",
                                to="peer_exchange.cluster",
                            ),
                        ),
                        (
                            "created_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "event",
                        "verbose_name_plural": "events",
                        "ordering": ["starts_at", "pk"],
                        "indexes": [models.Index(fields=["cluster", "starts_at"], name="event_in_cluster")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                                name="event_ends_after_start",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="EventPlace",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("invited", "Invited"),
                                    ("going", "Takes part"),
                                    ("waiting", "Waiting list"),
                                    ("declined", "Does not take part"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "attendance",
                            models.CharField(
                                blank=True,
                                choices=[("attended", "Was there"), ("missed", "Was not there")],
                                max_length=20,
                            ),
                        ),
                        (
                            "usefulness",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(5),
                                ],
                                verbose_name="how useful was it",
                            ),
                        ),
                        (
                            "feedback",
                            models.TextField(
                                blank=True, max_length=1500, verbose_name="what you take with you, what was missing"
                            ),
                        ),
                        ("feedback_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "event",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="places",
                                to="peer_exchange.event",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="event_places",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["asked_at", "pk"],
                        "indexes": [models.Index(fields=["event", "state", "asked_at"], name="event_place_queue")],
                        "constraints": [models.UniqueConstraint(fields=("event", "user"), name="event_place_once")],
                    },
                ),
                migrations.CreateModel(
                    name="EventReport",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("text", models.TextField(help_text="Safe HTML, as a post.", verbose_name="report")),
                        (
                            "agreed",
                            models.TextField(
                                blank=True,
                                help_text="One point per line.",
                                max_length=2000,
                                verbose_name="what was agreed",
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
                        ("published_at", models.DateTimeField(blank=True, null=True)),
                        ("updated_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "event",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="report",
                                to="peer_exchange.event",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="PollOption",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=0)),
                        ("text", models.CharField(blank=True, max_length=200, verbose_name="choice")),
                        ("starts_at", models.DateTimeField(blank=True, null=True)),
                        ("ends_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "poll",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="options",
                                to="peer_exchange.poll",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["position", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("text", ""), _negated=True), ("starts_at__isnull", False), _connector="OR"
                                ),
                                name="poll_option_says_something",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Post",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("number", models.PositiveIntegerField()),
                        ("is_anonymous", models.BooleanField(default=False)),
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
                        ("body", models.TextField(verbose_name="text")),
                        (
                            "folded",
                            models.TextField(default="", editable=False, help_text="The text as the search folds it."),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("held", "Waiting for the facilitator"),
                                    ("visible", "Visible"),
                                    ("hidden", "Hidden until reviewed"),
                                ],
                                default="visible",
                                max_length=20,
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("edited_at", models.DateTimeField(blank=True, null=True)),
                        ("spread_at", models.DateTimeField(blank=True, null=True)),
                        ("deleted_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "author",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="posts",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "cluster",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="posts",
                                to="peer_exchange.cluster",
                            ),
                        ),
                        (
                            "deleted_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                blank=True,
                                help_text="Where the author worked that day.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="academy.organisation",
                            ),
                        ),
                        (
                            "reply_to",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="replies",
                                to="peer_exchange.post",
                            ),
                        ),
                        (
                            "topic",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="posts",
                                to="peer_exchange.topic",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "post",
                        "verbose_name_plural": "posts",
                        "ordering": ["number"],
                        "indexes": [
                            models.Index(fields=["cluster", "-created_at"], name="post_in_cluster"),
                            models.Index(fields=["author", "-created_at"], name="post_of_author"),
                            models.Index(
                                condition=models.Q(
                                    ("deleted_at__isnull", True), ("spread_at__isnull", True), ("state", "visible")
                                ),
                                fields=["created_at"],
                                name="post_to_spread",
                            ),
                        ],
                        "constraints": [models.UniqueConstraint(fields=("topic", "number"), name="post_number_once")],
                    },
                    bases=(modelsearch.index.Indexed, models.Model),
                ),
                migrations.CreateModel(
                    name="Mention",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "post",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="mentions",
                                to="peer_exchange.post",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [models.UniqueConstraint(fields=("post", "user"), name="mention_once")],
                    },
                ),
                migrations.CreateModel(
                    name="Flag",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(
                                choices=[
                                    ("personal_data", "Data about a beneficiary or another person"),
                                    ("offensive", "Offensive or discriminating"),
                                    ("advertising", "Advertising or spam"),
                                    ("wrong", "Wrong and could do harm"),
                                ],
                                max_length=20,
                                verbose_name="reason",
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=600, verbose_name="note")),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("resolved_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "post",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="flags",
                                to="peer_exchange.post",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["created_at", "pk"],
                        "constraints": [models.UniqueConstraint(fields=("post", "user"), name="flag_once")],
                    },
                ),
                migrations.CreateModel(
                    name="Attachment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("file", models.FileField(upload_to="clusters/attachments/")),
                        ("name", models.CharField(help_text="As the uploader called it.", max_length=200)),
                        ("content_type", models.CharField(max_length=120)),
                        ("size", models.PositiveIntegerField(help_text="Bytes.")),
                        (
                            "width",
                            models.PositiveIntegerField(blank=True, help_text="Of an image, in pixels.", null=True),
                        ),
                        ("height", models.PositiveIntegerField(blank=True, null=True)),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "uploader",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "cluster",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="attachments",
                                to="peer_exchange.cluster",
                            ),
                        ),
                        (
                            "post",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="attachments",
                                to="peer_exchange.post",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["created_at", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="AcceptedAnswer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "post",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="acceptance",
                                to="peer_exchange.post",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="PostRevision",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("body", models.TextField()),
                        ("at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "post",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="revisions",
                                to="peer_exchange.post",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["at", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Practice",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("live", models.BooleanField(default=True, editable=False, verbose_name="live")),
                        (
                            "has_unpublished_changes",
                            models.BooleanField(default=False, editable=False, verbose_name="has unpublished changes"),
                        ),
                        (
                            "first_published_at",
                            models.DateTimeField(
                                blank=True, db_index=True, null=True, verbose_name="first published at"
                            ),
                        ),
                        (
                            "last_published_at",
                            models.DateTimeField(editable=False, null=True, verbose_name="last published at"),
                        ),
                        ("go_live_at", models.DateTimeField(blank=True, null=True, verbose_name="go live date/time")),
                        ("expire_at", models.DateTimeField(blank=True, null=True, verbose_name="expiry date/time")),
                        ("expired", models.BooleanField(default=False, editable=False, verbose_name="expired")),
                        ("locked", models.BooleanField(default=False, editable=False, verbose_name="locked")),
                        ("locked_at", models.DateTimeField(editable=False, null=True, verbose_name="locked at")),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("code", models.CharField(blank=True, editable=False, max_length=20, null=True, unique=True)),
                        ("slug", models.SlugField(blank=True, editable=False, max_length=140, null=True, unique=True)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "Draft"),
                                    ("submitted", "Association's check"),
                                    ("returned", "Returned to its authors"),
                                    ("shared", "Shared"),
                                    ("validated", "Validated"),
                                    ("exemplary", "Exemplary"),
                                    ("archived", "Archived"),
                                ],
                                default="draft",
                                max_length=20,
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
                        ("title", models.CharField(max_length=100, verbose_name="title")),
                        (
                            "result_line",
                            models.CharField(
                                blank=True, max_length=160, verbose_name="what changed, for whom, in one line"
                            ),
                        ),
                        (
                            "place",
                            models.CharField(
                                blank=True,
                                help_text="Where the municipality is not in the list.",
                                max_length=160,
                                verbose_name="place",
                            ),
                        ),
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
                        ("latitude", models.DecimalField(blank=True, decimal_places=5, max_digits=8, null=True)),
                        ("longitude", models.DecimalField(blank=True, decimal_places=5, max_digits=8, null=True)),
                        (
                            "population",
                            models.PositiveIntegerField(blank=True, null=True, verbose_name="people who live there"),
                        ),
                        (
                            "target_groups",
                            models.JSONField(
                                blank=True, default=list, help_text="TargetGroup, at most 4.", verbose_name="for whom"
                            ),
                        ),
                        (
                            "run_state",
                            models.CharField(
                                blank=True,
                                choices=[("running", "Running"), ("completed", "Completed"), ("stopped", "Stopped")],
                                max_length=20,
                                verbose_name="does it run",
                            ),
                        ),
                        (
                            "start_year",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(1950),
                                    django.core.validators.MaxValueValidator(2100),
                                ],
                                verbose_name="since (year)",
                            ),
                        ),
                        (
                            "end_year",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(1950),
                                    django.core.validators.MaxValueValidator(2100),
                                ],
                                verbose_name="until (year)",
                            ),
                        ),
                        ("problem", models.TextField(blank=True, max_length=600, verbose_name="the problem")),
                        ("solution", models.TextField(blank=True, max_length=1000, verbose_name="what was done")),
                        ("results", models.TextField(blank=True, max_length=600, verbose_name="results so far")),
                        (
                            "no_data_reason",
                            models.CharField(blank=True, max_length=300, verbose_name="no data yet, because"),
                        ),
                        ("contact_name", models.CharField(blank=True, max_length=160, verbose_name="whom to ask")),
                        (
                            "contact_role",
                            models.CharField(blank=True, max_length=160, verbose_name="her or his function"),
                        ),
                        (
                            "contact_email",
                            models.EmailField(
                                blank=True, max_length=254, verbose_name="e-mail address, never shown or exported"
                            ),
                        ),
                        (
                            "offers",
                            models.JSONField(
                                blank=True, default=list, help_text="Offer.", verbose_name="what you offer others"
                            ),
                        ),
                        ("legal_basis", models.TextField(blank=True, max_length=1500, verbose_name="legal basis")),
                        ("objectives", models.TextField(blank=True, max_length=1500, verbose_name="objectives")),
                        (
                            "participation",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                choices=[
                                    (1, "Informed"),
                                    (2, "Consulted"),
                                    (3, "Involved"),
                                    (4, "Decide together"),
                                    (5, "Decide themselves"),
                                ],
                                null=True,
                                verbose_name="how far the target group takes part",
                            ),
                        ),
                        (
                            "participation_note",
                            models.TextField(blank=True, max_length=1000, verbose_name="how it takes part"),
                        ),
                        ("staff", models.TextField(blank=True, max_length=800, verbose_name="staff")),
                        (
                            "premises",
                            models.TextField(blank=True, max_length=800, verbose_name="premises and equipment"),
                        ),
                        (
                            "months_to_start",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="months from decision to start"
                            ),
                        ),
                        (
                            "yearly_cost_band",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("under_5", "Under 5,000 euros a year"),
                                    ("5_20", "5,000 to 20,000 euros a year"),
                                    ("20_100", "20,000 to 100,000 euros a year"),
                                    ("over_100", "Over 100,000 euros a year"),
                                ],
                                max_length=20,
                                verbose_name="running cost of a year",
                            ),
                        ),
                        (
                            "cost_note",
                            models.TextField(blank=True, max_length=600, verbose_name="cost, as the source says it"),
                        ),
                        (
                            "funding",
                            models.JSONField(blank=True, default=list, help_text="Funding.", verbose_name="who pays"),
                        ),
                        (
                            "funding_note",
                            models.TextField(blank=True, max_length=600, verbose_name="who pays, in words"),
                        ),
                        (
                            "after_donor",
                            models.TextField(blank=True, max_length=800, verbose_name="who pays after the donor"),
                        ),
                        (
                            "evidence",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                choices=[
                                    (0, "Told by those involved"),
                                    (1, "Monitored"),
                                    (2, "Compared before and after"),
                                    (3, "Evaluated"),
                                    (4, "Replicated with results"),
                                ],
                                null=True,
                                verbose_name="evidence",
                            ),
                        ),
                        (
                            "went_wrong",
                            models.TextField(
                                blank=True, max_length=1500, verbose_name="what went wrong, and how it was handled"
                            ),
                        ),
                        (
                            "success_conditions",
                            models.TextField(blank=True, max_length=1500, verbose_name="what it needs to succeed"),
                        ),
                        (
                            "smallest_version",
                            models.TextField(blank=True, max_length=800, verbose_name="the smallest version"),
                        ),
                        (
                            "not_suitable_when",
                            models.TextField(blank=True, max_length=800, verbose_name="not suitable when"),
                        ),
                        (
                            "suitable_bands",
                            models.JSONField(
                                blank=True,
                                default=list,
                                help_text="PopulationBand.",
                                verbose_name="for municipalities of which size",
                            ),
                        ),
                        (
                            "sdg_targets",
                            models.JSONField(
                                blank=True,
                                default=list,
                                help_text='For example ["1.3", "10.2"].',
                                verbose_name="SDG targets",
                            ),
                        ),
                        (
                            "documentation",
                            models.CharField(
                                choices=[
                                    ("author", "Written by the people who did it"),
                                    ("source", "From a published source, with several facts"),
                                    ("mention", "A short note from a published source"),
                                ],
                                default="author",
                                max_length=20,
                            ),
                        ),
                        ("source_title", models.CharField(blank=True, max_length=300, verbose_name="source")),
                        (
                            "source_url",
                            models.URLField(blank=True, max_length=500, verbose_name="address of the source"),
                        ),
                        (
                            "is_sample",
                            models.BooleanField(
                                default=False, help_text="Visibly marked as fictional.", verbose_name="sample"
                            ),
                        ),
                        (
                            "version",
                            models.PositiveSmallIntegerField(
                                default=0, editable=False, help_text="Counts publications."
                            ),
                        ),
                        (
                            "draft_version",
                            models.PositiveIntegerField(
                                default=0, editable=False, help_text="Counts saves of the draft."
                            ),
                        ),
                        ("validated_at", models.DateTimeField(blank=True, editable=False, null=True)),
                        ("exemplary_year", models.PositiveSmallIntegerField(blank=True, editable=False, null=True)),
                        (
                            "confirmed_at",
                            models.DateTimeField(
                                blank=True, editable=False, help_text="Its people said it is true.", null=True
                            ),
                        ),
                        ("needs_update_at", models.DateTimeField(blank=True, editable=False, null=True)),
                        ("update_reason", models.CharField(blank=True, editable=False, max_length=600)),
                        ("archived_at", models.DateTimeField(blank=True, editable=False, null=True)),
                        (
                            "folded",
                            models.TextField(
                                default="", editable=False, help_text="All its words as the search folds them."
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        (
                            "approach",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="practices",
                                to="academy.approach",
                                verbose_name="approach",
                            ),
                        ),
                        (
                            "clusters",
                            modelcluster.fields.ParentalManyToManyField(
                                blank=True, related_name="practices", to="peer_exchange.cluster"
                            ),
                        ),
                        (
                            "courses",
                            modelcluster.fields.ParentalManyToManyField(
                                blank=True, related_name="practices", to="courses.course"
                            ),
                        ),
                        (
                            "created_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "further_approaches",
                            modelcluster.fields.ParentalManyToManyField(
                                blank=True, related_name="+", to="academy.approach", verbose_name="further approaches"
                            ),
                        ),
                        (
                            "latest_revision",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="wagtailcore.revision",
                                verbose_name="latest revision",
                            ),
                        ),
                        (
                            "live_revision",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="wagtailcore.revision",
                                verbose_name="live revision",
                            ),
                        ),
                        (
                            "locked_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="locked_%(class)ss",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="locked by",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="practices",
                                to="academy.organisation",
                                verbose_name="municipality",
                            ),
                        ),
                        (
                            "related",
                            modelcluster.fields.ParentalManyToManyField(
                                blank=True, related_name="+", to="peer_exchange.practice"
                            ),
                        ),
                        (
                            "source_submission",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="courses.submission",
                            ),
                        ),
                        (
                            "first_review",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="peer_exchange.practicereview",
                            ),
                        ),
                        (
                            "second_review",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="peer_exchange.practicereview",
                            ),
                        ),
                        (
                            "source_topic",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="practices",
                                to="peer_exchange.topic",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "good practice",
                        "verbose_name_plural": "good practices",
                        "ordering": ["-first_published_at", "-pk"],
                        "permissions": [("edit_practices", "Can review and publish good practices")],
                        "indexes": [models.Index(fields=["live", "state"], name="practice_public")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ["validated", "exemplary"]), _negated=True),
                                    models.Q(
                                        ("first_review__isnull", False),
                                        ("second_review__isnull", False),
                                        ("validated_at__isnull", False),
                                        models.Q(("first_review", models.F("second_review")), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="practice_validated_by_two",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["draft", "submitted", "returned"]),
                                    models.Q(("code__isnull", False), ("slug__isnull", False)),
                                    _connector="OR",
                                ),
                                name="practice_public_has_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("start_year__isnull", True),
                                    ("end_year__isnull", True),
                                    ("end_year__gte", models.F("start_year")),
                                    _connector="OR",
                                ),
                                name="practice_ends_after_start",
                            ),
                        ],
                    },
                    bases=(modelsearch.index.Indexed, models.Model),
                ),
                migrations.CreateModel(
                    name="Notice",
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
                                choices=[
                                    ("mention", "Somebody mentions you"),
                                    ("reply", "Somebody replies to you"),
                                    ("answer", "An answer to your question"),
                                    ("accepted", "Your answer was accepted"),
                                    ("routed", "A question for you"),
                                    ("announcement", "An announcement"),
                                    ("moderation", "A decision about your post"),
                                    ("event", "News of an event"),
                                    ("membership", "News of your membership"),
                                    ("nudge", "A question waits for an answer"),
                                    ("practice", "News of a practice"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("key", models.CharField(max_length=160, unique=True)),
                        (
                            "data",
                            models.JSONField(
                                default=dict, help_text="Plain values for the sentence; no text that may be deleted."
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("seen_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "cluster",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="peer_exchange.cluster",
                            ),
                        ),
                        (
                            "event",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="notices",
                                to="peer_exchange.event",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="notices",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "post",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="notices",
                                to="peer_exchange.post",
                            ),
                        ),
                        (
                            "practice",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="notices",
                                to="peer_exchange.practice",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-created_at", "-pk"],
                        "indexes": [models.Index(fields=["user", "seen_at", "-created_at"], name="notice_of_user")],
                    },
                ),
                migrations.CreateModel(
                    name="ContactRequest",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("subject", models.CharField(help_text="An Offer.", max_length=20)),
                        ("message", models.TextField(max_length=2000, verbose_name="message")),
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
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "organisation",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="academy.organisation",
                            ),
                        ),
                        (
                            "sender",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "practice",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="contact_requests",
                                to="peer_exchange.practice",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-created_at", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="PracticeAuthor",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("email", models.EmailField(blank=True, max_length=254)),
                        ("token_hash", models.CharField(blank=True, max_length=64)),
                        (
                            "role",
                            models.CharField(
                                choices=[("author", "Author"), ("co_author", "Co-author")],
                                default="co_author",
                                max_length=20,
                            ),
                        ),
                        ("is_named", models.BooleanField(default=True, verbose_name="name me on the public page")),
                        ("added_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "invited_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="academy.organisation",
                            ),
                        ),
                        (
                            "practice",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="authors",
                                to="peer_exchange.practice",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="authored",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["added_at", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("user__isnull", False)),
                                fields=("practice", "user"),
                                name="practice_author_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("user__isnull", False), models.Q(("email", ""), _negated=True), _connector="OR"
                                ),
                                name="practice_author_is_somebody",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PracticeCost",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                        ("key", models.UUIDField(default=uuid.uuid4, editable=False)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("setup", "To set up, once"),
                                    ("yearly", "To run, a year"),
                                    ("other", "As the source says it"),
                                ],
                                default="yearly",
                                max_length=20,
                                verbose_name="kind",
                            ),
                        ),
                        ("label", models.CharField(max_length=200, verbose_name="for what")),
                        (
                            "amount",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=14,
                                null=True,
                                validators=[django.core.validators.MinValueValidator(0)],
                                verbose_name="amount",
                            ),
                        ),
                        ("currency", models.CharField(blank=True, max_length=3, verbose_name="currency")),
                        ("year", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="year")),
                        ("source", models.CharField(blank=True, max_length=200, verbose_name="source")),
                        (
                            "practice",
                            modelcluster.fields.ParentalKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="costs",
                                to="peer_exchange.practice",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "cost",
                        "ordering": ["sort_order"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="PracticeFile",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "form",
                            models.CharField(
                                choices=[("brief", "Brief, two pages"), ("full", "Full record")], max_length=10
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
                            ),
                        ),
                        ("digest", models.CharField(help_text="Of everything that stands in it.", max_length=64)),
                        ("file", models.FileField(upload_to="practices/pdf/")),
                        ("drawn_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "practice",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="files",
                                to="peer_exchange.practice",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("practice", "form", "language"), name="practice_file_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PracticeIndicator",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                        ("key", models.UUIDField(default=uuid.uuid4, editable=False)),
                        ("name", models.CharField(max_length=200, verbose_name="indicator")),
                        ("unit", models.CharField(blank=True, max_length=60, verbose_name="unit")),
                        (
                            "baseline",
                            models.DecimalField(
                                blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="before"
                            ),
                        ),
                        ("baseline_on", models.CharField(blank=True, max_length=40, verbose_name="date of before")),
                        (
                            "latest",
                            models.DecimalField(
                                blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="latest"
                            ),
                        ),
                        ("latest_on", models.CharField(blank=True, max_length=40, verbose_name="date of latest")),
                        ("source", models.CharField(blank=True, max_length=200, verbose_name="source")),
                        (
                            "practice",
                            modelcluster.fields.ParentalKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="indicators",
                                to="peer_exchange.practice",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "indicator",
                        "ordering": ["sort_order"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="PracticeLesson",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                        ("key", models.UUIDField(default=uuid.uuid4, editable=False)),
                        ("text", models.CharField(max_length=400, verbose_name="lesson")),
                        ("is_reading", models.BooleanField(default=False)),
                        (
                            "practice",
                            modelcluster.fields.ParentalKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="lessons",
                                to="peer_exchange.practice",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "lesson learned",
                        "ordering": ["sort_order"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="PracticePartner",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                        ("key", models.UUIDField(default=uuid.uuid4, editable=False)),
                        ("name", models.CharField(max_length=200, verbose_name="partner")),
                        (
                            "support",
                            models.JSONField(
                                blank=True, default=list, help_text="Support.", verbose_name="kind of support"
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=300, verbose_name="note")),
                        (
                            "practice",
                            modelcluster.fields.ParentalKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="partners",
                                to="peer_exchange.practice",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "partner",
                        "ordering": ["sort_order"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="PracticeReview",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("version", models.PositiveSmallIntegerField(help_text="The version that was judged.")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("invited", "Invited"),
                                    ("declined", "Declined"),
                                    ("started", "In work"),
                                    ("submitted", "Handed in"),
                                ],
                                default="invited",
                                max_length=20,
                            ),
                        ),
                        ("scores", models.JSONField(default=dict)),
                        ("comments", models.JSONField(default=dict)),
                        ("summary", models.TextField(blank=True, max_length=2000, verbose_name="to the authors")),
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
                        ("percent", models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True)),
                        ("invited_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("due_on", models.DateField(blank=True, null=True)),
                        ("submitted_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "invited_by",
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
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="academy.organisation",
                            ),
                        ),
                        (
                            "practice",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="reviews",
                                to="peer_exchange.practice",
                            ),
                        ),
                        (
                            "reviewer",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="practice_reviews",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "peer review",
                        "verbose_name_plural": "peer reviews",
                        "ordering": ["invited_at", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("practice", "reviewer", "version"), name="practice_review_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "submitted"), _negated=True),
                                    models.Q(("percent__isnull", False), ("submitted_at__isnull", False)),
                                    _connector="OR",
                                ),
                                name="practice_review_submitted_is_whole",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PracticeStep",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                        ("key", models.UUIDField(default=uuid.uuid4, editable=False)),
                        ("what", models.CharField(max_length=300, verbose_name="what")),
                        ("who", models.CharField(blank=True, max_length=160, verbose_name="who")),
                        ("when", models.CharField(blank=True, max_length=80, verbose_name="when")),
                        ("duration", models.CharField(blank=True, max_length=80, verbose_name="how long")),
                        (
                            "practice",
                            modelcluster.fields.ParentalKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="steps",
                                to="peer_exchange.practice",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "step",
                        "ordering": ["sort_order"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="PracticeText",
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
                        ("texts", models.JSONField(default=dict)),
                        ("sources", models.JSONField(default=dict)),
                        (
                            "is_machine_made",
                            models.BooleanField(default=False, verbose_name="made by a machine, read by a person"),
                        ),
                        ("version", models.PositiveIntegerField(default=0, help_text="Counts saves.")),
                        ("published_at", models.DateTimeField(blank=True, null=True)),
                        ("updated_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "practice",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="translations",
                                to="peer_exchange.practice",
                            ),
                        ),
                        (
                            "translator",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("practice", "language"), name="practice_text_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PracticeUpload",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("file", models.FileField(upload_to="practices/")),
                        ("name", models.CharField(help_text="As the uploader called it.", max_length=200)),
                        ("content_type", models.CharField(max_length=120)),
                        ("size", models.PositiveIntegerField(help_text="Bytes.")),
                        (
                            "width",
                            models.PositiveIntegerField(blank=True, help_text="Of an image, in pixels.", null=True),
                        ),
                        ("height", models.PositiveIntegerField(blank=True, null=True)),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "practice",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="uploads",
                                to="peer_exchange.practice",
                            ),
                        ),
                        (
                            "uploader",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="PracticeImage",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                        ("key", models.UUIDField(default=uuid.uuid4, editable=False)),
                        ("alt", models.CharField(max_length=300, verbose_name="what the picture shows")),
                        ("credit", models.CharField(max_length=200, verbose_name="whose picture it is")),
                        (
                            "has_consent",
                            models.BooleanField(
                                default=False, verbose_name="the people in it agreed, or there are none"
                            ),
                        ),
                        (
                            "practice",
                            modelcluster.fields.ParentalKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="images",
                                to="peer_exchange.practice",
                            ),
                        ),
                        (
                            "upload",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="images",
                                to="peer_exchange.practiceupload",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "picture",
                        "ordering": ["sort_order"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="PracticeDocument",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                        ("key", models.UUIDField(default=uuid.uuid4, editable=False)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("decision", "Decision"),
                                    ("rulebook", "Rulebook"),
                                    ("job_description", "Job description"),
                                    ("form", "Form"),
                                    ("agreement", "Agreement"),
                                    ("budget", "Budget"),
                                    ("other", "Another document"),
                                ],
                                max_length=20,
                                verbose_name="kind",
                            ),
                        ),
                        ("title", models.CharField(max_length=200, verbose_name="title")),
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
                        (
                            "licence",
                            models.CharField(
                                choices=[
                                    ("CC-BY-4.0", "CC BY 4.0: use it, name the source"),
                                    ("CC-BY-SA-4.0", "CC BY-SA 4.0: likewise, and share alike"),
                                    ("CC0-1.0", "CC0: use it freely"),
                                    ("official", "Official document, free to use"),
                                    ("other", "Other: ask before using it"),
                                ],
                                max_length=20,
                                verbose_name="licence",
                            ),
                        ),
                        ("url", models.URLField(blank=True, max_length=500, verbose_name="link")),
                        (
                            "practice",
                            modelcluster.fields.ParentalKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="documents",
                                to="peer_exchange.practice",
                            ),
                        ),
                        (
                            "upload",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="documents",
                                to="peer_exchange.practiceupload",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "reusable document",
                        "ordering": ["sort_order"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="PracticeVersion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField()),
                        ("content", models.JSONField(help_text="As the open data gives it, without contact address.")),
                        ("note", models.CharField(blank=True, max_length=300, verbose_name="what changed")),
                        ("at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "practice",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="versions",
                                to="peer_exchange.practice",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-number"],
                        "constraints": [
                            models.UniqueConstraint(fields=("practice", "number"), name="practice_version_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Reaction",
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
                                choices=[("useful", "Useful"), ("same_here", "Same here"), ("thanks", "Thanks")],
                                max_length=20,
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "post",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="reactions",
                                to="peer_exchange.post",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [models.UniqueConstraint(fields=("post", "user", "kind"), name="reaction_once")],
                    },
                ),
                migrations.CreateModel(
                    name="Resource",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        (
                            "kind",
                            models.CharField(
                                choices=[("document", "Document"), ("link", "Link"), ("recording", "Recording")],
                                max_length=20,
                                verbose_name="kind",
                            ),
                        ),
                        ("title", models.CharField(max_length=200, verbose_name="title")),
                        ("about", models.CharField(blank=True, max_length=600, verbose_name="what it is good for")),
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
                        ("file", models.FileField(blank=True, upload_to="clusters/resources/", verbose_name="file")),
                        ("file_name", models.CharField(blank=True, max_length=200)),
                        ("content_type", models.CharField(blank=True, max_length=120)),
                        ("size", models.PositiveIntegerField(blank=True, help_text="Bytes.", null=True)),
                        ("url", models.URLField(blank=True, verbose_name="link")),
                        ("added_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "added_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "cluster",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="resources",
                                to="peer_exchange.cluster",
                            ),
                        ),
                        (
                            "event",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="resources",
                                to="peer_exchange.event",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "resource",
                        "verbose_name_plural": "resources",
                        "ordering": ["-added_at", "-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("file", ""), ("url__gt", "")),
                                    models.Q(("file__gt", ""), ("url", "")),
                                    _connector="OR",
                                ),
                                name="resource_is_file_or_link",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Output",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("concept", "Concept or action plan"),
                                    ("implementation", "Small implementation"),
                                    ("practice", "Documented practice"),
                                ],
                                max_length=20,
                                verbose_name="kind",
                            ),
                        ),
                        ("title", models.CharField(max_length=200, verbose_name="title")),
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
                        ("note", models.TextField(blank=True, max_length=1000, verbose_name="note")),
                        ("url", models.URLField(blank=True, verbose_name="link")),
                        ("due_on", models.DateField(blank=True, null=True, verbose_name="due on")),
                        ("done_at", models.DateTimeField(blank=True, null=True, verbose_name="done")),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "cluster",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="outputs",
                                to="peer_exchange.cluster",
                            ),
                        ),
                        (
                            "created_by",
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
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="cluster_outputs",
                                to="academy.organisation",
                            ),
                        ),
                        (
                            "practice",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="outputs",
                                to="peer_exchange.practice",
                            ),
                        ),
                        (
                            "resource",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="outputs",
                                to="peer_exchange.resource",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "output",
                        "verbose_name_plural": "outputs",
                        "ordering": ["due_on", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Section",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("name", models.CharField(max_length=80, verbose_name="name")),
                        ("position", models.PositiveSmallIntegerField(default=0)),
                        (
                            "cluster",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="sections",
                                to="peer_exchange.cluster",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["position", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                models.F("cluster"),
                                django.db.models.functions.text.Lower("name"),
                                name="section_name_once",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StillRunning",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("token_hash", models.CharField(max_length=64, unique=True)),
                        ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "answer",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("running", "It still runs, nothing important changed"),
                                    ("changed", "It runs, but the record must be changed"),
                                    ("stopped", "It stopped"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("answered_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "answered_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "practice",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="checks",
                                to="peer_exchange.practice",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-asked_at"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("answered_at__isnull", True)),
                                fields=("practice",),
                                name="still_running_open_once",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Topic",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("discussion", "Discussion"),
                                    ("question", "Question"),
                                    ("announcement", "Announcement"),
                                    ("challenge", "Challenge"),
                                ],
                                default="discussion",
                                max_length=20,
                                verbose_name="kind",
                            ),
                        ),
                        ("title", models.CharField(max_length=200, verbose_name="title")),
                        (
                            "folded",
                            models.CharField(
                                default="",
                                editable=False,
                                help_text="The title as the search folds it.",
                                max_length=400,
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
                        (
                            "is_anonymous",
                            models.BooleanField(default=False, verbose_name="hide my name from the members"),
                        ),
                        ("tried", models.TextField(blank=True, max_length=2000, verbose_name="what you tried already")),
                        ("needed_by", models.DateField(blank=True, null=True, verbose_name="an answer helps until")),
                        ("solved_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "solved_otherwise",
                            models.CharField(blank=True, max_length=600, verbose_name="how it was solved"),
                        ),
                        (
                            "helped",
                            models.CharField(
                                blank=True, choices=[("yes", "Yes"), ("partly", "Partly"), ("no", "No")], max_length=10
                            ),
                        ),
                        ("helped_at", models.DateTimeField(blank=True, null=True)),
                        ("pinned_at", models.DateTimeField(blank=True, null=True)),
                        ("closed_at", models.DateTimeField(blank=True, null=True)),
                        ("closed_reason", models.CharField(blank=True, max_length=300, verbose_name="reason")),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("last_post_no", models.PositiveIntegerField(default=0)),
                        ("last_post_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("posts_count", models.PositiveIntegerField(default=0, help_text="Visible ones.")),
                        ("deleted_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "author",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="topics",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "closed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "cluster",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="topics",
                                to="peer_exchange.cluster",
                            ),
                        ),
                        (
                            "merged_into",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="merged",
                                to="peer_exchange.topic",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                blank=True,
                                help_text="Where the author worked that day.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="academy.organisation",
                            ),
                        ),
                        (
                            "section",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="topics",
                                to="peer_exchange.section",
                                verbose_name="section",
                            ),
                        ),
                        (
                            "step",
                            models.ForeignKey(
                                blank=True,
                                help_text="The lesson it is about.",
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="topics",
                                to="courses.step",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "topic",
                        "verbose_name_plural": "topics",
                        "ordering": ["-last_post_at", "-pk"],
                        "indexes": [
                            models.Index(fields=["cluster", "-last_post_at"], name="topic_in_cluster"),
                            models.Index(fields=["kind", "solved_at", "created_at"], name="topic_unanswered"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("closed_at__isnull", True),
                                    models.Q(("closed_reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="topic_closed_has_reason",
                            )
                        ],
                    },
                    bases=(modelsearch.index.Indexed, models.Model),
                ),
                migrations.CreateModel(
                    name="Subscription",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "level",
                            models.CharField(
                                choices=[
                                    ("watch", "Watch: a letter a day"),
                                    ("normal", "Normal: in the weekly letter"),
                                    ("mute", "Mute: nothing"),
                                ],
                                max_length=10,
                                verbose_name="level",
                            ),
                        ),
                        (
                            "cluster",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="subscriptions",
                                to="peer_exchange.cluster",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="subscriptions",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "topic",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="subscriptions",
                                to="peer_exchange.topic",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("topic__isnull", False)),
                                fields=("user", "topic"),
                                name="subscription_to_topic_once",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("topic__isnull", True)),
                                fields=("user", "cluster"),
                                name="subscription_to_cluster_once",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Nudge",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "stage",
                            models.CharField(
                                choices=[
                                    ("resource_person", "Resource person"),
                                    ("facilitator", "Facilitator"),
                                    ("host", "Host association"),
                                    ("did_it_help", "Asked whether it helped"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "topic",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="nudges",
                                to="peer_exchange.topic",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [models.UniqueConstraint(fields=("topic", "stage"), name="nudge_once")],
                    },
                ),
                migrations.CreateModel(
                    name="ModerationRecord",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "action",
                            models.CharField(
                                choices=[
                                    ("approved", "Approved"),
                                    ("hidden", "Hidden"),
                                    ("restored", "Restored"),
                                    ("deleted", "Deleted"),
                                    ("closed", "Closed"),
                                    ("reopened", "Opened again"),
                                    ("pinned", "Pinned"),
                                    ("unpinned", "Unpinned"),
                                    ("moved", "Moved"),
                                    ("split", "Split"),
                                    ("merged", "Merged"),
                                    ("removed_member", "Removed from the cluster"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("reason", models.CharField(blank=True, max_length=600, verbose_name="reason")),
                        ("at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "cluster",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="moderation_records",
                                to="peer_exchange.cluster",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "post",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="moderation_records",
                                to="peer_exchange.post",
                            ),
                        ),
                        (
                            "topic",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="peer_exchange.topic",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-at", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Draft",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("fields", models.JSONField(default=dict)),
                        ("version", models.PositiveIntegerField(default=0)),
                        ("updated_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "cluster",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="drafts",
                                to="peer_exchange.cluster",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="drafts",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "topic",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="drafts",
                                to="peer_exchange.topic",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-updated_at"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("topic__isnull", False)),
                                fields=("user", "topic"),
                                name="draft_of_reply_once",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("topic__isnull", True)),
                                fields=("user", "cluster"),
                                name="draft_of_topic_once",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Challenge",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("slug", models.SlugField(max_length=140, unique=True)),
                        ("title", models.CharField(max_length=160, verbose_name="the problem in one line")),
                        ("problem", models.TextField(max_length=1500, verbose_name="the problem")),
                        ("tried", models.TextField(blank=True, max_length=1000, verbose_name="what you tried already")),
                        (
                            "target_groups",
                            models.JSONField(
                                blank=True, default=list, help_text="TargetGroup.", verbose_name="for whom"
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
                        (
                            "state",
                            models.CharField(
                                choices=[("open", "Open"), ("answered", "A solution was found"), ("closed", "Closed")],
                                default="open",
                                max_length=20,
                            ),
                        ),
                        ("folded", models.TextField(default="", editable=False)),
                        ("is_sample", models.BooleanField(default=False)),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "approach",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="challenges",
                                to="academy.approach",
                            ),
                        ),
                        (
                            "author",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="challenges",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="challenges",
                                to="academy.organisation",
                            ),
                        ),
                        (
                            "cluster",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="challenges",
                                to="peer_exchange.cluster",
                            ),
                        ),
                        (
                            "solved_by",
                            models.ManyToManyField(blank=True, related_name="challenges", to="peer_exchange.practice"),
                        ),
                        (
                            "topic",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="challenges",
                                to="peer_exchange.topic",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "challenge",
                        "verbose_name_plural": "challenges",
                        "ordering": ["-created_at", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="AskedPeer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="academy.organisation",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "topic",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="asked",
                                to="peer_exchange.topic",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("organisation__isnull", True), ("user__isnull", False)),
                                    models.Q(("organisation__isnull", False), ("user__isnull", True)),
                                    _connector="OR",
                                ),
                                name="asked_peer_is_one",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("user__isnull", False)),
                                fields=("topic", "user"),
                                name="asked_person_once",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("organisation__isnull", False)),
                                fields=("topic", "organisation"),
                                name="asked_place_once",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Adoption",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        (
                            "stage",
                            models.CharField(
                                choices=[
                                    ("interested", "Interested"),
                                    ("adapting", "Adapting"),
                                    ("piloting", "Piloting"),
                                    ("implemented", "Implemented"),
                                    ("stopped", "Stopped"),
                                ],
                                default="interested",
                                max_length=20,
                                verbose_name="stage",
                            ),
                        ),
                        ("started_on", models.DateField(blank=True, null=True, verbose_name="start")),
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
                        ("changed", models.TextField(blank=True, max_length=1000, verbose_name="what we changed")),
                        (
                            "cost_amount",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=14,
                                null=True,
                                validators=[django.core.validators.MinValueValidator(0)],
                                verbose_name="cost",
                            ),
                        ),
                        ("cost_currency", models.CharField(blank=True, max_length=3, verbose_name="currency")),
                        (
                            "cost_note",
                            models.CharField(blank=True, max_length=200, verbose_name="for what, in which year"),
                        ),
                        ("result", models.TextField(blank=True, max_length=600, verbose_name="result, in numbers")),
                        ("evidence", models.CharField(blank=True, max_length=300, verbose_name="how we know")),
                        ("evidence_url", models.URLField(blank=True, max_length=500, verbose_name="link to a proof")),
                        ("help_received", models.TextField(blank=True, max_length=600, verbose_name="help received")),
                        (
                            "stopped_reason",
                            models.TextField(blank=True, max_length=800, verbose_name="stopped, because"),
                        ),
                        ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                        ("is_sample", models.BooleanField(default=False)),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("updated_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "confirmed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "contact",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="adoptions",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="adoptions",
                                to="academy.organisation",
                            ),
                        ),
                        (
                            "practice",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="adoptions",
                                to="peer_exchange.practice",
                            ),
                        ),
                        (
                            "topic",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="adoptions",
                                to="peer_exchange.topic",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "adoption",
                        "verbose_name_plural": "adoptions",
                        "ordering": ["created_at", "pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("practice", "organisation"), name="adoption_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("stage", "stopped"), _negated=True),
                                    models.Q(("stopped_reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="adoption_stopped_has_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TopicRead",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("last_no", models.PositiveIntegerField(default=0)),
                        ("read_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "topic",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="reads",
                                to="peer_exchange.topic",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [models.UniqueConstraint(fields=("user", "topic"), name="topic_read_once")],
                    },
                ),
                migrations.CreateModel(
                    name="Vote",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "value",
                            models.PositiveSmallIntegerField(
                                choices=[(0, "No"), (1, "If need be"), (2, "Yes")], default=2
                            ),
                        ),
                        ("at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "option",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="votes",
                                to="peer_exchange.polloption",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [models.UniqueConstraint(fields=("option", "user"), name="vote_once")],
                    },
                ),
                migrations.CreateModel(
                    name="AdoptionReport",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("month", models.PositiveSmallIntegerField(default=0)),
                        ("asked_at", models.DateTimeField(blank=True, null=True)),
                        ("answered_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "stage",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("interested", "Interested"),
                                    ("adapting", "Adapting"),
                                    ("piloting", "Piloting"),
                                    ("implemented", "Implemented"),
                                    ("stopped", "Stopped"),
                                ],
                                max_length=20,
                                verbose_name="stage",
                            ),
                        ),
                        ("progress", models.TextField(blank=True, max_length=1000, verbose_name="what happened since")),
                        ("needs", models.TextField(blank=True, max_length=600, verbose_name="what would help you now")),
                        (
                            "adoption",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="reports",
                                to="peer_exchange.adoption",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["month", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("month__gt", 0)),
                                fields=("adoption", "month"),
                                name="adoption_report_once",
                            )
                        ],
                    },
                ),
            ]
        ),
    ]
