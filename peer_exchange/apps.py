"""The app of clusters and good practices."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeerExchangeConfig(AppConfig):
    name = "peer_exchange"
    verbose_name = _("peer exchange")

    def ready(self) -> None:
        plug_writing()
        plug_library()
        plug_sharing()
        plug_record()
        plug_events()
        plug_notices()
        plug_discussions()
        from academy import sockets
        from peer_exchange.delivery import cluster_letters
        from peer_exchange.services import cluster_data, members
        from peer_exchange.views import cluster_plugs

        for name, kind in cluster_letters.LETTERS.items():
            sockets.letter_kinds.plug(name, kind)
        sockets.uncached.plug("clusters", "clusters/")
        sockets.departures.plug("clusters", members.depart)
        sockets.edition_people.plug("clusters", members.match_edition)
        sockets.personal_data.plug("clusters", cluster_data.personal_data)
        sockets.navigation.plug("clusters", cluster_plugs.navigation, order=20)
        sockets.home_sections.plug("clusters", cluster_plugs.home_section, order=20)
        sockets.search_sources.plug("clusters", cluster_plugs.search_clusters, order=40)
        sockets.course_sections.plug("clusters", cluster_plugs.course_section)
        sockets.lesson_sections.plug("clusters", cluster_plugs.lesson_section)
        sockets.next_offers.plug("clusters", cluster_plugs.offers_after)
        sockets.edition_sections.plug("clusters", cluster_plugs.edition_section)
        sockets.edition_room_sections.plug("clusters", cluster_plugs.edition_room_section)


def plug_writing() -> None:
    """Drafts, checks and reviews of practices."""
    from academy import sockets
    from peer_exchange.delivery import adoption_letters, practice_letters
    from peer_exchange.services import practice_checks
    from peer_exchange.views.practice_checks import room_tab

    for name, kind in (practice_letters.LETTERS | adoption_letters.LETTERS).items():
        sockets.letter_kinds.plug(name, kind)
    sockets.account_pages.plug("practices_mine", _("My practices"), order=10)
    sockets.room_tabs.plug("practices_check", room_tab)
    sockets.uncached.plug("practices-running", "practices/still-running/")
    sockets.site_setup.plug("practices", practice_checks.setup_practices, order=20)


def plug_record() -> None:
    """Messages to the people of a practice."""
    from academy import sockets
    from peer_exchange.delivery import contact_letters

    for name, kind in contact_letters.LETTERS.items():
        sockets.letter_kinds.plug(name, kind)


def plug_sharing() -> None:
    """What is done with practices: figures for donors, personal data, the way from learning to a practice."""
    from academy import sockets
    from peer_exchange.services import practice_data, practice_figures
    from peer_exchange.views import practice_chain

    sockets.measures.plug("practices", practice_figures.count_practices)
    sockets.measures.plug("adoptions", practice_figures.count_adoptions)
    sockets.personal_data.plug("practices", practice_data.personal_data)
    sockets.course_sections.plug("practices", practice_chain.course_section)
    sockets.next_offers.plug("practices", practice_chain.offers_after, order=110)
    sockets.assignment_sections.plug("practices", practice_chain.assignment_section)


def plug_library() -> None:
    """Practices that everybody reads."""
    from academy import sockets
    from peer_exchange.views import practice_plugs

    sockets.navigation.plug("practices", practice_plugs.navigation, order=30)
    sockets.home_sections.plug("practices", practice_plugs.home_section, order=30)
    sockets.search_sources.plug("practices", practice_plugs.search_practices, order=35)
    sockets.search_sources.plug("challenges", practice_plugs.search_challenges, order=36)


def plug_events() -> None:
    from academy import sockets
    from peer_exchange.delivery import event_letters
    from peer_exchange.services import event_data, event_figures
    from peer_exchange.views import event_plugs, event_specimens

    for name, kind in event_letters.LETTERS.items():
        sockets.letter_kinds.plug(name, kind)
    sockets.home_sections.plug("events", event_plugs.home_section, order=5)
    sockets.learning_sections.plug("events", event_plugs.learning_section)
    sockets.search_sources.plug("events", event_plugs.search_events, order=50)
    sockets.search_sources.plug("resources", event_plugs.search_resources, order=55)
    sockets.specimens.plug("events", event_specimens.events, order=60)
    sockets.personal_data.plug("events", event_data.personal_data)
    sockets.measures.plug("events", event_figures.count_events)
    sockets.measures.plug("event_people", event_figures.count_people)


def plug_discussions() -> None:
    from academy import sockets
    from peer_exchange.services import discussion_data
    from peer_exchange.views import discussion_search

    sockets.search_sources.plug("discussions", discussion_search.search_discussions, order=45)
    # before memberships are forgotten, which say of which municipality somebody was
    sockets.personal_data.plug("discussions", discussion_data.personal_data, order=50)


def plug_notices() -> None:
    """The bell, and the letters about posts, decisions, digests and questions that wait."""
    from academy import sockets
    from peer_exchange.delivery import decision_letters, digest_letters, nudge_letters, post_letters
    from peer_exchange.services import notice_data
    from peer_exchange.views import notices

    sockets.personal_data.plug("notices", notice_data.personal_data)
    sockets.header_items.plug("notices", notices.bell)
    for letters in (post_letters, decision_letters, digest_letters, nudge_letters):
        for name, kind in letters.LETTERS.items():
            sockets.letter_kinds.plug(name, kind)
