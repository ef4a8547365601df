"""The log of who viewed, exported or changed records of others."""

from typing import Any

from academy.enums import Access
from academy.models import AccessRecord, Organisation, User


def record_access(
    actor: User,
    access: Access,
    what: str,
    *,
    organisation: Organisation | None = None,
    person: User | None = None,
    count: int | None = None,
    **details: Any,
) -> None:
    """Note it. `what` is a short name such as "people", "record", "edition"; `details` plain JSON, no personal data.

    Looking at one's own record is not noted; exporting or changing it is.
    """
    if access == Access.VIEWED and person is not None and person.pk == actor.pk:
        return
    AccessRecord.objects.create(
        actor=actor, access=access, what=what, organisation=organisation, person=person, count=count, details=details
    )
