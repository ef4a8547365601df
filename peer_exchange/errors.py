"""What can go wrong between peers. Each carries a sentence for the person that says what to do."""

from django.utils.translation import gettext_lazy as _


class PeerError(Exception):
    """Base of all; `message` is translatable and safe to show."""

    message = _("That did not work. Go back and try again.")

    def __init__(self, message=None) -> None:
        if message is not None:
            self.message = message
        super().__init__(str(self.message))


class StaleDraft(PeerError):
    """Another person, or another tab, saved since the words were read; `draft` is what stands there now."""

    message = _(
        "Somebody else saved this text while you were writing, perhaps you in another tab. "
        "Nothing is lost: compare both below."
    )

    def __init__(self, draft) -> None:
        super().__init__()
        self.draft = draft


class EventClosed(PeerError):
    message = _("This event is over or does not take place. Look at what comes next.")


class TooFewSeats(PeerError):
    message = _("More people take part already. Give at least as many seats, or leave the field empty.")


class NotThere(PeerError):
    message = _("Only people who were there say how it was, once it is over.")


class EventPublished(PeerError):
    message = _("It is published already. To call it off, cancel it.")


class NothingWritten(PeerError):
    message = _("Write a few words first.")


class TooLong(PeerError):
    message = _("This is too long for one post. Make it shorter, or attach it as a file.")


class TooManyPosts(PeerError):
    message = _("You wrote twenty posts within ten minutes. Wait a little; what you are writing is kept.")


class TranslationTooLong(PeerError):
    message = _("A translation is at most twice as long as its original. Make the longest text shorter.")


class ChallengesOfToday(PeerError):
    message = _("You posted ten challenges within a day. Post the next one tomorrow.")


class TooManyHeld(PeerError):
    message = _("Ten posts of yours wait for the facilitator already. Write on once they were looked at.")


class StaleTranslation(PeerError):
    message = _("Somebody else saved this translation meanwhile. What you wrote is below, beside theirs; save again.")


class TooManyContacts(PeerError):
    message = _("You have written ten messages within a day. Send this one tomorrow; what you wrote stands below.")


class TooManyAsked(PeerError):
    message = _("Ask three people or municipalities at most; the others read your question too.")


class NotInCluster(PeerError):
    message = _("You can only ask people and municipalities of this cluster. Choose from the list.")


class AnswerGone(PeerError):
    message = _("Only an answer that everybody can read may be accepted. Load the page again.")


class PollClosed(PeerError):
    message = _("This poll is closed. Your vote from before counts.")


class ChooseOne(PeerError):
    message = _("Choose one answer.")


class CardIncomplete(PeerError):
    """`missing` are the names of the fields that a card still needs (see `rules.completeness`)."""

    message = _("A few things are still missing. Fill them in, then send your practice.")

    def __init__(self, missing) -> None:
        super().__init__()
        self.missing = missing


class InCheck(PeerError):
    """Nobody writes on a text that others are reading to decide about it."""

    message = _("This practice is being checked at the moment. Take it back first if you want to change it.")


class NotInCheck(PeerError):
    message = _("This practice waits for no check any more; somebody decided, or its authors took it back.")


class ReadMeanwhile(PeerError):
    message = _("The practice was sent again while you read it. Read the new text first, then decide.")


class TooManyAuthors(PeerError):
    message = _(
        "A practice has at most 20 authors, and one person invites at most 40 a day. "
        "Take somebody off the list, or go on tomorrow."
    )


class InvitationOver(PeerError):
    message = _("This invitation is no longer valid. Ask the person who invited you for a new one.")


class NotAReviewer(PeerError):
    """`message` says why this person cannot review this practice."""


class NothingDeclared(PeerError):
    message = _("Say first that you have no conflict of interest, then judge.")


class ConflictOfInterest(PeerError):
    message = _(
        "You wrote on this practice or work in one of its municipalities, so you cannot judge it. "
        "Decline the review; the editors ask somebody else."
    )


class ReviewClosed(PeerError):
    message = _("This review is handed in or declined. Write to the editors if something must be changed.")


class ReviewIncomplete(PeerError):
    message = _("Give each of the seven criteria a score, then hand in your review.")


class NotValidated(PeerError):
    message = _("Only a practice that peers validated can be exemplary.")


class UploadRefused(PeerError):
    """`message` says what to upload instead."""


class EntryRefused(PeerError):
    message = _("Your request was declined. If that is a mistake, write to the host association of the cluster.")


class NotOnOffer(PeerError):
    message = _("You can only join for a municipality or organisation to which you belong. Choose from the list.")


class ClusterInvitationGone(PeerError):
    message = _("This invitation is not valid any more. Ask who invited you for a new one.")


class NotYourClusterInvitation(PeerError):
    message = _("This invitation went to another address. Sign in with that one.")


class TooManyInvited(PeerError):
    message = _("You invited many people today. Go on tomorrow; invitations that are open go on working.")


class EditionWithoutHost(PeerError):
    message = _("Only an edition that an organisation holds can have a cluster of its own. Choose one in its settings.")


class UnknownPerson(PeerError):
    message = _("Choose a person from the list. Invite others by their e-mail address.")


class AlreadyDecided(PeerError):
    message = _("Somebody decided about this post already. The page shows how it is now.")


class NothingChosen(PeerError):
    message = _("Choose at least one post that goes into the new topic; the first one stays.")


class NotTogether(PeerError):
    message = _("These two cannot be joined. Choose another topic of this cluster; only one of them may have a poll.")


class TooManyResources(PeerError):
    message = _("You put forty things on the shelf within a day. Go on tomorrow.")


class ReasonMissing(PeerError):
    message = _("Say in a sentence why it stopped. It helps the next municipality, and nobody is blamed.")


class ChallengeOver(PeerError):
    message = _("This challenge is closed. Post a new one, or write to the people of a practice.")


class TooManyChallenges(PeerError):
    message = _("You have five open challenges. Close one of them first, when it is answered or not asked any more.")
