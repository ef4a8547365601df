"""Everything up to 0013 at once, for new sites: those in between go through the migrations it replaces."""

import academy.models.approach
import academy.models.user
import courses.models.course
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.text
import django.utils.timezone
import modelcluster.contrib.taggit
import modelcluster.fields
import modelsearch.index
import uuid
import wagtail.fields
import wagtail.models.preview
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models

from academy.migration_operations import CreateModels
from courses.migrations._trigrams import ADD_TRIGRAMS


class Migration(migrations.Migration):
    replaces = [
        ("courses", "0001_initial"),
        ("courses", "0002_course_is_stale"),
        ("courses", "0003_module_intro_table_headings"),
        ("courses", "0004_certificate_delivery"),
        ("courses", "0005_table_cells_may_be_empty"),
        ("courses", "0006_certificate_wording"),
        ("courses", "0007_curriculum"),
        ("courses", "0008_organisations"),
        ("courses", "0009_enrollment_due_at"),
        ("courses", "0010_enrollment_lists"),
        ("courses", "0011_certificate_logo"),
        ("courses", "0012_rights_of_existing_groups"),
        ("courses", "0013_standing_of_earlier_enrollments"),
    ]

    initial = True

    dependencies = [
        ("academy", "0004_organisations"),
        ("taggit", "0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx"),
        ("wagtailcore", "0098_apitoken"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="CourseIndexPage",
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
                    ],
                    options={
                        "verbose_name": "course catalogue",
                    },
                    bases=("wagtailcore.page", models.Model),
                ),
                migrations.CreateModel(
                    name="LessonPage",
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
                            "minutes",
                            models.PositiveSmallIntegerField(
                                default=10,
                                help_text="Honest estimate, with exercises.",
                                validators=[django.core.validators.MinValueValidator(1)],
                                verbose_name="minutes",
                            ),
                        ),
                        (
                            "body",
                            wagtail.fields.StreamField(
                                [
                                    ("text", 0),
                                    ("heading", 3),
                                    ("image", 8),
                                    ("media", 14),
                                    ("external_video", 18),
                                    ("document", 21),
                                    ("callout", 25),
                                    ("steps", 28),
                                    ("checklist", 31),
                                    ("case", 38),
                                    ("quote", 42),
                                    ("table", 46),
                                    ("comparison", 49),
                                    ("diagram", 60),
                                    ("definitions", 65),
                                    ("self_check", 67),
                                ],
                                blank=True,
                                block_lookup={
                                    0: (
                                        "courses.blocks.TextBlock",
                                        (),
                                        {"label": "Text", "template": "courses/blocks/text.html"},
                                    ),
                                    1: ("wagtail.blocks.CharBlock", (), {"label": "heading"}),
                                    2: (
                                        "wagtail.blocks.ChoiceBlock",
                                        [],
                                        {"choices": [("2", "Section"), ("3", "Subsection")], "label": "level"},
                                    ),
                                    3: ("wagtail.blocks.StructBlock", [[("text", 1), ("level", 2)]], {}),
                                    4: ("wagtail.images.blocks.ImageChooserBlock", (), {"label": "image"}),
                                    5: (
                                        "wagtail.blocks.CharBlock",
                                        (),
                                        {
                                            "help_text": "Says what the picture tells, for people who do not see it.",
                                            "label": "text alternative",
                                        },
                                    ),
                                    6: ("wagtail.blocks.CharBlock", (), {"label": "caption", "required": False}),
                                    7: ("wagtail.blocks.CharBlock", (), {"label": "credit", "required": False}),
                                    8: (
                                        "wagtail.blocks.StructBlock",
                                        [[("image", 4), ("alt", 5), ("caption", 6), ("credit", 7)]],
                                        {},
                                    ),
                                    9: (
                                        "wagtail.blocks.ChoiceBlock",
                                        [],
                                        {"choices": [("video", "Video"), ("audio", "Audio")], "label": "kind"},
                                    ),
                                    10: ("wagtail.blocks.CharBlock", (), {"label": "title"}),
                                    11: ("wagtail.documents.blocks.DocumentChooserBlock", (), {"label": "file"}),
                                    12: (
                                        "wagtail.documents.blocks.DocumentChooserBlock",
                                        (),
                                        {"label": "captions (WebVTT file)", "required": False},
                                    ),
                                    13: ("courses.blocks.TextBlock", (), {"label": "transcript", "required": False}),
                                    14: (
                                        "wagtail.blocks.StructBlock",
                                        [
                                            [
                                                ("kind", 9),
                                                ("title", 10),
                                                ("file", 11),
                                                ("captions", 12),
                                                ("transcript", 13),
                                            ]
                                        ],
                                        {},
                                    ),
                                    15: (
                                        "wagtail.blocks.ChoiceBlock",
                                        [],
                                        {"choices": [("youtube", "YouTube"), ("vimeo", "Vimeo")], "label": "provider"},
                                    ),
                                    16: (
                                        "wagtail.blocks.RegexBlock",
                                        (),
                                        {
                                            "error_messages": {
                                                "invalid": "Give only the id, for example dQw4w9WgXcQ, not the whole address."
                                            },
                                            "label": "id of the video",
                                            "regex": "^[A-Za-z0-9_-]{6,20}$",
                                        },
                                    ),
                                    17: (
                                        "wagtail.blocks.IntegerBlock",
                                        (),
                                        {"label": "minutes", "min_value": 1, "required": False},
                                    ),
                                    18: (
                                        "wagtail.blocks.StructBlock",
                                        [
                                            [
                                                ("title", 10),
                                                ("provider", 15),
                                                ("video_id", 16),
                                                ("minutes", 17),
                                                ("transcript", 13),
                                            ]
                                        ],
                                        {},
                                    ),
                                    19: ("wagtail.documents.blocks.DocumentChooserBlock", (), {"label": "document"}),
                                    20: ("wagtail.blocks.CharBlock", (), {"label": "description", "required": False}),
                                    21: ("wagtail.blocks.StructBlock", [[("document", 19), ("description", 20)]], {}),
                                    22: (
                                        "wagtail.blocks.ChoiceBlock",
                                        [],
                                        {
                                            "choices": [("note", "Note"), ("tip", "Tip"), ("warning", "Warning")],
                                            "label": "kind",
                                        },
                                    ),
                                    23: ("wagtail.blocks.CharBlock", (), {"label": "title", "required": False}),
                                    24: ("courses.blocks.TextBlock", (), {"label": "text"}),
                                    25: (
                                        "wagtail.blocks.StructBlock",
                                        [[("kind", 22), ("title", 23), ("text", 24)]],
                                        {},
                                    ),
                                    26: ("courses.blocks.TextBlock", (), {"label": "step"}),
                                    27: ("wagtail.blocks.ListBlock", (26,), {"label": "steps", "min_num": 1}),
                                    28: ("wagtail.blocks.StructBlock", [[("title", 23), ("steps", 27)]], {}),
                                    29: ("wagtail.blocks.CharBlock", (), {"label": "item", "max_length": 500}),
                                    30: ("wagtail.blocks.ListBlock", (29,), {"label": "items", "min_num": 1}),
                                    31: ("wagtail.blocks.StructBlock", [[("title", 23), ("items", 30)]], {}),
                                    32: ("wagtail.blocks.CharBlock", (), {"label": "place", "required": False}),
                                    33: ("wagtail.blocks.CharBlock", (), {"label": "publisher", "required": False}),
                                    34: ("wagtail.blocks.CharBlock", (), {"label": "year", "required": False}),
                                    35: ("wagtail.blocks.URLBlock", (), {"label": "address", "required": False}),
                                    36: (
                                        "wagtail.blocks.StructBlock",
                                        [[("title", 10), ("publisher", 33), ("year", 34), ("url", 35)]],
                                        {},
                                    ),
                                    37: ("wagtail.blocks.ListBlock", (36,), {"label": "sources", "min_num": 1}),
                                    38: (
                                        "wagtail.blocks.StructBlock",
                                        [[("title", 10), ("place", 32), ("text", 24), ("sources", 37)]],
                                        {},
                                    ),
                                    39: ("wagtail.blocks.TextBlock", (), {"label": "quotation"}),
                                    40: ("wagtail.blocks.CharBlock", (), {"label": "said by", "required": False}),
                                    41: ("wagtail.blocks.ListBlock", (36,), {"default": [], "label": "sources"}),
                                    42: (
                                        "wagtail.blocks.StructBlock",
                                        [[("text", 39), ("by", 40), ("sources", 41)]],
                                        {},
                                    ),
                                    43: ("courses.blocks.TextBlock", (), {"label": "text", "required": False}),
                                    44: (
                                        "wagtail.contrib.typed_table_block.blocks.TypedTableBlock",
                                        [[("text", 43)]],
                                        {"label": "table"},
                                    ),
                                    45: (
                                        "wagtail.blocks.BooleanBlock",
                                        (),
                                        {
                                            "default": True,
                                            "help_text": "Screen readers then say the name of the row with each cell.",
                                            "label": "the first column names its row",
                                            "required": False,
                                        },
                                    ),
                                    46: ("wagtail.blocks.StructBlock", [[("table", 44), ("has_row_headings", 45)]], {}),
                                    47: ("wagtail.blocks.StructBlock", [[("heading", 1), ("text", 24)]], {}),
                                    48: (
                                        "wagtail.blocks.ListBlock",
                                        (47,),
                                        {"label": "columns", "max_num": 3, "min_num": 2},
                                    ),
                                    49: ("wagtail.blocks.StructBlock", [[("title", 23), ("columns", 48)]], {}),
                                    50: (
                                        "wagtail.blocks.ChoiceBlock",
                                        [],
                                        {
                                            "choices": [
                                                ("flow", "Steps in a row"),
                                                ("cycle", "Cycle"),
                                                ("ladder", "Ladder: levels one above the other"),
                                                ("hub", "Hub: a centre and what surrounds it"),
                                                ("matrix", "Matrix of two questions"),
                                                ("timeline", "Timeline"),
                                                ("tree", "Tree: a root and its branches"),
                                                ("overlap", "Overlapping circles"),
                                                ("funnel", "Funnel"),
                                                ("lanes", "Lanes: who does what, when"),
                                            ],
                                            "label": "layout",
                                        },
                                    ),
                                    51: (
                                        "wagtail.blocks.CharBlock",
                                        (),
                                        {
                                            "help_text": "Says in one or two sentences what the picture shows.",
                                            "label": "text alternative",
                                        },
                                    ),
                                    52: (
                                        "wagtail.blocks.CharBlock",
                                        (),
                                        {
                                            "help_text": "For hub, tree and overlap.",
                                            "label": "centre or root",
                                            "required": False,
                                        },
                                    ),
                                    53: (
                                        "wagtail.blocks.CharBlock",
                                        (),
                                        {"help_text": "For a matrix.", "label": "question across", "required": False},
                                    ),
                                    54: (
                                        "wagtail.blocks.CharBlock",
                                        (),
                                        {"help_text": "For a matrix.", "label": "question upward", "required": False},
                                    ),
                                    55: ("wagtail.blocks.CharBlock", (), {"label": "label", "max_length": 60}),
                                    56: (
                                        "wagtail.blocks.CharBlock",
                                        (),
                                        {"label": "text", "max_length": 160, "required": False},
                                    ),
                                    57: (
                                        "wagtail.blocks.CharBlock",
                                        (),
                                        {"label": "lane", "max_length": 40, "required": False},
                                    ),
                                    58: (
                                        "wagtail.blocks.StructBlock",
                                        [[("label", 55), ("text", 56), ("lane", 57)]],
                                        {},
                                    ),
                                    59: (
                                        "wagtail.blocks.ListBlock",
                                        (58,),
                                        {"label": "parts", "max_num": 12, "min_num": 2},
                                    ),
                                    60: (
                                        "wagtail.blocks.StructBlock",
                                        [
                                            [
                                                ("layout", 50),
                                                ("title", 10),
                                                ("alt", 51),
                                                ("centre", 52),
                                                ("across", 53),
                                                ("upward", 54),
                                                ("nodes", 59),
                                            ]
                                        ],
                                        {},
                                    ),
                                    61: ("wagtail.blocks.CharBlock", (), {"label": "term"}),
                                    62: ("courses.blocks.TextBlock", (), {"label": "meaning"}),
                                    63: ("wagtail.blocks.StructBlock", [[("term", 61), ("meaning", 62)]], {}),
                                    64: ("wagtail.blocks.ListBlock", (63,), {"label": "terms", "min_num": 1}),
                                    65: ("wagtail.blocks.StructBlock", [[("title", 23), ("terms", 64)]], {}),
                                    66: (
                                        "wagtail.snippets.blocks.SnippetChooserBlock",
                                        ("courses.Question",),
                                        {"label": "question"},
                                    ),
                                    67: ("wagtail.blocks.StructBlock", [[("question", 66)]], {}),
                                },
                                verbose_name="lesson",
                            ),
                        ),
                        (
                            "sources",
                            wagtail.fields.StreamField(
                                [("source", 4)],
                                blank=True,
                                block_lookup={
                                    0: ("wagtail.blocks.CharBlock", (), {"label": "title"}),
                                    1: ("wagtail.blocks.CharBlock", (), {"label": "publisher", "required": False}),
                                    2: ("wagtail.blocks.CharBlock", (), {"label": "year", "required": False}),
                                    3: ("wagtail.blocks.URLBlock", (), {"label": "address", "required": False}),
                                    4: (
                                        "wagtail.blocks.StructBlock",
                                        [[("title", 0), ("publisher", 1), ("year", 2), ("url", 3)]],
                                        {},
                                    ),
                                },
                                help_text="What the lesson rests on; those of its cases and quotations are listed by themselves.",
                                verbose_name="sources",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "lesson",
                    },
                    bases=("wagtailcore.page", models.Model),
                ),
                migrations.CreateModel(
                    name="ModulePage",
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
                            "intro",
                            models.TextField(
                                blank=True,
                                help_text="One paragraph below its heading on the course page.",
                                verbose_name="introduction",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "module",
                    },
                    bases=("wagtailcore.page", models.Model),
                ),
                migrations.CreateModel(
                    name="QuizPage",
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
                            "kind",
                            models.CharField(
                                choices=[("quiz", "Quiz"), ("final_test", "Final test")],
                                default="quiz",
                                max_length=20,
                                verbose_name="kind",
                            ),
                        ),
                        ("intro", models.TextField(blank=True, verbose_name="introduction")),
                        (
                            "minutes",
                            models.PositiveSmallIntegerField(
                                default=5,
                                validators=[django.core.validators.MinValueValidator(1)],
                                verbose_name="minutes",
                            ),
                        ),
                        (
                            "pass_mark",
                            models.PositiveSmallIntegerField(
                                default=70,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(100),
                                ],
                                verbose_name="pass mark, per cent",
                            ),
                        ),
                        (
                            "attempts_allowed",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                help_text="Empty: as many as she likes. The best attempt counts.",
                                null=True,
                                validators=[django.core.validators.MinValueValidator(1)],
                                verbose_name="attempts allowed",
                            ),
                        ),
                        (
                            "time_limit",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                help_text="Empty: no limit.",
                                null=True,
                                validators=[django.core.validators.MinValueValidator(1)],
                                verbose_name="time limit, minutes",
                            ),
                        ),
                        ("shuffles", models.BooleanField(default=True, verbose_name="shuffle questions and choices")),
                        (
                            "feedback",
                            models.CharField(
                                choices=[
                                    ("after_submission", "After every submission"),
                                    ("after_passing", "Only after passing"),
                                    ("never", "Never"),
                                ],
                                default="after_submission",
                                max_length=20,
                                verbose_name="show answers and explanations",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "quiz",
                    },
                    bases=("wagtailcore.page", models.Model),
                ),
                migrations.CreateModel(
                    name="CertificateIssuer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "issuer",
                            models.CharField(
                                default="Municipal e-Academy", max_length=200, verbose_name="issuing body"
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
                            "site",
                            models.OneToOneField(
                                editable=False, on_delete=django.db.models.deletion.CASCADE, to="wagtailcore.site"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "certificate issuer",
                    },
                ),
                migrations.CreateModel(
                    name="Course",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("key", models.SlugField(max_length=120, unique=True, verbose_name="key")),
                        ("page_key", models.UUIDField(help_text="translation_key of its CoursePages", unique=True)),
                        (
                            "title",
                            models.CharField(
                                help_text="In the source language, for reports.", max_length=255, verbose_name="title"
                            ),
                        ),
                        (
                            "source_language",
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
                        (
                            "rule",
                            models.JSONField(
                                default=courses.models.course.default_rule,
                                help_text="See courses.rules.completion.",
                                verbose_name="completion rule",
                            ),
                        ),
                        ("has_certificate", models.BooleanField(default=True, verbose_name="issues a certificate")),
                        (
                            "certificate_months",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="certificate valid, months"
                            ),
                        ),
                        ("hours", models.PositiveSmallIntegerField(default=1, verbose_name="hours of study")),
                        ("is_open", models.BooleanField(default=True, verbose_name="open for enrollment")),
                        (
                            "approach",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="courses",
                                to="academy.approach",
                            ),
                        ),
                        (
                            "is_stale",
                            models.BooleanField(
                                default=False,
                                help_text="The steps changed and the percentages of its learners are not recomputed yet.",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "course",
                        "verbose_name_plural": "courses",
                        "ordering": ["title"],
                    },
                ),
                migrations.CreateModel(
                    name="CoursePage",
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
                        ("description", wagtail.fields.RichTextField(blank=True, verbose_name="description")),
                        ("audience", models.TextField(blank=True, verbose_name="for whom")),
                        ("made_by", models.CharField(blank=True, max_length=255, verbose_name="made by")),
                        (
                            "cover_motif",
                            models.CharField(
                                blank=True,
                                choices=academy.models.approach.motif_choices,
                                help_text="Empty: the motif of the approach.",
                                max_length=30,
                                verbose_name="motif",
                            ),
                        ),
                        (
                            "cover_palette",
                            models.CharField(
                                blank=True,
                                choices=academy.models.approach.palette_choices,
                                help_text="Empty: the colours of the approach.",
                                max_length=30,
                                verbose_name="colours",
                            ),
                        ),
                        (
                            "hours",
                            models.PositiveSmallIntegerField(
                                default=1,
                                help_text="Printed on the certificate.",
                                validators=[django.core.validators.MinValueValidator(1)],
                                verbose_name="hours of study",
                            ),
                        ),
                        ("requires_lessons", models.BooleanField(default=True, verbose_name="all lessons finished")),
                        ("requires_quizzes", models.BooleanField(default=True, verbose_name="all quizzes passed")),
                        ("requires_final_test", models.BooleanField(default=True, verbose_name="final test passed")),
                        ("has_certificate", models.BooleanField(default=True, verbose_name="issues a certificate")),
                        (
                            "certificate_months",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                help_text="Empty: without end.",
                                null=True,
                                verbose_name="certificate valid, months",
                            ),
                        ),
                        ("is_open", models.BooleanField(default=True, verbose_name="open for enrollment")),
                        (
                            "approach",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="academy.approach",
                                verbose_name="approach",
                            ),
                        ),
                        ("requires_assignment", models.BooleanField(default=True, verbose_name="assignment done")),
                    ],
                    options={
                        "verbose_name": "course page",
                    },
                    bases=("wagtailcore.page", models.Model),
                ),
                migrations.CreateModel(
                    name="Question",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("translation_key", models.UUIDField(default=uuid.uuid4, editable=False)),
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
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("single_choice", "Single choice"),
                                    ("multiple_choice", "Multiple choice"),
                                    ("true_false", "True or false"),
                                    ("short_text", "Short text"),
                                ],
                                max_length=30,
                                verbose_name="kind",
                            ),
                        ),
                        ("text", models.TextField(verbose_name="question")),
                        (
                            "feedback",
                            models.TextField(
                                blank=True,
                                help_text="Shown after answering; teaches the point.",
                                verbose_name="explanation",
                            ),
                        ),
                        (
                            "outcome",
                            models.SlugField(
                                blank=True, help_text="Key of the learning outcome it tests.", verbose_name="outcome"
                            ),
                        ),
                        (
                            "is_true",
                            models.BooleanField(
                                blank=True,
                                choices=[(True, "true"), (False, "false")],
                                help_text="For true or false.",
                                null=True,
                                verbose_name="the statement is",
                            ),
                        ),
                        (
                            "accepted",
                            models.TextField(
                                blank=True,
                                help_text="For short text: one per line. Accents, case and Cyrillic or Latin letters do not matter.",
                                verbose_name="accepted answers",
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
                            "locale",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="wagtailcore.locale",
                                verbose_name="locale",
                            ),
                        ),
                        (
                            "tags",
                            modelcluster.contrib.taggit.ClusterTaggableManager(
                                blank=True,
                                help_text="Quizzes draw questions from a tag.",
                                through="courses.TaggedQuestion",
                                to="taggit.Tag",
                                verbose_name="tags",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "question",
                        "verbose_name_plural": "questions",
                        "ordering": ["pk"],
                        "abstract": False,
                        "unique_together": {("translation_key", "locale")},
                    },
                    bases=(wagtail.models.preview.PreviewableMixin, modelsearch.index.Indexed, models.Model),
                ),
                migrations.CreateModel(
                    name="Step",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("key", models.UUIDField(help_text="translation_key of its pages")),
                        ("module_key", models.UUIDField()),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("lesson", "Lesson"),
                                    ("quiz", "Quiz"),
                                    ("final_test", "Final test"),
                                    ("assignment", "Assignment"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField()),
                        ("minutes", models.PositiveSmallIntegerField(default=1)),
                        ("is_required", models.BooleanField(default=True)),
                        ("retired_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "course",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="steps", to="courses.course"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["position"],
                        "constraints": [models.UniqueConstraint(fields=("course", "key"), name="step_once")],
                    },
                ),
                migrations.CreateModel(
                    name="TaggedQuestion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "content_object",
                            modelcluster.fields.ParentalKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="tagged_items",
                                to="courses.question",
                            ),
                        ),
                        (
                            "tag",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="tagged_questions",
                                to="taggit.tag",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="CourseOutcome",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("translation_key", models.UUIDField(default=uuid.uuid4, editable=False)),
                        ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                        ("key", models.SlugField(help_text="Questions name it.", verbose_name="key")),
                        ("text", models.CharField(max_length=300, verbose_name="outcome")),
                        (
                            "locale",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="wagtailcore.locale",
                                verbose_name="locale",
                            ),
                        ),
                        (
                            "page",
                            modelcluster.fields.ParentalKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="outcomes",
                                to="courses.coursepage",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["sort_order"],
                        "abstract": False,
                        "unique_together": {("translation_key", "locale")},
                    },
                ),
                migrations.CreateModel(
                    name="Choice",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("translation_key", models.UUIDField(default=uuid.uuid4, editable=False)),
                        ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                        ("text", models.CharField(max_length=500, verbose_name="choice")),
                        ("is_correct", models.BooleanField(default=False, verbose_name="correct")),
                        ("feedback", models.CharField(blank=True, max_length=500, verbose_name="feedback")),
                        (
                            "locale",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="wagtailcore.locale",
                                verbose_name="locale",
                            ),
                        ),
                        (
                            "question",
                            modelcluster.fields.ParentalKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="choices",
                                to="courses.question",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["sort_order"],
                        "abstract": False,
                        "unique_together": {("translation_key", "locale")},
                    },
                ),
                migrations.CreateModel(
                    name="QuizItem",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("translation_key", models.UUIDField(default=uuid.uuid4, editable=False)),
                        ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                        (
                            "count",
                            models.PositiveSmallIntegerField(
                                default=1,
                                validators=[django.core.validators.MinValueValidator(1)],
                                verbose_name="how many",
                            ),
                        ),
                        (
                            "points",
                            models.PositiveSmallIntegerField(
                                default=1,
                                validators=[django.core.validators.MinValueValidator(1)],
                                verbose_name="points each",
                            ),
                        ),
                        (
                            "locale",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="wagtailcore.locale",
                                verbose_name="locale",
                            ),
                        ),
                        (
                            "question",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="courses.question",
                                verbose_name="question",
                            ),
                        ),
                        (
                            "tag",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="taggit.tag",
                                verbose_name="draw from tag",
                            ),
                        ),
                        (
                            "page",
                            modelcluster.fields.ParentalKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="items", to="courses.quizpage"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["sort_order"],
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("question__isnull", False), ("tag__isnull", True)),
                                    models.Q(("question__isnull", True), ("tag__isnull", False)),
                                    _connector="OR",
                                ),
                                name="quiz_item_question_or_draw",
                            )
                        ],
                        "unique_together": {("translation_key", "locale")},
                    },
                ),
                migrations.CreateModel(
                    name="AssignmentPage",
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
                        ("brief", wagtail.fields.RichTextField(blank=True, verbose_name="what to do")),
                        (
                            "minutes",
                            models.PositiveSmallIntegerField(
                                default=60,
                                validators=[django.core.validators.MinValueValidator(1)],
                                verbose_name="minutes",
                            ),
                        ),
                        (
                            "needs_acceptance",
                            models.BooleanField(
                                default=False,
                                help_text="Without the tick it is done when the learner hands it in; a facilitator may still comment.",
                                verbose_name="a facilitator must accept it",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "assignment",
                    },
                    bases=("wagtailcore.page", models.Model),
                ),
                migrations.CreateModel(
                    name="LearningPath",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("key", models.SlugField(max_length=120, unique=True, verbose_name="key")),
                        ("page_key", models.UUIDField(help_text="translation_key of its PathPages", unique=True)),
                        (
                            "title",
                            models.CharField(
                                help_text="In the source language, for reports.", max_length=255, verbose_name="title"
                            ),
                        ),
                        (
                            "source_language",
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
                        ("has_certificate", models.BooleanField(default=True, verbose_name="issues a certificate")),
                        (
                            "certificate_months",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="certificate valid, months"
                            ),
                        ),
                        ("is_open", models.BooleanField(default=True, help_text="Published.")),
                        (
                            "courses",
                            models.ManyToManyField(
                                related_name="paths", through="courses.PathCourse", to="courses.course"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "learning path",
                        "verbose_name_plural": "learning paths",
                        "ordering": ["title"],
                    },
                ),
                migrations.CreateModel(
                    name="PathCourse",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField()),
                        (
                            "course",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="path_courses",
                                to="courses.course",
                            ),
                        ),
                        (
                            "path",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="path_courses",
                                to="courses.learningpath",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["position"],
                        "constraints": [models.UniqueConstraint(fields=("path", "course"), name="path_course_once")],
                    },
                ),
                migrations.CreateModel(
                    name="PathPage",
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
                        ("description", wagtail.fields.RichTextField(blank=True, verbose_name="description")),
                        ("audience", models.TextField(blank=True, verbose_name="for whom")),
                        ("made_by", models.CharField(blank=True, max_length=255, verbose_name="made by")),
                        (
                            "cover_motif",
                            models.CharField(
                                choices=academy.models.approach.motif_choices, max_length=30, verbose_name="motif"
                            ),
                        ),
                        (
                            "cover_palette",
                            models.CharField(
                                choices=academy.models.approach.palette_choices, max_length=30, verbose_name="colours"
                            ),
                        ),
                        ("has_certificate", models.BooleanField(default=True, verbose_name="issues a certificate")),
                        (
                            "certificate_months",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                null=True,
                                validators=[django.core.validators.MinValueValidator(1)],
                                verbose_name="certificate valid, months",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "learning path",
                    },
                    bases=("wagtailcore.page", models.Model),
                ),
                migrations.CreateModel(
                    name="PathItem",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("translation_key", models.UUIDField(default=uuid.uuid4, editable=False)),
                        ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                        (
                            "why",
                            models.CharField(
                                blank=True,
                                help_text="What it adds to the courses before it.",
                                max_length=300,
                                verbose_name="why here",
                            ),
                        ),
                        (
                            "builds_on",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="courses.course",
                                verbose_name="builds on",
                            ),
                        ),
                        (
                            "course",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="courses.course",
                                verbose_name="course",
                            ),
                        ),
                        (
                            "locale",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="wagtailcore.locale",
                                verbose_name="locale",
                            ),
                        ),
                        (
                            "page",
                            modelcluster.fields.ParentalKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="items", to="courses.pathpage"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["sort_order"],
                        "abstract": False,
                        "unique_together": {("translation_key", "locale")},
                    },
                ),
                migrations.CreateModel(
                    name="PathOutcome",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("translation_key", models.UUIDField(default=uuid.uuid4, editable=False)),
                        ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                        ("text", models.CharField(max_length=300, verbose_name="outcome")),
                        (
                            "locale",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="wagtailcore.locale",
                                verbose_name="locale",
                            ),
                        ),
                        (
                            "page",
                            modelcluster.fields.ParentalKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="outcomes",
                                to="courses.pathpage",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["sort_order"],
                        "abstract": False,
                        "unique_together": {("translation_key", "locale")},
                    },
                ),
                migrations.CreateModel(
                    name="Term",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("translation_key", models.UUIDField(default=uuid.uuid4, editable=False)),
                        (
                            "key",
                            models.SlugField(
                                help_text="The same in every language.", max_length=80, verbose_name="key"
                            ),
                        ),
                        ("name", models.CharField(max_length=120, verbose_name="term")),
                        (
                            "forms",
                            models.TextField(
                                blank=True,
                                help_text="Plural, cases, abbreviation; one per line.",
                                verbose_name="other forms",
                            ),
                        ),
                        (
                            "meaning",
                            models.TextField(
                                blank=True,
                                help_text="One or two plain sentences.",
                                max_length=600,
                                verbose_name="meaning",
                            ),
                        ),
                        (
                            "domain",
                            models.CharField(
                                choices=[
                                    ("lms", "Learning"),
                                    ("government", "Local government"),
                                    ("social", "Social protection and inclusion"),
                                ],
                                default="social",
                                max_length=20,
                                verbose_name="domain",
                            ),
                        ),
                        (
                            "is_marked",
                            models.BooleanField(
                                default=True,
                                help_text="Lessons explain the word where it stands first.",
                                verbose_name="mark in lessons",
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
                            "locale",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="wagtailcore.locale",
                                verbose_name="locale",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "term",
                        "verbose_name_plural": "terms",
                        "ordering": ["name"],
                        "abstract": False,
                        "constraints": [models.UniqueConstraint(fields=("key", "locale"), name="term_once")],
                        "unique_together": {("translation_key", "locale")},
                    },
                    bases=(modelsearch.index.Indexed, models.Model),
                ),
                migrations.CreateModel(
                    name="AssignmentPart",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("translation_key", models.UUIDField(default=uuid.uuid4, editable=False)),
                        ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                        (
                            "key",
                            models.SlugField(
                                help_text="Stays the same when the words change; answers hang on it.",
                                verbose_name="key",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("line", "One line"),
                                    ("text", "Text"),
                                    ("table", "Table"),
                                    ("choice", "One of several"),
                                ],
                                default="text",
                                max_length=20,
                                verbose_name="kind",
                            ),
                        ),
                        ("label", models.CharField(max_length=300, verbose_name="question")),
                        ("help", models.CharField(blank=True, max_length=600, verbose_name="help")),
                        (
                            "example",
                            models.TextField(
                                blank=True,
                                help_text="Of a fictional municipality; shown on request.",
                                verbose_name="example",
                            ),
                        ),
                        (
                            "columns",
                            models.TextField(
                                blank=True, help_text="One per line, for a table.", verbose_name="columns of the table"
                            ),
                        ),
                        (
                            "rows",
                            models.PositiveSmallIntegerField(
                                default=4,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(30),
                                ],
                                verbose_name="rows to begin with",
                            ),
                        ),
                        (
                            "choices",
                            models.TextField(
                                blank=True, help_text="One per line, for one of several.", verbose_name="choices"
                            ),
                        ),
                        ("is_required", models.BooleanField(default=True, verbose_name="needed to hand in")),
                        (
                            "locale",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="wagtailcore.locale",
                                verbose_name="locale",
                            ),
                        ),
                        (
                            "page",
                            modelcluster.fields.ParentalKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="parts",
                                to="courses.assignmentpage",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["sort_order"],
                        "abstract": False,
                        "unique_together": {("translation_key", "locale")},
                    },
                ),
                migrations.CreateModel(
                    name="Handbook",
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
                            ),
                        ),
                        ("version", models.CharField(max_length=64)),
                        (
                            "state",
                            models.CharField(
                                choices=[("waiting", "Being prepared"), ("ready", "Ready"), ("failed", "Failed")],
                                default="waiting",
                                max_length=20,
                            ),
                        ),
                        ("file", models.FileField(blank=True, upload_to="handbooks/")),
                        ("pages", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("bytes", models.PositiveIntegerField(blank=True, null=True)),
                        ("fault", models.CharField(blank=True, max_length=300)),
                        ("requested_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("claimed_at", models.DateTimeField(blank=True, null=True)),
                        ("made_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "course",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="handbooks",
                                to="courses.course",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "handbook",
                        "verbose_name_plural": "handbooks",
                        "ordering": ["-requested_at"],
                        "constraints": [
                            models.UniqueConstraint(fields=("course", "language", "version"), name="handbook_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "ready"), _negated=True),
                                    models.Q(("file", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="handbook_ready_has_file",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PathCompletion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("completed_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "path",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="completions",
                                to="courses.learningpath",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="path_completions",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [models.UniqueConstraint(fields=("user", "path"), name="path_completion_once")],
                    },
                ),
                migrations.CreateModel(
                    name="TallyRun",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("counted_until", models.DateTimeField()),
                    ],
                ),
                migrations.CreateModel(
                    name="Announcement",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("subject", models.CharField(max_length=150, verbose_name="subject")),
                        ("text", models.TextField(max_length=5000, verbose_name="text")),
                        ("filters", models.JSONField(default=dict)),
                        ("people", models.PositiveIntegerField(default=0)),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
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
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="announcements",
                                to="academy.organisation",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "message",
                        "verbose_name_plural": "messages",
                        "ordering": ["-created_at", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Edition",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        (
                            "title",
                            models.CharField(
                                blank=True, help_text="Empty: that of the course.", max_length=200, verbose_name="title"
                            ),
                        ),
                        ("note", models.TextField(blank=True, max_length=2000, verbose_name="what to expect")),
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
                        ("starts_on", models.DateField(verbose_name="first day")),
                        ("ends_on", models.DateField(verbose_name="last day")),
                        (
                            "time_zone",
                            models.CharField(
                                default=academy.models.user.default_time_zone,
                                max_length=64,
                                validators=[academy.models.user.validate_time_zone],
                                verbose_name="time zone",
                            ),
                        ),
                        (
                            "seats",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                help_text="Empty: no limit.",
                                null=True,
                                validators=[django.core.validators.MinValueValidator(1)],
                                verbose_name="seats",
                            ),
                        ),
                        (
                            "entry",
                            models.CharField(
                                choices=[
                                    ("open", "Open: who may take part enrolls herself"),
                                    ("request", "By request: somebody of the organisation decides"),
                                    ("invitation", "By invitation only"),
                                ],
                                default="open",
                                max_length=20,
                                verbose_name="enrollment",
                            ),
                        ),
                        (
                            "is_for_branch_only",
                            models.BooleanField(
                                default=True,
                                help_text="People of the organisation and of all below it.",
                                verbose_name="only for its own staff",
                            ),
                        ),
                        (
                            "needs_acceptance",
                            models.BooleanField(
                                default=False,
                                help_text="Without the tick the course itself decides.",
                                verbose_name="a facilitator must accept the assignment",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "In preparation"),
                                    ("published", "Announced"),
                                    ("cancelled", "Cancelled"),
                                ],
                                default="draft",
                                max_length=20,
                                verbose_name="state",
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "course",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="editions",
                                to="courses.course",
                                verbose_name="course",
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
                            "facilitators",
                            models.ManyToManyField(
                                blank=True,
                                related_name="facilitated_editions",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="facilitators",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                blank=True,
                                help_text="Who holds it; its staff and that of all below it may take part.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="editions",
                                to="academy.organisation",
                                verbose_name="organisation",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "edition",
                        "verbose_name_plural": "editions",
                        "ordering": ["-starts_on", "-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                                name="edition_ends_after_start",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("is_for_branch_only", False), ("organisation__isnull", False), _connector="OR"
                                ),
                                name="edition_for_branch_has_organisation",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Enrollment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        (
                            "state",
                            models.CharField(
                                choices=[("active", "Active"), ("completed", "Completed"), ("withdrawn", "Withdrawn")],
                                default="active",
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
                            ),
                        ),
                        ("percent", models.PositiveSmallIntegerField(default=0)),
                        (
                            "score",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                help_text="Best result of the final test, per cent.",
                                max_digits=5,
                                null=True,
                            ),
                        ),
                        ("enrolled_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("last_activity_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("deadline_at", models.DateTimeField(blank=True, null=True)),
                        ("completed_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "course",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="enrollments",
                                to="courses.course",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                help_text="Empty after the person deleted her account: what remains is anonymous.",
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="enrollments",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "last_step",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="courses.step",
                            ),
                        ),
                        (
                            "behind_at",
                            models.DateTimeField(
                                blank=True,
                                help_text="From then on she is behind unless she does something; see rules.standing.",
                                null=True,
                            ),
                        ),
                        (
                            "changed_at",
                            models.DateTimeField(
                                db_index=True,
                                default=django.utils.timezone.now,
                                help_text="Last change that a tally could count; see services.tallies.",
                            ),
                        ),
                        ("half_at", models.DateTimeField(blank=True, help_text="50 per cent reached.", null=True)),
                        (
                            "organisation",
                            models.ForeignKey(
                                blank=True,
                                help_text="Of the day she enrolled; moving to another one does not change it.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="enrollments",
                                to="academy.organisation",
                            ),
                        ),
                        (
                            "sort_name",
                            models.CharField(
                                default="",
                                editable=False,
                                help_text="The person's name as lists sort and search it, folded.",
                                max_length=160,
                            ),
                        ),
                        ("started_at", models.DateTimeField(blank=True, help_text="First look at a step.", null=True)),
                        (
                            "edition",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="enrollments",
                                to="courses.edition",
                            ),
                        ),
                        (
                            "due_at",
                            models.DateTimeField(
                                blank=True,
                                help_text="The next date of a module of her edition that she has not finished.",
                                null=True,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "enrollment",
                        "verbose_name_plural": "enrollments",
                        "ordering": ["-last_activity_at", "-pk"],
                        "indexes": [
                            models.Index(fields=["user", "-last_activity_at"], name="enrollment_of_user"),
                            models.Index(fields=["course", "state"], name="enrollment_of_course"),
                            models.Index(fields=["organisation", "sort_name", "id"], name="enrollment_names_within"),
                            models.Index(fields=["sort_name", "id"], name="enrollment_by_name"),
                            models.Index(fields=["last_activity_at", "id"], name="enrollment_by_activity"),
                            models.Index(fields=["percent", "id"], name="enrollment_by_percent"),
                            models.Index(
                                django.db.models.functions.comparison.Coalesce("score", models.Value(Decimal("-1"))),
                                models.F("id"),
                                name="enrollment_by_score",
                            ),
                            models.Index(fields=["organisation", "course"], name="enrollment_to_tally"),
                            models.Index(
                                condition=models.Q(("state", "active")),
                                fields=["organisation", "deadline_at", "behind_at", "started_at"],
                                name="enrollment_going_on",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("percent__gte", 0), ("percent__lte", 100)),
                                name="enrollment_percent_in_range",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "completed"), _negated=True),
                                    ("completed_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="enrollment_completed_has_date",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "active")),
                                fields=("user", "course"),
                                name="enrollment_one_active",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Attempt",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("number", models.PositiveSmallIntegerField()),
                        (
                            "state",
                            models.CharField(
                                choices=[("open", "Open"), ("submitted", "Submitted"), ("expired", "Time ran out")],
                                default="open",
                                max_length=20,
                            ),
                        ),
                        ("seed", models.BigIntegerField()),
                        ("paper", models.JSONField()),
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
                        ("pass_mark", models.PositiveSmallIntegerField(help_text="Per cent.")),
                        ("started_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("deadline_at", models.DateTimeField(blank=True, null=True)),
                        ("submitted_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "score",
                            models.DecimalField(
                                blank=True, decimal_places=2, help_text="Per cent.", max_digits=5, null=True
                            ),
                        ),
                        ("passed", models.BooleanField(null=True)),
                        (
                            "enrollment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="attempts",
                                to="courses.enrollment",
                            ),
                        ),
                        (
                            "step",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="attempts", to="courses.step"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "attempt",
                        "verbose_name_plural": "attempts",
                        "ordering": ["number"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("enrollment", "step", "number"), name="attempt_number_once"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "open")),
                                fields=("enrollment", "step"),
                                name="attempt_one_open",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state", "open"),
                                    models.Q(
                                        ("passed__isnull", False),
                                        ("score__isnull", False),
                                        ("submitted_at__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="attempt_closed_has_result",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("pass_mark__lte", 100)), name="attempt_pass_mark_in_range"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Response",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("item", models.PositiveSmallIntegerField()),
                        ("answer", models.JSONField()),
                        ("points", models.DecimalField(blank=True, decimal_places=3, max_digits=6, null=True)),
                        ("reason", models.CharField(blank=True, max_length=40)),
                        ("answered_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "attempt",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="responses",
                                to="courses.attempt",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["item"],
                        "constraints": [models.UniqueConstraint(fields=("attempt", "item"), name="response_once")],
                    },
                ),
                migrations.CreateModel(
                    name="Grade",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("points", models.DecimalField(decimal_places=3, max_digits=6)),
                        ("reason", models.CharField(max_length=200)),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
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
                            "response",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="grades",
                                to="courses.response",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["created_at", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="BlockResponse",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "block",
                            models.UUIDField(
                                help_text="id of the block in the lesson's stream, the same in every language"
                            ),
                        ),
                        ("data", models.JSONField()),
                        ("updated_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "enrollment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="block_responses",
                                to="courses.enrollment",
                            ),
                        ),
                        (
                            "step",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="courses.step"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("enrollment", "block"), name="block_response_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StepResult",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("score", models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True)),
                        ("done_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "enrollment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="results",
                                to="courses.enrollment",
                            ),
                        ),
                        (
                            "step",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="results", to="courses.step"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("enrollment", "step"), name="step_result_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Certificate",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(editable=False, max_length=32, unique=True, verbose_name="code")),
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
                        ("name", models.CharField(max_length=160, verbose_name="name")),
                        ("name_other_script", models.CharField(blank=True, max_length=160)),
                        ("course_title", models.CharField(max_length=255, verbose_name="course")),
                        ("outcomes", models.JSONField(default=list, help_text="List of sentences.")),
                        ("hours", models.PositiveSmallIntegerField()),
                        ("score", models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True)),
                        ("motif", models.CharField(max_length=30)),
                        ("palette", models.CharField(max_length=30)),
                        ("issuer", models.CharField(max_length=200)),
                        ("signatories", models.JSONField(default=list, help_text='List of {"name": …, "role": …}.')),
                        ("completed_at", models.DateTimeField()),
                        ("issued_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="issued")),
                        ("expires_at", models.DateTimeField(blank=True, null=True, verbose_name="expires")),
                        ("revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="revoked")),
                        (
                            "revoked_reason",
                            models.CharField(blank=True, max_length=300, verbose_name="reason of revocation"),
                        ),
                        ("claimed_at", models.DateTimeField(blank=True, editable=False, null=True)),
                        ("sending_at", models.DateTimeField(blank=True, editable=False, null=True)),
                        (
                            "delivered_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="delivered"),
                        ),
                        (
                            "replaces",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="replaced_by",
                                to="courses.certificate",
                            ),
                        ),
                        (
                            "revoked_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "enrollment",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="certificates",
                                to="courses.enrollment",
                            ),
                        ),
                        (
                            "folded",
                            models.CharField(
                                default="",
                                editable=False,
                                help_text="Names and course as the search folds them.",
                                max_length=700,
                            ),
                        ),
                        ("refusals", models.PositiveSmallIntegerField(default=0, editable=False)),
                        ("retry_at", models.DateTimeField(blank=True, editable=False, null=True)),
                        ("revocation_told_at", models.DateTimeField(blank=True, editable=False, null=True)),
                        (
                            "wording",
                            models.JSONField(default=dict, help_text="The words around them; see courses.wording."),
                        ),
                        (
                            "path_completion",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="certificates",
                                to="courses.pathcompletion",
                            ),
                        ),
                        (
                            "logo",
                            models.CharField(
                                blank=True,
                                default="",
                                help_text="Its name in the storage; named by its content, never changed.",
                                max_length=120,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "certificate",
                        "verbose_name_plural": "certificates",
                        "ordering": ["-issued_at", "-pk"],
                        "permissions": [("revoke_certificate", "Can revoke and re-issue certificates")],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("revoked_at__isnull", True)),
                                fields=("enrollment",),
                                name="certificate_one_per_enrollment",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("revoked_at__isnull", True),
                                    models.Q(("revoked_reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="certificate_revoked_has_reason",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("revoked_at__isnull", True)),
                                fields=("path_completion",),
                                name="certificate_one_per_path_completion",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("enrollment__isnull", False), ("path_completion__isnull", True)),
                                    models.Q(("enrollment__isnull", True), ("path_completion__isnull", False)),
                                    _connector="OR",
                                ),
                                name="certificate_of_course_or_path",
                            ),
                        ],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("delivered_at__isnull", True), ("revoked_at__isnull", True)),
                                fields=["claimed_at"],
                                name="certificate_waiting",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Submission",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "Draft"),
                                    ("handed_in", "Handed in"),
                                    ("returned", "Returned with comments"),
                                    ("accepted", "Accepted"),
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
                            ),
                        ),
                        ("answers", models.JSONField(default=dict)),
                        ("version", models.PositiveIntegerField(default=0)),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("updated_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("handed_in_at", models.DateTimeField(blank=True, null=True, verbose_name="handed in")),
                        ("decided_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "decided_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "enrollment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="submissions",
                                to="courses.enrollment",
                            ),
                        ),
                        (
                            "step",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="submissions",
                                to="courses.step",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "submission",
                        "verbose_name_plural": "submissions",
                        "ordering": ["-handed_in_at", "-pk"],
                        "permissions": [("review_submission", "Can read, comment on and accept assignments")],
                        "indexes": [models.Index(fields=["state", "handed_in_at"], name="submission_to_review")],
                        "constraints": [
                            models.UniqueConstraint(fields=("enrollment", "step"), name="submission_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state", "draft"), ("handed_in_at__isnull", False), _connector="OR"
                                ),
                                name="submission_handed_in_has_date",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ["returned", "accepted"]), _negated=True),
                                    ("decided_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="submission_decided_has_date",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HandIn",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField()),
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
                        (
                            "sheet",
                            models.JSONField(
                                help_text='{"title": …, "parts": [{"key", "kind", "label", "columns", "choices"}]}'
                            ),
                        ),
                        ("answers", models.JSONField()),
                        ("at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "submission",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="hand_ins",
                                to="courses.submission",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["number"],
                        "constraints": [
                            models.UniqueConstraint(fields=("submission", "number"), name="hand_in_number_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SubmissionComment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("part", models.SlugField(blank=True)),
                        ("text", models.TextField(max_length=4000)),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "author",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "submission",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="comments",
                                to="courses.submission",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["created_at", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Export",
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
                                    ("people", "People"),
                                    ("overview", "Overview"),
                                    ("certificates", "Certificates"),
                                    ("framework", "Results framework"),
                                ],
                                max_length=30,
                            ),
                        ),
                        (
                            "format",
                            models.CharField(
                                choices=[("csv", "CSV"), ("xlsx", "Excel (XLSX)"), ("pdf", "PDF"), ("zip", "ZIP")],
                                max_length=10,
                            ),
                        ),
                        ("filters", models.JSONField(default=dict)),
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
                        (
                            "state",
                            models.CharField(
                                choices=[("waiting", "Being prepared"), ("ready", "Ready"), ("failed", "Failed")],
                                default="waiting",
                                max_length=20,
                            ),
                        ),
                        ("file", models.FileField(blank=True, upload_to="exports/")),
                        ("rows", models.PositiveIntegerField(default=0, help_text="Written so far.")),
                        ("total", models.PositiveIntegerField(blank=True, null=True)),
                        ("fault", models.CharField(blank=True, max_length=300)),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("claimed_at", models.DateTimeField(blank=True, null=True)),
                        ("made_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="exports",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="academy.organisation"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "export",
                        "verbose_name_plural": "exports",
                        "ordering": ["-created_at", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Framework",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("title", models.CharField(max_length=200, verbose_name="title")),
                        ("donor", models.CharField(blank=True, max_length=200, verbose_name="for")),
                        ("note", models.TextField(blank=True, max_length=2000, verbose_name="note")),
                        ("starts_on", models.DateField(verbose_name="from")),
                        ("ends_on", models.DateField(verbose_name="until")),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
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
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="frameworks",
                                to="academy.organisation",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "results framework",
                        "verbose_name_plural": "results frameworks",
                        "ordering": ["-starts_on", "-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                                name="framework_ends_after_start",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Indicator",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("position", models.PositiveSmallIntegerField(default=0)),
                        ("label", models.CharField(max_length=300, verbose_name="indicator")),
                        (
                            "measure",
                            models.CharField(
                                choices=[
                                    ("people_enrolled", "People enrolled"),
                                    ("people_trained", "People who completed a course"),
                                    ("certificates", "Certificates issued"),
                                    ("editions_delivered", "Editions delivered"),
                                    ("courses_delivered", "Courses with at least one completion"),
                                    ("municipalities_reached", "Municipalities with at least one person trained"),
                                    ("completion_rate", "Completed, per cent of enrolled"),
                                    ("assignments", "Assignments handed in"),
                                    ("practices", "Good practices documented"),
                                    ("adoptions", "Good practices adopted elsewhere"),
                                ],
                                max_length=40,
                                verbose_name="what is counted",
                            ),
                        ),
                        (
                            "breakdown",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("sex", "Sex"),
                                    ("kind", "Kind of organisation"),
                                    ("economy", "Economy"),
                                    ("course", "Course"),
                                ],
                                max_length=20,
                                verbose_name="broken down by",
                            ),
                        ),
                        (
                            "baseline",
                            models.DecimalField(decimal_places=2, default=0, max_digits=12, verbose_name="baseline"),
                        ),
                        (
                            "target",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=12,
                                null=True,
                                validators=[django.core.validators.MinValueValidator(0)],
                                verbose_name="target",
                            ),
                        ),
                        (
                            "approach",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="academy.approach",
                                verbose_name="only this approach",
                            ),
                        ),
                        (
                            "course",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="courses.course",
                                verbose_name="only this course",
                            ),
                        ),
                        (
                            "framework",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="indicators",
                                to="courses.framework",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["position", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Invitation",
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
                            ),
                        ),
                        ("email", models.EmailField(max_length=254, verbose_name="e-mail address")),
                        ("name", models.CharField(blank=True, max_length=160, verbose_name="name")),
                        (
                            "name_other_script",
                            models.CharField(blank=True, max_length=160, verbose_name="name in a second script"),
                        ),
                        ("position", models.CharField(blank=True, max_length=160, verbose_name="position")),
                        (
                            "sex",
                            models.CharField(
                                blank=True,
                                choices=[("female", "Female"), ("male", "Male"), ("other", "Another")],
                                max_length=10,
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
                        ("folded", models.CharField(default="", editable=False, max_length=500)),
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
                            "course",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="courses.course",
                            ),
                        ),
                        (
                            "edition",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="invitations",
                                to="courses.edition",
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
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="invitations",
                                to="academy.organisation",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "invitation",
                        "verbose_name_plural": "invitations",
                        "ordering": ["-created_at", "-pk"],
                        "indexes": [
                            models.Index(django.db.models.functions.text.Lower("email"), name="invitation_email")
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                models.F("organisation"),
                                django.db.models.functions.comparison.Coalesce(
                                    "course", models.Value(0), output_field=models.BigIntegerField()
                                ),
                                django.db.models.functions.comparison.Coalesce(
                                    "edition", models.Value(0), output_field=models.BigIntegerField()
                                ),
                                django.db.models.functions.text.Lower("email"),
                                condition=models.Q(("accepted_at__isnull", True), ("revoked_at__isnull", True)),
                                name="invitation_once",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="InvitationLink",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("token", models.CharField(editable=False, max_length=64, unique=True)),
                        ("note", models.CharField(blank=True, max_length=200, verbose_name="what it is for")),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("expires_at", models.DateTimeField(verbose_name="expires")),
                        (
                            "limit",
                            models.PositiveSmallIntegerField(
                                validators=[django.core.validators.MinValueValidator(1)], verbose_name="people at most"
                            ),
                        ),
                        ("used", models.PositiveSmallIntegerField(default=0)),
                        ("revoked_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "course",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="courses.course",
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
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="courses.edition",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="invitation_links",
                                to="academy.organisation",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "invitation link",
                        "verbose_name_plural": "invitation links",
                        "ordering": ["-created_at", "-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("used__lte", models.F("limit"))),
                                name="invitation_link_within_limit",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LiveSession",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("title", models.CharField(max_length=200, verbose_name="title")),
                        ("agenda", models.TextField(blank=True, max_length=2000, verbose_name="agenda")),
                        ("starts_at", models.DateTimeField(verbose_name="begins")),
                        ("ends_at", models.DateTimeField(verbose_name="ends")),
                        ("place", models.CharField(blank=True, max_length=300, verbose_name="place")),
                        (
                            "join_url",
                            models.URLField(
                                blank=True,
                                help_text="Shown to people of the edition only.",
                                verbose_name="link to join",
                            ),
                        ),
                        ("sequence", models.PositiveIntegerField(default=0, editable=False)),
                        ("updated_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ("cancelled_at", models.DateTimeField(blank=True, editable=False, null=True)),
                        (
                            "edition",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="sessions",
                                to="courses.edition",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "live session",
                        "verbose_name_plural": "live sessions",
                        "ordering": ["starts_at", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                                name="session_ends_after_start",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Attendance",
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
                                choices=[("present", "Present"), ("absent", "Absent"), ("excused", "Excused")],
                                max_length=20,
                            ),
                        ),
                        ("noted_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "enrollment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="attendances",
                                to="courses.enrollment",
                            ),
                        ),
                        (
                            "noted_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "session",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="attendances",
                                to="courses.livesession",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("session", "enrollment"), name="attendance_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ModuleDates",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("module_key", models.UUIDField(help_text="As in Step.module_key.")),
                        ("opens_at", models.DateTimeField(blank=True, null=True, verbose_name="opens")),
                        ("due_at", models.DateTimeField(blank=True, null=True, verbose_name="to be done by")),
                        (
                            "edition",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="module_dates",
                                to="courses.edition",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("edition", "module_key"), name="module_dates_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("opens_at__isnull", True),
                                    ("due_at__isnull", True),
                                    ("due_at__gt", models.F("opens_at")),
                                    _connector="OR",
                                ),
                                name="module_due_after_opening",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Place",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("asked", "Asked for"),
                                    ("waiting", "On the waiting list"),
                                    ("seated", "Takes part"),
                                    ("declined", "Declined"),
                                    ("left", "Has left"),
                                ],
                                max_length=20,
                            ),
                        ),
                        (
                            "message",
                            models.CharField(blank=True, help_text="Why she wants to take part.", max_length=600),
                        ),
                        ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("decided_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "decided_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "edition",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="places", to="courses.edition"
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
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="places",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["asked_at", "pk"],
                        "indexes": [models.Index(fields=["edition", "state", "asked_at"], name="place_queue")],
                        "constraints": [models.UniqueConstraint(fields=("edition", "user"), name="place_once")],
                    },
                ),
                migrations.CreateModel(
                    name="ReminderRule",
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
                                    ("deadline", "Before a deadline"),
                                    ("silence", "After days of silence"),
                                    ("release", "When a module opens"),
                                ],
                                max_length=20,
                                verbose_name="when",
                            ),
                        ),
                        (
                            "days",
                            models.PositiveSmallIntegerField(
                                default=3, help_text="Before a deadline, or of silence.", verbose_name="days"
                            ),
                        ),
                        ("words", models.CharField(blank=True, max_length=600, verbose_name="a line of your own")),
                        ("is_on", models.BooleanField(default=True, verbose_name="sent")),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
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
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="reminder_rules",
                                to="courses.edition",
                                verbose_name="only this edition",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="reminder_rules",
                                to="academy.organisation",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "reminder",
                        "verbose_name_plural": "reminders",
                        "ordering": ["kind", "days"],
                        "constraints": [
                            models.UniqueConstraint(
                                models.F("organisation"),
                                django.db.models.functions.comparison.Coalesce(
                                    "edition", models.Value(0), output_field=models.BigIntegerField()
                                ),
                                models.F("kind"),
                                models.F("days"),
                                name="reminder_rule_once",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReportSubscription",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("sent_for", models.DateField(blank=True, null=True)),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="academy.organisation"
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="report_subscriptions",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("user", "organisation"), name="report_subscription_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Roster",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
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
                                help_text="For rows that name none.",
                                max_length=10,
                            ),
                        ),
                        ("file_name", models.CharField(max_length=255)),
                        ("headings", models.JSONField(default=list)),
                        ("columns", models.JSONField(default=dict)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("uploaded", "Uploaded"),
                                    ("checked", "Checked"),
                                    ("running", "Being worked off"),
                                    ("done", "Done"),
                                    ("cancelled", "Cancelled"),
                                ],
                                default="uploaded",
                                max_length=20,
                            ),
                        ),
                        ("fault", models.CharField(blank=True, max_length=300)),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("started_at", models.DateTimeField(blank=True, null=True)),
                        ("claimed_at", models.DateTimeField(blank=True, null=True)),
                        ("finished_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "course",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="courses.course",
                            ),
                        ),
                        (
                            "edition",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="rosters",
                                to="courses.edition",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="rosters",
                                to="academy.organisation",
                            ),
                        ),
                        (
                            "uploaded_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "list of staff",
                        "verbose_name_plural": "lists of staff",
                        "ordering": ["-created_at", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="RosterRow",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveIntegerField(help_text="In the file, the heading is 1.")),
                        ("cells", models.JSONField()),
                        ("values", models.JSONField(default=dict)),
                        ("error", models.CharField(blank=True, max_length=300)),
                        (
                            "outcome",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("invited", "Invited"),
                                    ("enrolled", "Enrolled"),
                                    ("unchanged", "Nothing to change"),
                                    ("failed", "Not taken"),
                                ],
                                max_length=20,
                            ),
                        ),
                        (
                            "roster",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="rows", to="courses.roster"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["number"],
                        "indexes": [models.Index(fields=["roster", "outcome"], name="roster_rows_by_outcome")],
                        "constraints": [models.UniqueConstraint(fields=("roster", "number"), name="roster_row_once")],
                    },
                ),
                migrations.CreateModel(
                    name="Tally",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("month", models.DateField(help_text="Its first day.")),
                        ("enrolled", models.PositiveIntegerField(default=0)),
                        ("started", models.PositiveIntegerField(default=0)),
                        ("half", models.PositiveIntegerField(default=0)),
                        ("completed", models.PositiveIntegerField(default=0)),
                        ("withdrawn", models.PositiveIntegerField(default=0)),
                        (
                            "course",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="tallies", to="courses.course"
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="tallies",
                                to="academy.organisation",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("organisation", "course", "month"), name="tally_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Adjustment",
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
                                    ("deadline", "Later deadline"),
                                    ("attempt", "Extra attempt"),
                                    ("time", "Extra time"),
                                ],
                                max_length=20,
                                verbose_name="kind",
                            ),
                        ),
                        ("deadline_at", models.DateTimeField(blank=True, null=True, verbose_name="new deadline")),
                        (
                            "amount",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                help_text="Attempts, or per cent of time on top.",
                                null=True,
                                validators=[django.core.validators.MinValueValidator(1)],
                            ),
                        ),
                        ("reason", models.CharField(max_length=300, verbose_name="reason")),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
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
                            "enrollment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="adjustments",
                                to="courses.enrollment",
                            ),
                        ),
                        (
                            "step",
                            models.ForeignKey(
                                blank=True,
                                help_text="The quiz, for attempts and time; empty: every quiz of the course.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="courses.step",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-created_at", "-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True), name="adjustment_has_reason"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("amount__isnull", True), ("deadline_at__isnull", False), ("kind", "deadline")
                                    ),
                                    models.Q(
                                        models.Q(("kind", "deadline"), _negated=True),
                                        ("amount__isnull", False),
                                        ("deadline_at__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="adjustment_has_its_value",
                            ),
                        ],
                    },
                ),
            ]
        ),
        ADD_TRIGRAMS,
    ]
