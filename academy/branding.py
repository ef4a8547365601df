"""Under whose name, logo and signatures an organisation writes, and who helps its people.

What an organisation has not is that of the nearest above it. Reads only; knows nothing of certificates and letters.
"""

from dataclasses import dataclass, field

from wagtail.images.models import Image

from academy.models import Organisation


@dataclass(frozen=True)
class Branding:
    """`issuer` is whose name, logo or signature it is, None where nobody above has any; `helper` who helps."""

    issuer: Organisation | None = None
    issuer_name: str = ""
    signatories: list[dict[str, str]] = field(default_factory=list)
    logo: Image | None = None
    helper: Organisation | None = None

    @property
    def logo_url(self) -> str:
        return self.logo.file.url if self.logo else ""


def branding_of(organisation: Organisation | None) -> Branding:
    """Names in the active language. Two queries, however deep the organisation stands."""
    if organisation is None:
        return Branding()
    rows = list(Organisation.objects.above(organisation).select_related("logo").prefetch_related("names"))
    issuer = next((row for row in rows if row.issuer or row.logo_id or signatories_of(row)), None)
    return Branding(
        issuer=issuer,
        issuer_name=(issuer.issuer or issuer.local_name) if issuer else "",
        signatories=next((found for row in rows if (found := signatories_of(row))), []),
        logo=next((row.logo for row in rows if row.logo_id), None),
        helper=next((row for row in rows if row.help_email or row.help_phone or row.help_text), None),
    )


def signatories_of(organisation: Organisation) -> list[dict[str, str]]:
    """`[{"name": …, "role": …}]`, at most two."""
    rows = [
        (organisation.signatory_name, organisation.signatory_role),
        (organisation.second_signatory_name, organisation.second_signatory_role),
    ]
    return [{"name": name, "role": role} for name, role in rows if name or role]
