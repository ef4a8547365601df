"""A cluster as its services make it, with people in it, for tests of clusters themselves."""

from peer_exchange.enums import ClusterEntry, ClusterRole, Visibility
from peer_exchange.models import Cluster, ClusterMember
from peer_exchange.services.cluster_invitations import accept_invitation, invite_address
from peer_exchange.services.clusters import create_cluster
from tests import factories


def found(by, host=None, *, title="Outreach together", **fields) -> Cluster:
    """`by` administers the host from now on; by default a new association."""
    if host is None:
        host = factories.make_organisation("association", name=f"Host of {title[:80]}")
    factories.run(by, host)
    defaults = {
        "language": "en", "languages": ["en", "sq"], "purpose": "Teams compare notes.",
        "visibility": Visibility.MEMBERS, "entry": ClusterEntry.REQUEST,
    }  # fmt: skip
    return create_cluster(host, by=by, title=title, **defaults | fields)


def take_in(cluster: Cluster, user, *, by, role=ClusterRole.MEMBER) -> ClusterMember:
    """Invited by letter and accepted, as people are."""
    return accept_invitation(invite_address(cluster, user.email, by=by, language="en", role=role), user)


def works_at(user, *, kind="municipality", below=None, name=""):
    """She belongs to a new organisation."""
    place = factories.make_organisation(kind, below, name=name)
    factories.run(user, place, "member")
    return place
