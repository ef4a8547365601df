"""The editor's form of a learning path: says at the row itself what is wrong with the order of courses.

It knows no models; which orders are wrong, `rules.paths` knows.
"""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm

from courses.rules.paths import OrderFault, faults_of_order

# fault → (field of the row, what to do)
MESSAGES: dict[OrderFault, tuple[str, Promise]] = {
    OrderFault.TWICE: ("course", _("This course stands further up already; remove one of the two.")),
    OrderFault.ON_ITSELF: ("builds_on", _("A course does not build on itself; choose an earlier one or none.")),
    OrderFault.ON_LATER: (
        "builds_on",
        _("This course comes later on the path; move it up, or choose an earlier one or none."),
    ),
    OrderFault.OUTSIDE: ("builds_on", _("This course is not on the path; add it further up, or choose none.")),
}


class PathPageForm(WagtailAdminPageForm):
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        items = self.formsets.get("items")
        if items is None or not items.is_bound or not items.is_valid():
            return cleaned
        forms = [form for form in items.forms if self._counts(form)]
        forms.sort(key=lambda form: form.cleaned_data.get("ORDER") or 0)
        rows = [(form.cleaned_data["course"], form.cleaned_data.get("builds_on")) for form in forms]
        faults = faults_of_order(rows)
        for place, fault in faults.items():
            forms[place].add_error(*MESSAGES[fault])
        if faults:
            self.add_error(None, _("The order of the courses does not hold yet; see the notes at the courses."))
        return cleaned

    @staticmethod
    def _counts(form) -> bool:
        values = getattr(form, "cleaned_data", None) or {}
        return bool(values.get("course")) and not values.get("DELETE")
