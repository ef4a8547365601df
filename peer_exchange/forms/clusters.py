"""What is filled in about a cluster: name and purpose in its languages, who sees it, how people join.

It saves nothing.
"""

import re
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from academy import time_zones
from academy.models import Approach, Organisation
from courses.forms.editions import DayField, language_choices
from peer_exchange.enums import ClusterEntry, Visibility
from peer_exchange.forms.courses import offered_courses
from peer_exchange.models import Cluster

LINES = 20  # sections, and trusted domains, at most
DOMAIN = re.compile(r"(?!-)[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})+", re.ASCII)
# Anybody gets an address there
FREE_MAIL = frozenset({
    "gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "yahoo.com", "icloud.com", "proton.me",
    "protonmail.com", "mail.com", "gmx.com", "gmx.net", "aol.com", "abv.bg", "mail.ru", "yandex.com",
})  # fmt: skip


class LinesField(forms.CharField):
    """Several short values, one per line; `clean` returns them once each."""

    def __init__(self, *, longest: int, **kwargs: Any) -> None:
        self.longest = longest
        super().__init__(required=False, widget=forms.Textarea(attrs={"rows": 4}), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> list[str]:
        lines = [" ".join(line.split()) for line in super().clean(value).splitlines()]
        found = list({line.casefold(): line for line in lines if line}.values())
        if len(found) > LINES:
            raise ValidationError(_("At most %(most)d lines, please.") % {"most": LINES})
        if any(len(line) > self.longest for line in found):
            raise ValidationError(_("A line may have %(most)d characters at most.") % {"most": self.longest})
        return found


class ClusterForm(forms.ModelForm):
    """Of a new cluster, with the organisations that may hold it, or of one that stands."""

    languages = forms.MultipleChoiceField(
        label=_("Languages people write in"), widget=forms.CheckboxSelectMultiple, choices=[]
    )
    starts_on = DayField(label=_("First day"), required=False)
    ends_on = DayField(label=_("Last day"), required=False)
    sections = LinesField(
        label=_("Sections of the discussions"), longest=80,
        help_text=_("One per line, for example “Getting started”, “Money”. Empty: none. A section that you leave out "
                    "goes, its topics stay."),
    )  # fmt: skip
    verified_domains = LinesField(
        label=_("Trusted e-mail domains"), longest=120,
        help_text=_("One per line, like bashkia.example. Who joins with an address of one of these is trusted; the "
                    "first two posts of others wait for the facilitator."),
    )  # fmt: skip

    field_order = [
        "host", "title", "language", "purpose", "approach", "courses", "languages", "visibility", "entry", "welcome",
        "sections", "verified_domains", "starts_on", "ends_on", "time_zone",
    ]  # fmt: skip

    class Meta:
        model = Cluster
        fields = [
            "host", "title", "language", "purpose", "approach", "courses", "languages", "visibility", "entry",
            "welcome", "verified_domains", "starts_on", "ends_on", "time_zone",
        ]  # fmt: skip
        widgets = {
            "purpose": forms.Textarea(attrs={"rows": 4}),
            "welcome": forms.Textarea(attrs={"rows": 4}),
            "visibility": forms.RadioSelect,
            "entry": forms.RadioSelect,
            "courses": forms.CheckboxSelectMultiple,
        }
        help_texts = {"courses": _("Their pages name this cluster, and their lessons lead to it.")}

    def __init__(self, *args: Any, hosts: list[Organisation] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = language_choices()
        self.fields["language"].choices = self.fields["languages"].choices = choices
        self.fields["visibility"].choices = Visibility.choices  # no empty one
        self.fields["entry"].choices = ClusterEntry.choices
        self.fields["approach"].queryset = Approach.objects.prefetch_related("names")
        self.fields["approach"].empty_label = _("– several, or another one –")
        self.fields["approach"].label_from_instance = lambda row: row.name
        self.fields["courses"].queryset = offered_courses(self.instance.courses.all() if self.instance.pk else ())
        self.fields["time_zone"].widget = forms.Select(choices=time_zones.choices(self.instance.time_zone))
        if hosts is None:
            del self.fields["host"]
            self.fields["sections"].initial = [row.name for row in self.instance.sections.all()]
            self._add_texts()
        else:
            pks = [row.pk for row in hosts]
            self.fields["host"].queryset = Organisation.objects.filter(pk__in=pks).prefetch_related("names")
            self.fields["host"].empty_label = None
            self.fields["host"].initial = hosts[0].pk
            self.fields["host"].label_from_instance = lambda row: "\u2003" * (row.depth - 1) + row.local_name
            self.fields["language"].initial = get_language()
            self.fields["languages"].initial = [get_language()]
        if self.instance.edition_id:
            del self.fields["visibility"], self.fields["entry"], self.fields["verified_domains"]

    def _add_texts(self) -> None:
        """Name and purpose in each further language of the cluster."""
        known = {row.language: row for row in self.instance.texts.all()}
        names = dict(language_choices())
        for code in self.text_languages:
            text, label = known.get(code), names.get(code, code)
            self.fields[f"title_{code}"] = forms.CharField(
                label=gettext("Name in another language: %(language)s") % {"language": label},
                required=False,
                max_length=200,
                initial=text.title if text else "",
                widget=forms.TextInput(attrs={"lang": code}),
            )
            self.fields[f"purpose_{code}"] = forms.CharField(
                label=gettext("What it is for: %(language)s") % {"language": label},
                required=False,
                max_length=1500,
                initial=text.purpose if text else "",
                widget=forms.Textarea(attrs={"rows": 3, "lang": code}),
            )

    @property
    def text_languages(self) -> list[str]:
        kept = {row.language for row in self.instance.texts.all()} | set(self.instance.languages)
        return [code for code, _name in settings.LANGUAGES if code in kept and code != self.instance.language]

    def clean_verified_domains(self) -> list[str]:
        domains = [line.lower().rpartition("@")[2] for line in self.cleaned_data["verified_domains"]]
        for domain in domains:
            if not DOMAIN.fullmatch(domain):
                raise ValidationError(
                    _("“%(domain)s” is no domain. Write it like bashkia.example.") % {"domain": domain}
                )
            if domain in FREE_MAIL:
                raise ValidationError(
                    _("Anybody can have an address at %(domain)s. Name domains of municipalities and organisations.")
                    % {"domain": domain}
                )
        return domains

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        starts, ends = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", _("It cannot end before it begins. Choose a later day."))
        if cleaned.get("language") and cleaned.get("languages") and cleaned["language"] not in cleaned["languages"]:
            cleaned["languages"] = [cleaned["language"], *cleaned["languages"]]
        return cleaned

    @property
    def values(self) -> dict[str, Any]:
        """Fields of the model, without those that are handed over apart."""
        apart = {"host", "courses"}
        return {name: self.cleaned_data[name] for name in self.Meta.fields if name in self.fields and name not in apart}

    @property
    def texts(self) -> dict[str, tuple[str, str]]:
        """{language: (name, purpose)} of those that were filled in."""
        found = {}
        for code in self.text_languages:
            if title := self.cleaned_data.get(f"title_{code}"):
                found[code] = (title, self.cleaned_data.get(f"purpose_{code}", ""))
        return found
