"""What people fill in to discuss: a new topic, an answer, a post changed, a poll, the filters of the list."""

import re
import uuid
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from academy.models import Organisation, User
from peer_exchange.enums import PollKind, TopicKind
from peer_exchange.forms.writing import WritingField
from peer_exchange.models import Cluster, Topic
from peer_exchange.policies import Standing
from peer_exchange.rules.tongues import guess_language
from peer_exchange.services.attachment_files import ACCEPTED
from peer_exchange.services.polls import NewPoll
from peer_exchange.writing import plain_of

ASKED = ("asked_1", "asked_2", "asked_3")
TIMES = tuple(f"time_{number}" for number in range(1, 6))
MOST_CHOICES = 12
BY_ITSELF = ("", _("Recognize it from the text"))


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files; checked by the service that keeps them."""

    widget = FilesInput(attrs={"accept": ACCEPTED})

    def clean(self, data: Any, initial: Any = None) -> list:
        return [super(FilesField, self).clean(file, initial) for file in data or [] if file]


class UuidsField(forms.Field):
    """Several hidden keys, the unreadable ones left out."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value: Any) -> list[uuid.UUID]:
        found = []
        for key in value or []:
            try:
                found.append(uuid.UUID(str(key)))
            except ValueError:
                continue
        return found[:20]


class WrittenForm(forms.Form):
    """What every post has: the text, its language, files. `key` names it, so that a double click sends it once."""

    body = WritingField(label=_("Your text"))
    files = FilesField(
        label=_("Files"), required=False, help_text=_("Pictures, PDF or office documents, up to 10 MB each.")
    )
    language = forms.ChoiceField(
        label=_("Language of the text"), required=False, choices=[BY_ITSELF, *settings.LANGUAGES]
    )
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    attachments = UuidsField(required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, initial=0)

    def __init__(self, *args, cluster: Cluster, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.cluster = cluster

    @property
    def language_of(self) -> str:
        """What she chose, else guessed; among equals the language of the page, then those of the cluster."""
        title = self.cleaned_data.get("title", "")
        text = f"{title} {plain_of(self.cleaned_data.get('body', ''))}"
        preferred = [get_language() or "en", *self.cluster.languages, self.cluster.language]
        return self.cleaned_data.get("language") or guess_language(text, preferred)


class ReplyForm(WrittenForm):
    """`reply_to` is the number of the post that is answered."""

    reply_to = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)
    field_order = ["body", "files", "language"]


class EditForm(WrittenForm):
    """The text and its language alone; pictures stand in the text."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name in ("files", "key", "attachments", "version"):
            del self.fields[name]


class TopicForm(WrittenForm):
    """A new topic. Fields that only a question has are asked under their own heading and left out of other kinds."""

    kind = forms.ChoiceField(label=_("What is it?"), widget=forms.RadioSelect, choices=TopicKind.choices)
    title = forms.CharField(
        label=_("Title"), min_length=5, max_length=200, help_text=_("One sentence that says what it is about.")
    )
    tried = forms.CharField(
        label=_("What have you tried already?"), required=False, max_length=2000, widget=forms.Textarea({"rows": 3})
    )
    needed_by = forms.DateField(
        label=_("An answer helps until"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    asked_1 = forms.CharField(label=_("First"), required=False)
    asked_2 = forms.CharField(label=_("Second"), required=False)
    asked_3 = forms.CharField(label=_("Third"), required=False)
    is_anonymous = forms.BooleanField(
        label=_("Hide my name from the members"),
        required=False,
        help_text=_("Members see neither your name nor your municipality. Those who lead the cluster see both."),
    )
    section = forms.ModelChoiceField(label=_("Section"), queryset=None, required=False, empty_label=_("No section"))
    field_order = ["kind", "title", "body"]

    def __init__(self, *args, standing: Standing, peers: dict[str, User | Organisation], **kwargs) -> None:
        """`peers` are those who may be asked, by the words under which the form offers them."""
        super().__init__(*args, **kwargs)
        self.peers = peers
        sections = self.cluster.sections.all()
        self.fields["section"].queryset = sections
        if not sections:
            del self.fields["section"]
        self.fields["body"].label = _("Tell more")
        if not standing.leads:
            self.fields["kind"].choices = [row for row in TopicKind.choices if row[0] != TopicKind.ANNOUNCEMENT]
        for name in ASKED:
            self.fields[name].widget.attrs |= {"list": "peers", "autocomplete": "off"}

    def clean_title(self) -> str:
        return " ".join(self.cleaned_data["title"].split())

    def clean_needed_by(self):
        day = self.cleaned_data["needed_by"]
        if day and day < timezone.localdate():
            raise forms.ValidationError(_("This day is over. Choose today or a later day."))
        return day

    def clean(self) -> dict:
        cleaned = super().clean()
        for name in ASKED:
            words = " ".join(cleaned.get(name, "").split())
            if words and words not in self.peers and cleaned.get("kind") == TopicKind.QUESTION:
                self.add_error(name, _("Choose a person or a municipality from the list; others cannot be asked here."))
        return cleaned

    @property
    def asked(self) -> list[User | Organisation]:
        words = [" ".join(self.cleaned_data.get(name, "").split()) for name in ASKED]
        return list({word: self.peers[word] for word in words if word in self.peers}.values())

    @property
    def asked_fields(self):
        return [self[name] for name in ASKED]


class PollForm(forms.Form):
    """The poll of a new topic; without a kind there is none. Times are those of the writer's zone."""

    prefix = "poll"
    kind = forms.ChoiceField(label=_("Kind of poll"), required=False, choices=[("", _("No poll")), *PollKind.choices])
    question = forms.CharField(label=_("What do you ask?"), required=False, max_length=300)
    options = forms.CharField(
        label=_("Choices"),
        required=False,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("One per line, two at least."),
    )
    is_multiple = forms.BooleanField(label=_("Several choices are possible"), required=False)
    shows_names = forms.BooleanField(label=_("Members see who voted what"), required=False, initial=True)
    closes_at = forms.DateTimeField(
        label=_("Open until"), required=False, widget=forms.DateTimeInput({"type": "datetime-local"})
    )
    minutes = forms.IntegerField(
        label=_("How long does it take, in minutes?"), required=False, min_value=15, max_value=1440, initial=60
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for number, name in enumerate(TIMES, start=1):
            self.fields[name] = forms.DateTimeField(
                label=_("Time %(number)d") % {"number": number},
                required=False,
                widget=forms.DateTimeInput({"type": "datetime-local"}),
            )

    def clean(self) -> dict:
        cleaned = super().clean()
        kind = cleaned.get("kind")
        if not kind:
            return cleaned
        if not cleaned.get("question"):
            self.add_error("question", _("Write what you ask."))
        if kind == PollKind.CHOICE and not 2 <= len(self._choices()) <= MOST_CHOICES:
            self.add_error("options", _("Write two to twelve different choices, one per line."))
        if kind == PollKind.TIME and len(self._times()) < 2 and not any(name in self.errors for name in TIMES):
            self.add_error(TIMES[0], _("Give two different times at least."))
        if kind == PollKind.TIME and not cleaned.get("minutes") and "minutes" not in self.errors:
            self.add_error("minutes", _("Say how long it takes."))
        if cleaned.get("closes_at") and cleaned["closes_at"] <= timezone.now():
            self.add_error("closes_at", _("This moment is over. Choose a later one."))
        return cleaned

    def _choices(self) -> list[str]:
        lines = (re.sub(r"\s+", " ", line).strip()[:200] for line in self.cleaned_data.get("options", "").splitlines())
        return list(dict.fromkeys(line for line in lines if line))

    def _times(self) -> list[datetime]:
        return sorted({self.cleaned_data[name] for name in TIMES if self.cleaned_data.get(name)})

    @property
    def times(self):
        return [self[name] for name in TIMES]

    @property
    def poll(self) -> NewPoll | None:
        """The poll of a valid form; None without a kind."""
        data = self.cleaned_data
        if not data.get("kind"):
            return None
        kind = PollKind(data["kind"])
        options: tuple = ()
        if kind == PollKind.CHOICE:
            options = tuple(self._choices())
        elif kind == PollKind.TIME:
            options = tuple((start, start + timedelta(minutes=data["minutes"])) for start in self._times())
        return NewPoll(kind, data["question"], options, data["is_multiple"], data["shows_names"], data["closes_at"])


class TopicsForm(forms.Form):
    """The filters above the list; what is unknown is left out."""

    q = forms.CharField(label=_("Search in this cluster"), required=False, max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All")), *TopicKind.choices])
    section = forms.ChoiceField(label=_("Section"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False, choices=[("", _("All")), *settings.LANGUAGES])
    unanswered = forms.BooleanField(label=_("Questions without an answer"), required=False)

    def __init__(self, *args, cluster: Cluster, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.sections = list(cluster.sections.all())
        self.fields["section"].choices = [("", _("All")), *((str(row.uuid), row.name) for row in self.sections)]
        if not self.sections:
            del self.fields["section"]
        self.is_valid()

    @property
    def is_set(self) -> bool:
        return any(self.cleaned_data.values())

    def filter(self, topics):
        """`topics`, a TopicQuerySet, with the filters that are set, but for the words of the search."""
        data = self.cleaned_data
        if data.get("kind"):
            topics = topics.filter(kind=data["kind"])
        if data.get("section"):
            topics = topics.filter(section__uuid=data["section"])
        if data.get("language"):
            topics = topics.filter(language=data["language"])
        if data.get("unanswered"):
            topics = topics.filter(kind=TopicKind.QUESTION, solved_at__isnull=True, posts_count__lt=2)
        return topics


class SolvedForm(forms.ModelForm):
    class Meta:
        model = Topic
        fields = ["solved_otherwise"]
        labels = {"solved_otherwise": _("How was it solved?")}
