"""What is asked about an organisation: names per language, where it lies, its branding, a unit below it."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from academy.enums import OrganisationKind
from academy.logos import MAX_BYTES, LogoRefused, read_logo
from academy.models import Organisation

ORDER = list(OrganisationKind)  # from the top of the tree to its leaves
ABOUT = ["name", "acronym", "economy", "latitude", "longitude", "population", "population_year", "website"]
BRANDING = [
    "issuer", "signatory_name", "signatory_role", "second_signatory_name", "second_signatory_role", "help_email",
    "help_phone", "help_text",
]  # fmt: skip


def name_field(language: str) -> str:
    return f"name_{language.replace('-', '_')}"


class NamedForm(forms.ModelForm):
    """A form of an organisation with a name in every language of the site."""

    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        known = dict(self.instance.names.values_list("language", "name")) if self.instance.pk else {}
        for language, label in settings.LANGUAGES:
            self.fields[name_field(language)] = forms.CharField(
                label=_("Name (%(language)s)") % {"language": label},
                required=False,
                max_length=255,
                initial=known.get(language, ""),
                widget=forms.TextInput(attrs={"lang": language}),
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if (cleaned.get("latitude") is None) != (cleaned.get("longitude") is None) and not self.errors:
            self.add_error("longitude", _("Give both numbers of the position, or none of them."))
        return cleaned

    @property
    def names(self) -> dict[str, str]:
        """{language: name} of those that were filled in."""
        found = {language: self.cleaned_data[name_field(language)] for language, _label in settings.LANGUAGES}
        return {language: name for language, name in found.items() if name}

    @property
    def own(self) -> dict[str, Any]:
        """The fields of the model."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class AboutForm(NamedForm):
    class Meta:
        model = Organisation
        fields = ABOUT
        labels = {"name": _("Name, as the organisation writes it")}
        help_texts = {
            "latitude": _("In degrees, for the map, for example 41.996."),
            "longitude": _("In degrees, for example 21.431."),
        }


class BrandingForm(forms.ModelForm):
    """What stands on certificates and letters; empty: that of the nearest organisation above."""

    class Meta:
        model = Organisation
        fields = BRANDING

    @property
    def own(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class LogoForm(forms.Form):
    """A picture, judged by what it is and not by what it is called."""

    logo = forms.FileField(
        label=_("Logo"),
        help_text=_("PNG, JPEG or WebP, 2 MB at most. It is printed on white, at most 45 mm wide."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
        error_messages={"required": _("Choose the file of the logo first.")},
    )

    def clean_logo(self) -> bytes:
        """The PNG that is stored."""
        upload = self.cleaned_data["logo"]
        try:
            return read_logo(upload.read(MAX_BYTES + 1))
        except LogoRefused as refusal:
            raise ValidationError(refusal.message, code="refused") from refusal


class UnitForm(forms.Form):
    """A new organisation below one of a branch."""

    below = forms.ChoiceField(label=_("Below"))
    kind = forms.ChoiceField(label=_("What it is"))
    name = forms.CharField(label=_("Name"), max_length=255)

    def __init__(self, *args, branch: list[Organisation], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.branch = {row.key: row for row in branch if row.kind != OrganisationKind.UNIT}
        top = branch[0].depth if branch else 1
        self.fields["below"].choices = [
            (key, "\u2003" * (row.depth - top) + row.local_name) for key, row in self.branch.items()
        ]
        highest = min((ORDER.index(OrganisationKind(row.kind)) for row in branch), default=0)
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in ORDER[highest + 1 :]]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        parent, kind = self.branch.get(cleaned.get("below", "")), cleaned.get("kind")
        if parent and kind and not stands_below(kind, parent):
            self.add_error(
                "kind",
                _("Below “%(name)s” this cannot stand. Choose what lies below it in the tree.")
                % {"name": parent.local_name},
            )
        return cleaned

    @property
    def parent(self) -> Organisation:
        return self.branch[self.cleaned_data["below"]]


def stands_below(kind: str, parent: Organisation) -> bool:
    """network › association › municipality › unit; a level may be left out, units may hold units."""
    above, below = ORDER.index(OrganisationKind(parent.kind)), ORDER.index(OrganisationKind(kind))
    return below > above or (kind == parent.kind == OrganisationKind.UNIT)


class TreeForm(NamedForm):
    """All of an organisation, for platform administrators; `below` only for a new one."""

    below = forms.ModelChoiceField(
        label=_("Below"), queryset=Organisation.objects.all(), required=False, empty_label=_("At the top")
    )
    logo = forms.FileField(
        label=_("Logo"), required=False, help_text=_("PNG, JPEG or WebP, 2 MB at most. It replaces the one before.")
    )

    class Meta:
        model = Organisation
        fields = ["kind", "key", *ABOUT, *BRANDING, "is_sample", "is_active"]
        help_texts = {"key": _("Stands in addresses. Empty: made of the name.")}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].required = False
        if self.instance.pk:
            del self.fields["below"]
        else:
            self.fields["below"].label_from_instance = indented
        places = ["below", "kind", "name", "acronym", *(name_field(code) for code, _name in settings.LANGUAGES)]
        self.order_fields([name for name in places if name in self.fields])

    def clean_key(self) -> str:
        return self.cleaned_data["key"] or (self.instance.key if self.instance.pk else "")

    def clean_logo(self) -> bytes | None:
        upload = self.cleaned_data.get("logo")
        return LogoForm.clean_logo(self) if upload else None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        parent, kind = cleaned.get("below"), cleaned.get("kind")
        if parent and kind and not stands_below(kind, parent):
            self.add_error("kind", _("This cannot stand below “%(name)s”.") % {"name": parent.name})
        return cleaned

    def _get_validation_exclusions(self) -> set[str]:
        """Treebeard's columns are filled in by the service, and so is an empty key."""
        excluded = super()._get_validation_exclusions()
        return excluded if self.cleaned_data.get("key") else {*excluded, "key"}


class PlaceForm(forms.Form):
    """Another place in the tree."""

    below = forms.ModelChoiceField(
        label=_("Below"), queryset=Organisation.objects.none(), required=False, empty_label=_("At the top")
    )

    def __init__(self, *args, organisation: Organisation, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.organisation = organisation
        self.fields["below"].queryset = Organisation.objects.exclude(path__startswith=organisation.path)
        self.fields["below"].label_from_instance = indented
        self.fields["below"].initial = organisation.get_parent()

    def clean_below(self) -> Organisation | None:
        parent = self.cleaned_data["below"]
        if parent is not None and not stands_below(self.organisation.kind, parent):
            raise ValidationError(_("This cannot stand below “%(name)s”.") % {"name": parent.name})
        return parent


def indented(organisation: Organisation) -> str:
    return "\u2003" * (organisation.depth - 1) + organisation.name
