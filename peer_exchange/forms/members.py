"""What is filled in to join a cluster, to invite into it, about oneself, and about a member. It saves nothing."""

from typing import Any

from django import forms
from django.forms.models import ModelChoiceIterator
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from academy.models import Organisation
from courses.forms.editions import language_choices
from peer_exchange.enums import ClusterRole

OFFERED = 300  # people in the list of those one knows; the others are invited by their address


class WorkplaceForm(forms.Form):
    """Asks for which of her municipalities she takes part, only of who belongs to several."""

    def __init__(self, *args: Any, workplaces: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.workplaces = {row.key: row for row in workplaces}
        if len(workplaces) > 1:
            self.fields["organisation"] = forms.ChoiceField(
                label=_("For which municipality or organisation do you take part?"),
                choices=[(row.key, row.local_name) for row in workplaces],
            )

    @property
    def organisation(self) -> Organisation | None:
        return self.workplaces.get(self.cleaned_data.get("organisation", ""))


class JoinForm(WorkplaceForm):
    """`asks`: the facilitator decides, so she says why."""

    message = forms.CharField(
        label=_("Why you want to take part"),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("A sentence or two for the facilitator: what you work on, what you look for."),
        error_messages={"required": _("Write a sentence for the facilitator: what you work on, what you look for.")},
    )

    def __init__(self, *args: Any, asks: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks:
            del self.fields["message"]


class IntroductionForm(WorkplaceForm):
    introduction = forms.CharField(
        label=_("About you and your work"),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Two sentences are enough: what you do, what you can be asked about. Only members read it."),
        error_messages={"required": _("Write a sentence or two, so that the others know whom to ask.")},
    )


class InviteAddressForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("We send the invitation there. Only who reads its mail can accept."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Write the e-mail address of the person.")},
    )
    role = forms.ChoiceField(label=_("Role"), choices=ClusterRole.choices, initial=ClusterRole.MEMBER)
    language = forms.ChoiceField(label=_("Language of the invitation"), choices=[])
    message = forms.CharField(
        label=_("A few words"), required=False, max_length=600, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = language_choices()
        self.fields["language"].initial = get_language()


class FirstOfThem(ModelChoiceIterator):
    """No longer a list than somebody reads; who is chosen and not offered is taken all the same."""

    def __init__(self, field: forms.ModelChoiceField) -> None:
        super().__init__(field)
        if self.queryset is not None:
            self.queryset = self.queryset[:OFFERED]


class PersonField(forms.ModelChoiceField):
    iterator = FirstOfThem


class InvitePersonForm(forms.Form):
    """One of the people whom she sees anyhow."""

    person = PersonField(
        queryset=None,
        label=_("Person"),
        to_field_name="uuid",
        empty_label="–",
        help_text=_("Members of your other clusters, and staff of the organisations that you run."),
        error_messages={"required": _("Choose a person first.")},
    )
    person_role = forms.ChoiceField(label=_("Role"), choices=ClusterRole.choices, initial=ClusterRole.MEMBER)

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people
        self.fields["person"].label_from_instance = lambda row: row.name
        self.is_possible = people[:1].exists()


class MemberForm(forms.Form):
    """What who leads decides about a member; the button pressed says what."""

    role = forms.ChoiceField(label=_("Role"), choices=ClusterRole.choices, required=False)
    reason = forms.CharField(
        label=_("Reason"), max_length=600, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
