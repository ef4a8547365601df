"""The small forms around a practice: how it begins, co-authors, pictures and documents."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from peer_exchange.models import PracticeDocument


class BeginForm(forms.Form):
    """Before the first step: only in which language."""

    language = forms.ChoiceField(label=_("In which language do you write?"), choices=settings.LANGUAGES)


class AuthorForm(forms.Form):
    email = forms.EmailField(label=_("E-mail address of the co-author"), max_length=254)


class PictureForm(forms.Form):
    file = forms.FileField(label=_("Picture (JPEG, PNG or WebP, at most 12 MB)"))
    alt = forms.CharField(label=_("What the picture shows"), max_length=300)
    credit = forms.CharField(label=_("Whose picture it is"), max_length=200)
    has_consent = forms.BooleanField(label=_("The people in it agreed to be shown here, or there are none."))


class DocumentForm(forms.Form):
    file = forms.FileField(label=_("Document (PDF, Word, Excel, PowerPoint or ODF, at most 15 MB)"))
    title = forms.CharField(label=_("Title"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), choices=PracticeDocument._meta.get_field("kind").choices)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    licence = forms.ChoiceField(label=_("Licence"), choices=PracticeDocument._meta.get_field("licence").choices)
