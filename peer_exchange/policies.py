"""May this person? Verdicts with their reason, about clusters and practices; they never change anything."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext_lazy as _

from academy.enums import OrganisationKind
from academy.models import Organisation, User
from academy.policies import ALLOW, Verdict, deny, may_govern
from peer_exchange.enums import (
    EXPERT_ROLES,
    WRITING_ROLES,
    AuthorRole,
    ClusterEntry,
    MemberState,
    ReviewState,
    TopicKind,
)
from peer_exchange.models import (
    Adoption,
    Challenge,
    Cluster,
    ClusterMember,
    Poll,
    Post,
    Practice,
    PracticeReview,
    Topic,
)
from peer_exchange.querysets import workplaces


@dataclass(frozen=True)
class Standing:
    """What a visitor is in a cluster: `member` is her row, whatever its state (see `standing_of`).

    `reads` and `leads` are the answers of `ClusterQuerySet.readable_by` and `led_by`.
    """

    member: ClusterMember | None
    reads: bool
    leads: bool

    @property
    def is_joined(self) -> bool:
        return self.member is not None and self.member.is_joined

    @property
    def writes(self) -> bool:
        """Members but observers, and who leads."""
        return self.leads or (self.is_joined and self.member is not None and self.member.role in WRITING_ROLES)

    @property
    def is_expert(self) -> bool:
        """Resource persons and who leads: they accept answers."""
        return self.leads or (self.is_joined and self.member is not None and self.member.role in EXPERT_ROLES)


def standing_of(user: User | AnonymousUser, cluster: Cluster) -> Standing:
    """One query for a visitor without an account, two else."""
    row = Cluster.objects.filter(pk=cluster.pk).with_standing(user).first()
    return Standing(member=None, reads=False, leads=False) if row is None else standing_in(user, row)


def standing_in(user: User | AnonymousUser, row: Any) -> Standing:
    """What `standing_of` says of a cluster that comes from `ClusterQuerySet.with_standing` of the same person."""
    member = None
    if user.is_authenticated and user.is_active:
        member = ClusterMember.objects.filter(cluster=row, user=user).select_related("organisation").first()
    return Standing(member=member, reads=row.is_read, leads=row.is_led)


def may_join(standing: Standing, cluster: Cluster) -> Verdict:
    """Join at once, ask, or accept an invitation."""
    if cluster.archived_at is not None:
        return deny(_("This cluster has ended. You may read what is public; nobody joins any more."))
    if standing.is_joined:
        return deny(_("You are a member already."))
    if cluster.edition_id is not None:
        return deny(_("The members of this cluster are the people of an edition. Take part in the edition to join."))
    invited = standing.member is not None and standing.member.state == MemberState.INVITED
    if cluster.entry == ClusterEntry.INVITATION and not invited and not standing.leads:
        return deny(_("People join this cluster by invitation. Ask its host association."))
    return ALLOW


def may_write(standing: Standing, cluster: Cluster) -> Verdict:
    """Open topics, reply, react, vote, upload."""
    if cluster.archived_at is not None:
        return deny(_("This cluster has ended. You may read everything; nothing new is written."))
    if not standing.writes:
        if standing.is_joined:
            return deny(_("Observers read and do not write. Ask the facilitator to make you a member."))
        return deny(_("Only members of this cluster may do that. Join it first."))
    return ALLOW


def may_open(standing: Standing, cluster: Cluster, kind: str) -> Verdict:
    """Open a topic; announcements reach everybody by mail, so who leads makes them."""
    if kind == TopicKind.ANNOUNCEMENT and not standing.leads:
        return deny(_("Only the facilitator and the host announce something. Open a discussion instead."))
    return may_write(standing, cluster)


def may_reply(standing: Standing, topic: Topic) -> Verdict:
    verdict = may_write(standing, topic.cluster)
    if verdict and topic.closed_at is not None and not standing.leads:
        return deny(_("This topic is closed. Open a new one, and link to this."))
    return verdict


def may_edit(user: User, standing: Standing, post: Post) -> Verdict:
    """One's own post while the topic is open; edits of others are not made, moderators hide or delete."""
    if post.deleted_at is not None or post.author_id != user.pk:
        return deny(_("Only its author may change a post."))
    return may_reply(standing, post.topic)


def may_remove(user: User, standing: Standing, post: Post) -> Verdict:
    """One's own post, as long as she is a member; who leads removes any, with a reason (see moderation)."""
    if standing.leads or (post.author_id == user.pk and standing.is_joined):
        return ALLOW
    return deny(_("Only its author and the facilitator delete a post."))


def may_accept(user: User, standing: Standing, topic: Topic) -> Verdict:
    """The asker, the resource person and who leads the cluster accept answers, and undo it."""
    if topic.author_id == user.pk or standing.is_expert:
        return may_write(standing, topic.cluster)
    return deny(_("Only the person who asked, the resource person and the facilitator accept answers."))


def may_take_part(standing: Standing, cluster: Cluster) -> Verdict:
    """Register for its events; observers may too."""
    if cluster.archived_at is not None:
        return deny(_("This cluster has ended. You may read everything; nothing new takes place."))
    if not standing.is_joined and not standing.leads:
        return deny(_("Only members of this cluster take part in its events. Join it first."))
    return ALLOW


def may_change_poll(user: User, standing: Standing, poll: Poll) -> Verdict:
    """Close it: who opened its topic, and who leads the cluster."""
    if standing.leads or (poll.topic.author_id == user.pk and standing.is_joined):
        return may_write(standing, poll.topic.cluster)
    return deny(_("Only the person who made the poll and the facilitator close it."))


def may_flag(user: User, standing: Standing, post: Post) -> Verdict:
    """Tell the facilitator that something is wrong with a post: members, of the posts of others."""
    if not (standing.is_joined or standing.leads):
        return deny(_("Only members of this cluster report a post. Write to its host association instead."))
    if post.author_id == user.pk:
        return deny(_("This is your own post. You can change or delete it."))
    return ALLOW


def may_judge_answers(user: User, topic: Topic) -> Verdict:
    """Say whether the answers to a question helped: who asked it."""
    if topic.kind == TopicKind.QUESTION and topic.author_id == user.pk:
        return ALLOW
    return deny(_("Only the person who asked says whether it helped."))


def may_subscribe(standing: Standing) -> Verdict:
    """Choose what reaches her of a cluster: members and who leads it."""
    if standing.is_joined or standing.leads:
        return ALLOW
    return deny(_("Only members of this cluster choose what reaches them. Join it first."))


def may_found(user: User, host: Organisation) -> Verdict:
    """Open a cluster that this organisation holds: administrators of it, of one above it, and of the platform."""
    if may_govern(user, host):
        return ALLOW
    return deny(_("Only administrators of an organisation open a cluster that it holds. Ask those of yours."))


def may_write_practice_of(user: User, standing: Standing, topic: Topic) -> Verdict:
    """Begin the draft of a practice from a topic: who opened it, and who leads the cluster."""
    if standing.leads or (standing.is_joined and topic.author_id == user.pk):
        return ALLOW
    return deny(_("Only the person who opened the topic and the facilitator make a practice of it."))


def may_invite(standing: Standing, cluster: Cluster) -> Verdict:
    if cluster.edition_id is not None:
        return deny(_("The members of this cluster are the people of an edition. Invite people to the edition."))
    return may_lead(standing)


def may_lead(standing: Standing) -> Verdict:
    if standing.leads:
        return ALLOW
    return deny(_("Only the facilitator and the host of this cluster may do that."))


def may_write_practice(user: User, practice: Practice) -> Verdict:
    """Write on the draft, invite co-authors, send it and take it back: its authors; and editors."""
    if Practice.objects.written_by(user).filter(pk=practice.pk).exists() or may_edit_practices(user):
        return ALLOW
    return deny(_("Only its authors write on this practice. Ask them to invite you."))


def may_discard_practice(user: User, practice: Practice) -> Verdict:
    """Throw a draft away: who began it, as long as it was never public."""
    if practice.version == 0 and practice.authors.filter(user=user, role=AuthorRole.AUTHOR).exists():
        return ALLOW
    return deny(_("Only the person who began a draft throws it away, and only before it was public."))


def may_check_practice(user: User, practice: Practice) -> Verdict:
    """Decide whether it becomes public: administrators of an association above its municipality, and editors."""
    if Practice.objects.checked_by(user).filter(pk=practice.pk).exists():
        return ALLOW
    if Practice.objects.written_by(user).filter(pk=practice.pk).exists():
        return deny(_("You are an author of this practice; somebody else checks it."))
    return deny(_("The association of this municipality checks it; where there is none, the editors do."))


def may_check_practices(user: User) -> Verdict:
    """Open the list of practices to check at all."""
    if user.has_perm("peer_exchange.edit_practices") or Practice.objects.checks_any(user):
        return ALLOW
    return deny(_("Administrators of an association check the practices of its municipalities."))


def may_edit_practices(user: User) -> Verdict:
    """Invite reviewers, take practices off the site, archive, name exemplary ones."""
    if user.has_perm("peer_exchange.edit_practices"):
        return ALLOW
    return deny(_("Only editors of the library may do that."))


def may_judge(user: User, review: PracticeReview) -> Verdict:
    """Write the review: the invited reviewer, until it is handed in."""
    if review.reviewer_id != user.pk:
        return deny(_("Only the invited reviewer writes a review."))
    if review.state in (ReviewState.SUBMITTED, ReviewState.DECLINED):
        return deny(_("This review is handed in or declined; it is not changed any more."))
    return ALLOW


def may_adopt(user: User, practice: Practice, organisation: Organisation) -> Verdict:
    """Say that this municipality wants to try a practice of another: everybody who works for it."""
    if organisation.kind != OrganisationKind.MUNICIPALITY or organisation.path not in workplaces(user):
        return deny(_("Only people of a municipality say that it wants to try a practice."))
    if practice.organisation_id == organisation.pk:
        return deny(_("This practice is of your own municipality. Colleagues of others try it."))
    return ALLOW


def may_report_adoption(user: User, adoption: Adoption) -> Verdict:
    """Tell how far it is: people of the municipality that adopts."""
    if Adoption.objects.reported_by(user).filter(pk=adoption.pk).exists():
        return ALLOW
    return deny(_("Only people of the municipality that tries this practice report about it."))


def may_confirm_adoption(user: User, adoption: Adoption) -> Verdict:
    """Say that it is so: the people of the practice and the association above the municipality, never itself."""
    if Adoption.objects.to_confirm_by(user).filter(pk=adoption.pk).exists():
        return ALLOW
    return deny(_("The people of the practice or the association of the municipality confirm that; others do not."))


def may_close_challenge(user: User, challenge: Challenge) -> Verdict:
    """Say that it is answered or closed, or take it back: who posted it, and editors."""
    if challenge.author_id == user.pk or may_edit_practices(user):
        return ALLOW
    return deny(_("Only the person who posted this challenge closes it."))
