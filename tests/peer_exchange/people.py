"""A made-up region: an association with its administrator, two municipalities below it, a third elsewhere."""

from dataclasses import dataclass

from academy.enums import MembershipRole
from academy.models import Organisation, User
from academy.services.organisations import join_organisation
from tests import factories
from tests.peer_exchange.practices import make_municipality


@dataclass(frozen=True)
class Region:
    association: Organisation
    town: Organisation
    village: Organisation
    elsewhere: Organisation
    checker: User


def make_region() -> Region:
    association = make_municipality("association-sample", kind="association")
    checker = factories.UserFactory(email="checker@example.org", name="Ceca Checker")
    join_organisation(checker, association, role=MembershipRole.ADMINISTRATOR)
    return Region(
        association=association,
        town=make_municipality("town-sample", parent=association),
        village=make_municipality("village-sample", parent=association),
        elsewhere=make_municipality("elsewhere-sample"),
        checker=checker,
    )


def peer_of(municipality: Organisation, name: str) -> User:
    user = factories.UserFactory(email=f"{name.lower()}@example.org", name=f"{name} Peer")
    join_organisation(user, municipality)
    return user
