"""The blocks a lesson is built of. Each has its template in `templates/courses/blocks/`.

What a learner fills in (checklist, self-check) is not rendered here but by `courses.lesson_body`, which knows her
answers; everything else looks the same to everybody. Ids, keys and kinds stand in choice, chooser or number blocks, so
that wagtail-localize offers only words for translation. A block that learners answer is known by the id of its stream
child, which all languages share.
"""

from hashlib import blake2b
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.list_block import ListBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock
from wagtail.snippets.blocks import SnippetChooserBlock

from academy.rich_text import render_rich_text
from courses import diagrams
from courses.enums import DiagramLayout

TEXT_FEATURES = ["bold", "italic", "ol", "ul", "link", "document-link", "superscript", "subscript"]


class Provider(NamedTuple):
    """Where a video may come from; the origins of `embed_url` stand in the CSP (settings.EMBED_ORIGINS)."""

    name: str
    url: str
    embed_url: str


PROVIDERS = {
    "youtube": Provider(
        "YouTube", "https://www.youtube.com/watch?v={}", "https://www.youtube-nocookie.com/embed/{}?autoplay=1&rel=0"
    ),
    "vimeo": Provider("Vimeo", "https://vimeo.com/{}", "https://player.vimeo.com/video/{}?autoplay=1&dnt=1"),
}


class TextBlock(blocks.RichTextBlock):
    def __init__(self, **kwargs):
        super().__init__(features=TEXT_FEATURES, **kwargs)


class HeadingBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("heading"))
    level = blocks.ChoiceBlock(label=_("level"), choices=[("2", _("Section")), ("3", _("Subsection"))], default="2")

    class Meta:
        icon = "title"
        template = "courses/blocks/heading.html"
        label = _("Heading")


class SourceBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("title"))
    publisher = blocks.CharBlock(label=_("publisher"), required=False)
    year = blocks.CharBlock(label=_("year"), required=False)
    url = blocks.URLBlock(label=_("address"), required=False)

    class Meta:
        icon = "link"
        label = _("Source")


class ImageBlock(blocks.StructBlock):
    image = ImageChooserBlock(label=_("image"))
    alt = blocks.CharBlock(
        label=_("text alternative"), help_text=_("Says what the picture tells, for people who do not see it.")
    )
    caption = blocks.CharBlock(label=_("caption"), required=False)
    credit = blocks.CharBlock(label=_("credit"), required=False)

    class Meta:
        icon = "image"
        template = "courses/blocks/image.html"
        label = _("Image")


class MediaBlock(blocks.StructBlock):
    """A video or audio file from the document library."""

    kind = blocks.ChoiceBlock(label=_("kind"), choices=[("video", _("Video")), ("audio", _("Audio"))], default="video")
    title = blocks.CharBlock(label=_("title"))
    file = DocumentChooserBlock(label=_("file"))
    captions = DocumentChooserBlock(label=_("captions (WebVTT file)"), required=False)
    transcript = TextBlock(label=_("transcript"), required=False)

    def clean(self, value):
        cleaned = super().clean(value)
        if cleaned["kind"] == "audio" and not str(cleaned["transcript"] or "").strip():
            message = _("Give the transcript: who does not hear the audio reads it.")
            raise StructBlockValidationError({"transcript": ValidationError(message)})
        return cleaned

    class Meta:
        icon = "media"
        template = "courses/blocks/media.html"
        label = _("Video or audio file")

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context)
        context["mime"] = value["file"].content_type if value["file"] else ""
        language = get_language()
        context["captions"] = (
            [{"url": value["captions"].url, "language": language, "label": get_language_info(language)["name_local"]}]
            if value["captions"]
            else []
        )
        return context


class ExternalVideoBlock(blocks.StructBlock):
    """A video elsewhere: nothing is asked of that site before the learner clicks."""

    title = blocks.CharBlock(label=_("title"))
    provider = blocks.ChoiceBlock(
        label=_("provider"), choices=[("youtube", "YouTube"), ("vimeo", "Vimeo")], default="youtube"
    )
    video_id = blocks.RegexBlock(
        label=_("id of the video"),
        regex=r"^[A-Za-z0-9_-]{6,20}$",
        error_messages={"invalid": _("Give only the id, for example dQw4w9WgXcQ, not the whole address.")},
    )
    minutes = blocks.IntegerBlock(label=_("minutes"), required=False, min_value=1)
    transcript = TextBlock(label=_("transcript"), required=False)

    class Meta:
        icon = "media"
        template = "courses/blocks/external_video.html"
        label = _("External video")

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context)
        provider = PROVIDERS[value["provider"]]
        context["provider"] = provider.name
        context["url"] = provider.url.format(value["video_id"])
        context["embed_url"] = provider.embed_url.format(value["video_id"])
        return context


class DocumentBlock(blocks.StructBlock):
    document = DocumentChooserBlock(label=_("document"))
    description = blocks.CharBlock(label=_("description"), required=False)

    class Meta:
        icon = "doc-full"
        template = "courses/blocks/document.html"
        label = _("Document")


class CalloutBlock(blocks.StructBlock):
    kind = blocks.ChoiceBlock(
        label=_("kind"),
        choices=[("note", _("Note")), ("tip", _("Tip")), ("warning", _("Warning"))],
        default="note",
    )
    title = blocks.CharBlock(label=_("title"), required=False)
    text = TextBlock(label=_("text"))

    class Meta:
        icon = "info-circle"
        template = "courses/blocks/callout.html"
        label = _("Callout")


class StepsBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("title"), required=False)
    steps = blocks.ListBlock(TextBlock(label=_("step")), label=_("steps"), min_num=1)

    class Meta:
        icon = "list-ol"
        template = "courses/blocks/steps.html"
        label = _("Numbered steps")

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context)
        context["items"] = [{"body": render_rich_text(step)} for step in value["steps"]]
        return context


class ChecklistBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("title"), required=False)
    items = blocks.ListBlock(blocks.CharBlock(label=_("item"), max_length=500), label=_("items"), min_num=1)

    class Meta:
        icon = "tasks"
        label = _("Checklist the learner ticks")


class CaseBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("title"))
    place = blocks.CharBlock(label=_("place"), required=False)
    text = TextBlock(label=_("text"))
    sources = blocks.ListBlock(SourceBlock(), label=_("sources"), min_num=1)

    class Meta:
        icon = "site"
        template = "courses/blocks/case.html"
        label = _("Case with source")


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("quotation"))
    by = blocks.CharBlock(label=_("said by"), required=False)
    sources = blocks.ListBlock(SourceBlock(), label=_("sources"), default=[])

    class Meta:
        icon = "openquote"
        template = "courses/blocks/quote.html"
        label = _("Quotation")


class TableBlock(blocks.StructBlock):
    table = TypedTableBlock([("text", TextBlock(label=_("text"), required=False))], label=_("table"))
    has_row_headings = blocks.BooleanBlock(
        label=_("the first column names its row"), required=False, default=True,
        help_text=_("Screen readers then say the name of the row with each cell."),
    )  # fmt: skip

    class Meta:
        icon = "table"
        template = "courses/blocks/table.html"
        label = _("Table")

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context)
        table = value["table"]
        context["head"] = [column["heading"] for column in table.columns]
        context["rows"] = [[render_rich_text(cell.value) for cell in row] for row in table.rows]
        return context


class ComparisonBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("title"), required=False)
    columns = blocks.ListBlock(
        blocks.StructBlock([("heading", blocks.CharBlock(label=_("heading"))), ("text", TextBlock(label=_("text")))]),
        label=_("columns"),
        min_num=2,
        max_num=3,
    )

    class Meta:
        icon = "grip"
        template = "courses/blocks/comparison.html"
        label = _("Comparison")

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context)
        context["parts"] = [
            {"heading": column["heading"], "body": render_rich_text(column["text"])} for column in value["columns"]
        ]
        return context


class DefinitionsBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("title"), required=False)
    terms = blocks.ListBlock(
        blocks.StructBlock([("term", blocks.CharBlock(label=_("term"))), ("meaning", TextBlock(label=_("meaning")))]),
        label=_("terms"),
        min_num=1,
    )

    class Meta:
        icon = "openquote"
        template = "courses/blocks/definitions.html"
        label = _("Definitions")

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context)
        context["items"] = [
            {"term": term["term"], "meaning": render_rich_text(term["meaning"])} for term in value["terms"]
        ]
        return context


class DiagramBlock(blocks.StructBlock):
    """A picture drawn from words (see `courses.diagrams`), so that it is translated with them."""

    layout = blocks.ChoiceBlock(label=_("layout"), choices=DiagramLayout.choices, default=DiagramLayout.FLOW)
    title = blocks.CharBlock(label=_("title"))
    alt = blocks.CharBlock(
        label=_("text alternative"), help_text=_("Says in one or two sentences what the picture shows.")
    )
    centre = blocks.CharBlock(label=_("centre or root"), required=False, help_text=_("For hub, tree and overlap."))
    across = blocks.CharBlock(label=_("question across"), required=False, help_text=_("For a matrix."))
    upward = blocks.CharBlock(label=_("question upward"), required=False, help_text=_("For a matrix."))
    nodes = blocks.ListBlock(
        blocks.StructBlock(
            [
                ("label", blocks.CharBlock(label=_("label"), max_length=60)),
                ("text", blocks.CharBlock(label=_("text"), required=False, max_length=160)),
                ("lane", blocks.CharBlock(label=_("lane"), required=False, max_length=40)),
            ]
        ),
        label=_("parts"),
        min_num=2,
        max_num=12,
    )

    def clean(self, value):
        cleaned = super().clean(value)
        if errors := _diagram_errors(cleaned):
            raise StructBlockValidationError(errors)
        return cleaned

    class Meta:
        icon = "image"
        template = "courses/blocks/diagram.html"
        label = _("Diagram")

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context)
        diagram = _diagram_of(value)
        if not diagram.parts:
            return context
        name = f"diagram-{blake2b(repr(diagram).encode(), digest_size=5).hexdigest()}"
        ids = f"{name}-title {name}-alt"
        context["pictures"] = []
        for width in ("wide", "narrow"):
            drawing = diagrams.draw(diagram, diagrams.measure_screen, narrow=width == "narrow")
            context["pictures"].append(mark_safe(diagrams.svg(drawing, css_class=f"diagram__{width}", labelled_by=ids)))
        return context | {"name": name, "diagram": diagram, "reading": diagrams.read(diagram)}


def _diagram_of(value) -> diagrams.Diagram:
    words = {name: value[name] or "" for name in ("title", "alt", "centre", "across", "upward")}
    parts = tuple(
        diagrams.Part(node["label"] or "", node["text"] or "", (node["lane"] or "").strip()) for node in value["nodes"]
    )
    return diagrams.Diagram(layout=value["layout"], parts=parts, **words)


def _diagram_errors(value) -> dict[str, ValidationError]:
    """What a layout needs and the words do not give, by field."""
    layout, count = value["layout"], len(value["nodes"])
    errors = {}
    fewest, most = diagrams.PARTS[layout]
    if not fewest <= count <= most:
        if fewest == most:
            message = _("This layout takes exactly %(most)d parts; here are %(count)d. Add, merge or remove some.")
        else:
            message = _(
                "This layout takes %(fewest)d to %(most)d parts; here are %(count)d. Add, merge or remove some, or "
                "choose another layout."
            )
        message = message % {"fewest": fewest, "most": most, "count": count}
        errors["nodes"] = ListBlockValidationError(non_block_errors=[ValidationError(message)])
    elif layout in diagrams.NEEDS_LANES:
        missing = _("Name the lane: who does this step?")
        lanes = {
            place: StructBlockValidationError({"lane": ValidationError(missing)})
            for place, node in enumerate(value["nodes"])
            if not node["lane"].strip()
        }
        if lanes:
            errors["nodes"] = ListBlockValidationError(block_errors=lanes)
    if layout in diagrams.NEEDS_CENTRE and not value["centre"].strip():
        errors["centre"] = ValidationError(_("Say what stands in the centre or at the root."))
    if layout in diagrams.NEEDS_AXES:
        message = _("Give the question of this axis, for example: Effort: low → high.")
        errors |= {name: ValidationError(message) for name in ("across", "upward") if not value[name].strip()}
    return errors


class SelfCheckBlock(blocks.StructBlock):
    """A question of the bank, not graded into the result; answered inside the lesson."""

    question = SnippetChooserBlock("courses.Question", label=_("question"))

    class Meta:
        icon = "help"
        label = _("Self-check question")


class LessonBlocks(blocks.StreamBlock):
    text = TextBlock(label=_("Text"), template="courses/blocks/text.html")
    heading = HeadingBlock()
    image = ImageBlock()
    media = MediaBlock()
    external_video = ExternalVideoBlock()
    document = DocumentBlock()
    callout = CalloutBlock()
    steps = StepsBlock()
    checklist = ChecklistBlock()
    case = CaseBlock()
    quote = QuoteBlock()
    table = TableBlock()
    comparison = ComparisonBlock()
    diagram = DiagramBlock()
    definitions = DefinitionsBlock()
    self_check = SelfCheckBlock()
