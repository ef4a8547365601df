"""What is asked about staff and the log: who is shown, which role, where she works."""

from django import forms
from django.utils.translation import gettext_lazy as _

from academy.enums import Access, MembershipRole
from academy.models import Organisation


class FilterForm(forms.Form):
    """A GET form whose wrong values count as not given."""

    @property
    def chosen(self) -> dict:
        self.is_valid()
        return {name: self.cleaned_data.get(name) for name in self.fields}

    @property
    def is_set(self) -> bool:
        return any(self.chosen.values())


class StaffFilterForm(FilterForm):
    q = forms.CharField(label=_("Name or e-mail address"), required=False, max_length=100)
    organisation = forms.ChoiceField(label=_("Organisation"), required=False)
    role = forms.ChoiceField(label=_("Role"), required=False)
    ended = forms.BooleanField(label=_("Also show who has left"), required=False)

    def __init__(self, *args, branch: list[Organisation], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].choices = [("", _("All")), *organisation_choices(branch)]
        self.fields["role"].choices = [("", _("All")), *MembershipRole.choices]


class LogFilterForm(FilterForm):
    who = forms.CharField(label=_("Who did it"), required=False, max_length=100)
    access = forms.ChoiceField(label=_("What was done"), required=False, choices=[("", _("All")), *Access.choices])
    since = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("To"), required=False, widget=forms.DateInput(attrs={"type": "date"}))


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"), choices=MembershipRole.choices, widget=forms.RadioSelect)
    position = forms.CharField(label=_("Position"), required=False, max_length=160)


class MoveForm(forms.Form):
    to = forms.ChoiceField(label=_("Works now in"))

    def __init__(self, *args, branch: list[Organisation], origin: Organisation, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.targets = {row.key: row for row in branch if row.is_active and row.pk != origin.pk}
        self.fields["to"].choices = organisation_choices(list(self.targets.values()))

    @property
    def target(self) -> Organisation:
        return self.targets[self.cleaned_data["to"]]


def organisation_choices(branch: list[Organisation]) -> list[tuple[str, str]]:
    """Indented as they stand in the tree."""
    top = min((row.depth for row in branch), default=1)
    return [(row.key, "\u2003" * (row.depth - top) + row.local_name) for row in branch]
