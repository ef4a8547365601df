"""Which rows, read as adjectives. Imported by models, so models are reached through `self.model` only."""

from functools import reduce
from operator import and_, or_

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db import connections, models
from django.db.models.functions import Coalesce
from django.utils import timezone

from academy.enums import MembershipRole, OrganisationKind
from peer_exchange.enums import (
    ADOPTED_STAGES,
    LEADING_ROLES,
    PUBLIC_STATES,
    EventPlaceState,
    MemberState,
    NoticeKind,
    PostState,
    Visibility,
)
from peer_exchange.rules.concern import MUTE, NORMAL
from peer_exchange.rules.unread import MEMORY

CHECKING_KINDS = frozenset({OrganisationKind.ASSOCIATION, OrganisationKind.NETWORK})


def _joined(user):
    """The clusters in which she is a member, as values for `pk__in`."""
    return user.cluster_members.filter(state=MemberState.JOINED).order_by().values("cluster")


def _associations(user):
    """Her memberships as administrator of an association or a network of them."""
    return user.memberships.current().filter(
        role=MembershipRole.ADMINISTRATOR, organisation__kind__in=CHECKING_KINDS, organisation__is_active=True
    )


def workplaces(user):
    """Paths of the organisations she belongs to and of all above them, those of her newest membership first: who works
    in a department works in its municipality.
    """
    length = user.memberships.model._meta.get_field("organisation").related_model.steplen
    paths = user.memberships.current().order_by("-started_at").values_list("organisation__path", flat=True)
    ends = ((path, end) for path in paths for end in range(len(path), 0, -length))
    return list(dict.fromkeys(path[:end] for path, end in ends))


def _matching(rows, words, *, joined=" & "):
    """PostgreSQL finds them by the index of migration `search_of_discussions`, SQLite by looking through."""
    if connections[rows.db].vendor == "postgresql":
        query = SearchQuery(joined.join(f"{word}:*" for word in words), config="simple", search_type="raw")
        return rows.alias(words=SearchVector("folded", config="simple")).filter(words=query)
    begins = [models.Q(folded__startswith=word) | models.Q(folded__contains=f" {word}") for word in words]
    return rows.filter(reduce(and_ if joined == " & " else or_, begins))


class ClusterQuerySet(models.QuerySet):
    """`visible_to`: knows that it exists; `readable_by`: reads what is written; `led_by`: decides in it.

    The one definition of a cluster's boundary: lists, search, feeds, letters, doors all begin here.
    """

    def visible_to(self, user):
        listed = ~models.Q(visibility=Visibility.HIDDEN)
        if not user.is_authenticated or not user.is_active:
            return self.filter(listed)
        if user.is_superuser:
            return self
        concerned = user.cluster_members.filter(state__in=[MemberState.JOINED, MemberState.INVITED])
        return self.filter(listed | models.Q(pk__in=concerned.order_by().values("cluster")) | self._led(user))

    def readable_by(self, user):
        public = models.Q(visibility=Visibility.PUBLIC)
        if not user.is_authenticated or not user.is_active:
            return self.filter(public)
        if user.is_superuser:
            return self
        return self.filter(public | models.Q(pk__in=_joined(user)) | self._led(user))

    def led_by(self, user):
        """Its facilitators and hosts, and administrators of the host association or of one above it."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self if user.is_superuser else self.filter(self._led(user))

    def joined_by(self, user):
        return self.filter(pk__in=_joined(user)) if user.is_authenticated and user.is_active else self.none()

    def running(self):
        return self.filter(archived_at__isnull=True)

    def offered_to(self, user):
        """What pages of learning name, in one query: running, and everybody may know of it or she is a member.

        Part of `visible_to`. Annotated with `her_state` and `her_role`, both empty where she is nothing.
        """
        listed = ~models.Q(visibility=Visibility.HIDDEN)
        nothing = models.Value("", models.CharField())
        if not user.is_authenticated or not user.is_active:
            return self.running().filter(listed).annotate(her_state=nothing, her_role=nothing)
        hers = models.FilteredRelation("members", condition=models.Q(members__user=user))
        rows = self.running().annotate(
            her=hers, her_state=Coalesce("her__state", nothing), her_role=Coalesce("her__role", nothing)
        )
        return rows.filter(listed | models.Q(her_state=MemberState.JOINED))

    def with_people(self):
        """`people` and `places`: how many members, and from how many organisations."""
        joined = models.Q(members__state=MemberState.JOINED)
        return self.annotate(
            people=models.Count("members", filter=joined, distinct=True),
            places=models.Count("members__organisation", filter=joined, distinct=True),
        )

    def with_standing(self, user):
        """`is_read` and `is_led`, as `readable_by` and `led_by` have it."""
        if not user.is_authenticated or not user.is_active:
            public = models.Q(visibility=Visibility.PUBLIC)
            is_public = models.ExpressionWrapper(public, output_field=models.BooleanField())
            return self.annotate(is_read=is_public, is_led=models.Value(False))
        if user.is_superuser:
            return self.annotate(is_read=models.Value(True), is_led=models.Value(True))
        leads = self._led(user)
        reads = models.Q(visibility=Visibility.PUBLIC) | models.Q(pk__in=_joined(user)) | leads
        boolean = models.BooleanField()
        return self.annotate(
            is_read=models.ExpressionWrapper(reads, output_field=boolean),
            is_led=models.ExpressionWrapper(leads, output_field=boolean),
        )

    def _led(self, user):
        """In the query itself, without asking for her branches before: a page asks for it several times."""
        leading = user.cluster_members.filter(state=MemberState.JOINED, role__in=LEADING_ROLES)
        running = user.memberships.running().filter(organisation__is_active=True)
        host_path = models.ExpressionWrapper(models.OuterRef("host__path"), output_field=models.CharField())
        above = running.annotate(host_path=host_path)
        hosted = above.filter(host_path__startswith=models.F("organisation__path"))
        return models.Q(pk__in=leading.order_by().values("cluster")) | models.Q(models.Exists(hosted.order_by()))


class ClusterMemberQuerySet(models.QuerySet):
    def joined(self):
        return self.filter(state=MemberState.JOINED)

    def leading(self):
        return self.joined().filter(role__in=LEADING_ROLES)


class TopicQuerySet(models.QuerySet):
    def standing(self):
        """Neither deleted nor merged into another."""
        return self.filter(deleted_at__isnull=True, merged_into__isnull=True)

    def listed_to(self, user, *, leads=False):
        """Standing ones of which something is shown; her own and, for who leads, all, though the first post is held."""
        topics = self.standing()
        if leads:
            return topics
        shown = models.Q(posts_count__gt=0)
        return topics.filter(shown | models.Q(author=user) if user.is_authenticated else shown)

    def matching(self, words):
        """Whose title holds a word that begins with each of `words`, as `academy.folding` folds them."""
        return _matching(self, words)

    def resembling(self, words):
        """Whose title holds a word that begins with one of `words`."""
        return _matching(self, words, joined=" | ")

    def with_reading(self, user, *, now=None):
        """`is_unread` (as `rules.unread` has it; False where she is no member), `level` and `read_no`, which is empty
        for what she never opened. The one definition of unread: badges, lists and letters all begin here.
        """
        if not user.is_authenticated:
            nothing = models.Value(None, models.PositiveIntegerField())
            return self.annotate(is_unread=models.Value(False), level=models.Value(MUTE), read_no=nothing)
        since = (now or timezone.now()) - MEMORY
        topic_said = models.Q(subscriptions__user=user)
        cluster_said = models.Q(cluster__subscriptions__user=user, cluster__subscriptions__topic__isnull=True)
        rows = self.annotate(
            her_read=models.FilteredRelation("reads", condition=models.Q(reads__user=user)),
            her_mark=models.FilteredRelation("cluster__reads", condition=models.Q(cluster__reads__user=user)),
            her_topic=models.FilteredRelation("subscriptions", condition=topic_said),
            her_cluster=models.FilteredRelation("cluster__subscriptions", condition=cluster_said),
            level=Coalesce("her_topic__level", "her_cluster__level", models.Value(NORMAL)),
            read_no=models.F("her_read__last_no"),
        )
        unread = models.Q(
            ~models.Q(level=MUTE),
            models.Q(her_mark__read_until__isnull=True) | models.Q(last_post_at__gt=models.F("her_mark__read_until")),
            cluster__in=_joined(user),
            last_post_at__gt=since,
            last_post_no__gt=Coalesce("her_read__last_no", 0),
        )
        return rows.annotate(is_unread=models.ExpressionWrapper(unread, output_field=models.BooleanField()))

    def unread_by(self, user, *, now=None):
        """Standing topics of her clusters in which something is new to her."""
        if not user.is_authenticated:
            return self.none()
        return self.standing().with_reading(user, now=now).filter(is_unread=True)


class PostQuerySet(models.QuerySet):
    def shown(self):
        """To every reader of the topic; see `Post.is_shown`."""
        return self.filter(state=PostState.VISIBLE, deleted_at__isnull=True)

    def listed_to(self, user, *, leads=False):
        """What stands in a topic for her: shown posts, places of deleted ones, her own that wait; for who leads all."""
        if leads:
            return self
        visible = models.Q(state=PostState.VISIBLE)
        return self.filter(visible | models.Q(author=user) if user.is_authenticated else visible)

    def matching(self, words):
        """Whose text holds a word that begins with each of `words`, as `academy.folding` folds them."""
        return _matching(self, words)

    def to_spread(self):
        """Nobody was told yet. Columns of the row itself only, as the index `post_to_spread`."""
        return self.shown().filter(spread_at__isnull=True)


class NoticeQuerySet(models.QuerySet):
    def shown_to(self, user):
        """Hers, without what tells of clusters that she no longer reads, of posts that are not shown, and of answers
        that are not accepted any more; what was decided about her own post stays, and about her membership as long as
        she knows of the cluster.
        """
        clusters = self.model._meta.get_field("cluster").related_model.objects
        readable = models.Q(cluster__in=clusters.readable_by(user).order_by().values("pk"))
        known = models.Q(kind=NoticeKind.MEMBERSHIP, cluster__in=clusters.visible_to(user).order_by().values("pk"))
        of_cluster = models.Q(cluster__isnull=True) | readable | known
        shown = models.Q(post__state=PostState.VISIBLE, post__deleted_at__isnull=True)
        of_post = models.Q(post__isnull=True) | models.Q(kind=NoticeKind.MODERATION) | shown
        taken_back = models.Q(kind=NoticeKind.ACCEPTED, post__acceptance__isnull=True)
        return self.filter(of_cluster, of_post, ~taken_back, user=user)

    def unseen(self):
        return self.filter(seen_at__isnull=True)


class EventQuerySet(models.QuerySet):
    def published(self):
        return self.filter(published_at__isnull=False)

    def coming(self, *, now=None):
        """Not over; cancelled ones too."""
        return self.filter(ends_at__gt=now or timezone.now())

    def past(self, *, now=None):
        return self.filter(ends_at__lte=now or timezone.now())

    def held(self):
        """Published and not cancelled."""
        return self.published().filter(cancelled_at__isnull=True)

    def with_taken(self):
        """`taken`: how many seats are."""
        return self.annotate(taken=models.Count("places", filter=models.Q(places__state=EventPlaceState.GOING)))

    def in_calendar_of(self, user):
        """What her calendar shows: published events of her clusters that she did not decline, and those that she takes
        part in of others that she reads.
        """
        events = self.published()
        if not user.is_active:
            return events.none()
        hers = user.event_places.order_by()
        coming = hers.filter(state__in=[EventPlaceState.GOING, EventPlaceState.WAITING]).values("event")
        declined = hers.filter(state=EventPlaceState.DECLINED).values("event")
        clusters = events.model._meta.get_field("cluster").related_model.objects
        readable = clusters.readable_by(user).order_by().values("pk")
        return events.filter(
            models.Q(cluster__in=_joined(user)) | models.Q(pk__in=coming, cluster__in=readable)
        ).exclude(pk__in=declined)


class EventPlaceQuerySet(models.QuerySet):
    def going(self):
        return self.filter(state=EventPlaceState.GOING)

    def queue(self):
        """Who waits for a seat, the first first."""
        return self.filter(state=EventPlaceState.WAITING).order_by("asked_at", "pk")


class PracticeQuerySet(models.QuerySet):
    def public(self):
        """In the library: list, map, search, feeds, exports, files, counts all begin here."""
        return self.filter(live=True, state__in=PUBLIC_STATES)

    def written_by(self, user):
        return self.filter(authors__user=user) if user.is_authenticated and user.is_active else self.none()

    def doubtful(self, limit):
        """In the library, though something in them is out of date or nobody confirmed them since before `limit`.

        With `doubted_at`, since when; the longest first.
        """
        confirmed = Coalesce("confirmed_at", "first_published_at")
        doubted = Coalesce("needs_update_at", confirmed)
        found = self.public().annotate(doubted_at=doubted, known_at=confirmed)
        return found.filter(models.Q(needs_update_at__isnull=False) | models.Q(known_at__lte=limit)).order_by(
            "doubted_at"
        )

    def in_check(self):
        """Sent by their authors, and waiting for a decision."""
        return self.filter(workflow_states__status="in_progress")

    def checked_by(self, user):
        """Those whose check is hers: of municipalities below an association that she administers; editors, all.

        Never her own.
        """
        if not user.is_authenticated or not user.is_active:
            return self.none()
        others = self.exclude(pk__in=self.model.objects.filter(authors__user=user).order_by().values("pk"))
        if user.has_perm("peer_exchange.edit_practices"):
            return others
        below = models.Q(pk__in=[])
        for path in _associations(user).values_list("organisation__path", flat=True):
            below |= models.Q(organisation__path__startswith=path)
        return others.filter(below)

    def checks_any(self, user):
        """Whether she administers an association, so that checks are hers."""
        return user.is_authenticated and user.is_active and _associations(user).exists()


class AdoptionQuerySet(models.QuerySet):
    def public(self):
        """Those of practices in the library."""
        practices = self.model._meta.get_field("practice").related_model.objects
        return self.filter(practice__in=practices.public().order_by().values("pk"))

    def reported_by(self, user):
        """Of the municipalities that she works for."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self.filter(organisation__path__in=workplaces(user))

    def to_confirm_by(self, user):
        """Those that are hers to confirm: authors of the practice, administrators of an association above the
        municipality, editors. Never those of her own municipality.
        """
        if not user.is_authenticated or not user.is_active:
            return self.none()
        others = self.exclude(organisation__path__in=workplaces(user))
        if user.has_perm("peer_exchange.edit_practices"):
            return others
        hers = models.Q(practice__authors__user=user)
        for path in _associations(user).values_list("organisation__path", flat=True):
            hers |= models.Q(organisation__path__startswith=path)
        return others.filter(hers).distinct()

    def adopted(self):
        """More than interest: something runs, or ran and was reported."""
        return self.filter(stage__in=ADOPTED_STAGES)


class ChallengeQuerySet(models.QuerySet):
    def public(self):
        return self.filter(withdrawn_at__isnull=True)

    def matching(self, words):
        """In which a word begins with each of `words`, as `academy.folding` folds them."""
        return _matching(self, words)
