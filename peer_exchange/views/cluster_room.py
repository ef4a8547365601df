"""The frame of every page of a cluster: its look, the way back, the tabs that she may open."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, gettext

from peer_exchange.models import Cluster
from peer_exchange.policies import Standing
from peer_exchange.services.reading import unread_count


@dataclass(frozen=True)
class Look:
    """The cloth that a cluster wears, as `{% cover %}` takes it."""

    motif: str
    palette: str


PLAIN = Look("bridges", "spruce")  # of a cluster without an approach


def _(text: str) -> str:
    return text


# name of the address, label, who: "all" who know of the cluster, "reads", "leads"
TABS: list[tuple[str, str, str]] = [
    ("cluster", _("Overview"), "all"),
    ("cluster_discussions", _("Discussions"), "reads"),
    ("cluster_events", _("Events"), "reads"),
    ("cluster_resources", _("Resources"), "reads"),
    ("cluster_members", _("Members and outputs"), "reads"),
    ("cluster_board", _("Board"), "leads"),
]


def cluster_context(request: HttpRequest, cluster: Cluster, standing: Standing, tab: str) -> dict:
    """The names that `clusters/_cluster.html` uses; `tab` is the name of the address of the open tab.

    `cluster` and `standing` as a door of `views.doors` gives them. No query but that of the number of unread topics.
    """
    return {
        "cluster": cluster,
        "standing": standing,
        "look": look_of(cluster),
        "cluster_url": cluster_address("cluster", cluster),
        "title_language": title_language(cluster),
        "breadcrumbs": [{"label": gettext("Clusters"), "url": reverse("clusters")}],
        "tabs": _tabs(cluster, standing, tab, unread=unread_count(request.user, cluster) if standing.is_joined else 0),
    }


def cluster_address(name: str, cluster: Cluster, **kwargs) -> str:
    """The address of a page of the cluster; every one of them names it by its slug."""
    return reverse(name, kwargs={"slug": cluster.slug, **kwargs})


def title_language(cluster: Cluster) -> str:
    """Of a name that is not in the active language; empty where it is. Texts are prefetched."""
    language = get_language()
    is_told = language == cluster.language or language in {row.language for row in cluster.texts.all()}
    return "" if is_told else cluster.language


def look_of(cluster: Cluster) -> Look:
    approach = cluster.approach
    return Look(approach.motif, approach.palette) if approach else PLAIN


def _tabs(cluster: Cluster, standing: Standing, current: str, *, unread: int) -> list[dict]:
    opens = {"all": True, "reads": standing.reads, "leads": standing.leads}
    found = []
    for name, label, who in TABS:
        if not opens[who]:
            continue
        url = cluster_address(name, cluster)
        count = unread if name == "cluster_discussions" else 0
        found.append({"label": gettext(label), "url": url, "is_current": name == current, "number": count})
    return found
