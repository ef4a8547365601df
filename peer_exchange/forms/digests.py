"""The facilitator's words at the head of the weekly letter."""

from django import forms
from django.utils.translation import gettext_lazy as _

from peer_exchange.models import DigestOpening


class OpeningForm(forms.ModelForm):
    """Empty words take away what stood there."""

    class Meta:
        model = DigestOpening
        fields = ["text", "language"]
        widgets = {"text": forms.Textarea(attrs={"rows": 7, "maxlength": 1500})}
        help_texts = {
            "text": _("Three sentences are enough: what moved this week, what comes, and one question to all."),
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].required = False
