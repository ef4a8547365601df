"""The people of a demonstration: visibly fictional, one per role, one shared password. Never on a public server."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PASSWORD = "demo-weaving-2026"


@dataclass(frozen=True)
class DemoPerson:
    email: str
    name: str
    role: str | Promise
    groups: tuple[str, ...] = ()
    name_other_script: str = ""
    language: str = "en"
    is_administrator: bool = False
    organisation: str = ""  # key of one in content/organisations.yaml
    organisation_role: str = "member"  # see academy.enums.MembershipRole
    position: str | Promise = ""


PEOPLE = (
    DemoPerson(
        "learner@example.org",
        "Lira Sample",
        _("Learner"),
        organisation="lipovac-social",
        position="Adviser for social affairs (sample)",
    ),
    DemoPerson("trainer@example.org", "Mila Primer", _("Trainer"), ("Trainers",), "Мила Пример"),
    DemoPerson("facilitator@example.org", "Şükrü Örnekoğlu", _("Facilitator"), ("Facilitators",)),
    DemoPerson(
        "organisation@example.org",
        "Drandofile Shembullit-Përkujdesaj Gjithëpërfshirëse",
        _("Organisation administrator"),
        ("Organisation administrators",),
        organisation="sample-association",
        organisation_role="administrator",
        position="Head of training (sample)",
    ),
    DemoPerson(
        "coordinator@example.org",
        "Косара Узорковић-Пример",
        _("Course coordinator of a municipality"),
        name_other_script="Kosara Uzorković-Primer",
        organisation="lipovac-sample",
        organisation_role="coordinator",
        position="Human resources (sample)",
    ),
    DemoPerson("editor@example.org", "Radu Exemplu-Închipuit", _("Editor"), ("Editors",)),
    DemoPerson("admin@example.org", "Ada Fictional", _("Platform administrator"), is_administrator=True),
)
