"""What a browser posted for an assignment: answers, comments, the filters of facilitators. It saves nothing."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from academy.folding import fold
from courses.enums import PartKind, SubmissionState
from courses.models import Course, SubmissionComment
from courses.querysets import SubmissionQuerySet
from courses.rules.worksheets import Answer, Fault, Part, clean_answer, tidy

LONGEST_COMMENT = SubmissionComment._meta.get_field("text").max_length or 4000
WHOLE = ""  # the key under which a comment on the whole stands


def field_name(key: str) -> str:
    """The name of a part's field; the cells of a table follow after a dot, by the number of their column."""
    return f"part-{key}"


class WorksheetForm:
    """`answers`: what can be kept, by key, None for what was emptied; `errors`: what cannot, with the reason, by key.

    `typed` is everything as it came, to be shown again; `version` the one the page was shown with. A part that was not
    posted is in none of them.
    """

    def __init__(self, parts: Sequence[Part], data: QueryDict) -> None:
        self.answers: dict[str, Answer | None] = {}
        self.errors: dict[str, str] = {}
        self.typed: dict[str, Any] = {}
        version = data.get("version", "")
        self.version = int(version) if version.isascii() and version.isdigit() and len(version) < 9 else 0
        for part in parts:
            raw = _posted(part, data)
            if raw is None:
                continue
            self.typed[part.key] = raw
            try:
                self.answers[part.key] = clean_answer(part, raw)
            except Fault as fault:
                self.errors[part.key] = in_words(fault)


def _posted(part: Part, data: QueryDict) -> Any:
    name = field_name(part.key)
    if part.kind != PartKind.TABLE:
        return data.get(name)
    columns = [data.getlist(f"{name}.{number}") for number in range(len(part.columns))]
    count = max(map(len, columns), default=0)
    if not count:
        return None
    return [[column[row] if row < len(column) else "" for column in columns] for row in range(count)]


def in_words(fault: Fault) -> str:
    """The sentence of a fault, which says what to do."""
    if fault.code == "many_rows":
        text = ngettext(
            "A table has at most %(most)d row; yours has %(found)d. Join rows or take some out.",
            "A table has at most %(most)d rows; yours has %(found)d. Join rows or take some out.",
            fault.most,
        )
        return text % {"most": fault.most, "found": fault.found}
    if fault.code != "long":
        return gettext("This answer does not belong to the template. Fill in this part again.")
    values = {"most": fault.most, "found": fault.found, "row": fault.row, "column": fault.column}
    if fault.row:
        text = gettext(
            "Row %(row)d, “%(column)s”: at most %(most)d characters fit here, yours are %(found)d. "
            "Shorten it, then save."
        )
        return text % values
    return gettext("At most %(most)d characters fit here, yours are %(found)d. Shorten it, then save.") % values


class CommentForm:
    """Comments by the key of their part, "" for the whole; `errors` by key, `typed` as it came."""

    def __init__(self, keys: Sequence[str], data: QueryDict) -> None:
        self.keys = tuple(keys)
        self.comments: dict[str, str] = {}
        self.errors: dict[str, str] = {}
        self.typed: dict[str, str] = {}
        for key in [*keys, WHOLE]:
            text = tidy(data.get(f"comment-{key}", ""))
            if not text:
                continue
            self.typed[key] = text
            if len(text) > LONGEST_COMMENT:
                values = {"most": LONGEST_COMMENT, "found": len(text)}
                self.errors[key] = (
                    gettext("A comment has at most %(most)d characters, yours has %(found)d. Shorten it.") % values
                )
            else:
                self.comments[key] = text


class ReviewFilterForm(forms.Form):
    """Which of the submissions this facilitator may review."""

    q = forms.CharField(label=_("Name of the learner"), required=False, max_length=200)
    course = forms.ModelChoiceField(
        label=_("Course"), queryset=Course.objects.none(), to_field_name="key", required=False,
        empty_label=_("All courses"),
    )  # fmt: skip
    state = forms.ChoiceField(label=_("State"), required=False)

    def __init__(self, data: QueryDict, *, submissions: SubmissionQuerySet) -> None:
        super().__init__(data)
        self.submissions = submissions
        self.fields["course"].queryset = Course.objects.filter(
            pk__in=submissions.order_by().values("enrollment__course")
        )
        self.fields["state"].choices = [
            ("", _("All")),
            (SubmissionState.HANDED_IN.value, _("To review")),
            (SubmissionState.RETURNED.value, SubmissionState.RETURNED.label),
            (SubmissionState.ACCEPTED.value, SubmissionState.ACCEPTED.label),
        ]

    @property
    def is_set(self) -> bool:
        return any(self.data.get(name) for name in self.fields)

    def results(self) -> SubmissionQuerySet:
        """Those that match; a filter value that does not exist matches nothing."""
        if not self.is_valid():
            return self.submissions.none()
        found, chosen = self.submissions, self.cleaned_data
        if chosen["state"]:
            found = found.filter(state=chosen["state"])
        if chosen["course"]:
            found = found.filter(enrollment__course=chosen["course"])
        if chosen["q"]:
            found = found.filter(enrollment__user__in=_people(found, chosen["q"]))
        return found


def _people(submissions: SubmissionQuerySet, query: str) -> list[int]:
    """The learners whose name has words that begin like those of the query, in any script."""
    words = fold(query).split()
    if not words:
        return []
    names = submissions.order_by().values_list(
        "enrollment__user", "enrollment__user__name", "enrollment__user__name_other_script"
    )
    return [
        pk for pk, name, other in names.distinct() if all(f" {word}" in f" {fold(f'{name} {other}')}" for word in words)
    ]
