"""A message to the people of a practice."""

from django import forms
from django.utils.translation import gettext_lazy as _

from peer_exchange.enums import ContactSubject
from peer_exchange.models import ContactRequest


class ContactForm(forms.ModelForm):
    subject = forms.ChoiceField(label=_("What is it about?"), choices=ContactSubject.choices, widget=forms.RadioSelect)

    class Meta:
        model = ContactRequest
        fields = ["subject", "message"]
        widgets = {"message": forms.Textarea(attrs={"rows": 7, "data-most": 2000})}
        labels = {"message": _("Your message")}
        help_texts = {"message": _("Say who you are, what you plan and what you would like to know.")}

    def clean_message(self) -> str:
        """More than what the page wrote there for her."""
        message, begun = self.cleaned_data["message"], self.initial.get("message") or ""
        if message.split() == begun.split():
            raise forms.ValidationError(self.fields["message"].error_messages["required"], code="required")
        return message
