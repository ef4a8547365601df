"""The states, roles and kinds of clusters and practices, as enums with named sets. Pure values: no models here."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _

# Clusters --------------------------------------------------------------------------------------------------------


class Visibility(TextChoices):
    PUBLIC = "public", _("Everybody may read")
    MEMBERS = "members", _("Everybody sees that it exists, members read")
    HIDDEN = "hidden", _("Only members know that it exists")


class ClusterEntry(TextChoices):
    OPEN = "open", _("Open: who is interested joins")
    REQUEST = "request", _("On request: the facilitator decides")
    INVITATION = "invitation", _("By invitation only")


class ClusterRole(TextChoices):
    MEMBER = "member", _("Member")
    OBSERVER = "observer", _("Observer")
    RESOURCE_PERSON = "resource_person", _("Resource person")
    FACILITATOR = "facilitator", _("Facilitator")
    HOST = "host", _("Host")


LEADING_ROLES = frozenset({ClusterRole.FACILITATOR, ClusterRole.HOST})
EXPERT_ROLES = LEADING_ROLES | {ClusterRole.RESOURCE_PERSON}
WRITING_ROLES = frozenset(ClusterRole) - {ClusterRole.OBSERVER}


class MemberState(TextChoices):
    ASKED = "asked", _("Asked to join")
    INVITED = "invited", _("Invited")
    JOINED = "joined", _("Member")
    DECLINED = "declined", _("Declined")
    LEFT = "left", _("Left")


class TopicKind(TextChoices):
    DISCUSSION = "discussion", _("Discussion")
    QUESTION = "question", _("Question")
    ANNOUNCEMENT = "announcement", _("Announcement")
    CHALLENGE = "challenge", _("Challenge")


class Helped(TextChoices):
    YES = "yes", _("Yes")
    PARTLY = "partly", _("Partly")
    NO = "no", _("No")


class PostState(TextChoices):
    HELD = "held", _("Waiting for the facilitator")
    VISIBLE = "visible", _("Visible")
    HIDDEN = "hidden", _("Hidden until reviewed")


class ReactionKind(TextChoices):
    USEFUL = "useful", _("Useful")
    SAME_HERE = "same_here", _("Same here")
    THANKS = "thanks", _("Thanks")


class SubscriptionLevel(TextChoices):
    WATCH = "watch", _("Watch: a letter a day")
    NORMAL = "normal", _("Normal: in the weekly letter")
    MUTE = "mute", _("Mute: nothing")


class FlagReason(TextChoices):
    PERSONAL_DATA = "personal_data", _("Data about a beneficiary or another person")
    OFFENSIVE = "offensive", _("Offensive or discriminating")
    ADVERTISING = "advertising", _("Advertising or spam")
    WRONG = "wrong", _("Wrong and could do harm")


class ModerationAction(TextChoices):
    APPROVED = "approved", _("Approved")
    HIDDEN = "hidden", _("Hidden")
    RESTORED = "restored", _("Restored")
    DELETED = "deleted", _("Deleted")
    CLOSED = "closed", _("Closed")
    REOPENED = "reopened", _("Opened again")
    PINNED = "pinned", _("Pinned")
    UNPINNED = "unpinned", _("Unpinned")
    MOVED = "moved", _("Moved")
    SPLIT = "split", _("Split")
    MERGED = "merged", _("Merged")
    REMOVED_MEMBER = "removed_member", _("Removed from the cluster")


class NudgeStage(TextChoices):
    RESOURCE_PERSON = "resource_person", _("Resource person")
    FACILITATOR = "facilitator", _("Facilitator")
    HOST = "host", _("Host association")
    DID_IT_HELP = "did_it_help", _("Asked whether it helped")


class NoticeKind(TextChoices):
    MENTION = "mention", _("Somebody mentions you")
    REPLY = "reply", _("Somebody replies to you")
    ANSWER = "answer", _("An answer to your question")
    ACCEPTED = "accepted", _("Your answer was accepted")
    ROUTED = "routed", _("A question for you")
    ANNOUNCEMENT = "announcement", _("An announcement")
    MODERATION = "moderation", _("A decision about your post")
    EVENT = "event", _("News of an event")
    MEMBERSHIP = "membership", _("News of your membership")
    NUDGE = "nudge", _("A question waits for an answer")
    PRACTICE = "practice", _("News of a practice")


class EventKind(TextChoices):
    WEBINAR = "webinar", _("Webinar")
    WORKSHOP = "workshop", _("Workshop")
    STUDY_VISIT = "study_visit", _("Study visit")
    EXCHANGE = "exchange", _("Regional exchange")
    OFFICE_HOUR = "office_hour", _("Office hour")


class EventPlaceState(TextChoices):
    INVITED = "invited", _("Invited")
    GOING = "going", _("Takes part")
    WAITING = "waiting", _("Waiting list")
    DECLINED = "declined", _("Does not take part")


class EventAttendance(TextChoices):
    ATTENDED = "attended", _("Was there")
    MISSED = "missed", _("Was not there")


class ResourceKind(TextChoices):
    DOCUMENT = "document", _("Document")
    LINK = "link", _("Link")
    RECORDING = "recording", _("Recording")


class OutputKind(TextChoices):
    """The life of a cluster: what each municipality brings out of it, in this order."""

    CONCEPT = "concept", _("Concept or action plan")
    IMPLEMENTATION = "implementation", _("Small implementation")
    PRACTICE = "practice", _("Documented practice")


class PollKind(TextChoices):
    CHOICE = "choice", _("Choice")
    SENSE_CHECK = "sense_check", _("Sense check")
    OPT_IN = "opt_in", _("Who takes part")
    TIME = "time", _("Find a time")


class VoteValue(IntegerChoices):
    NO = 0, _("No")
    IF_NEEDED = 1, _("If need be")
    YES = 2, _("Yes")


# Practices -------------------------------------------------------------------------------------------------------


class PracticeState(TextChoices):
    """Where a record stands. `SHARED` and above are public; reviews lift it, time or its authors send it back."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Association's check")
    RETURNED = "returned", _("Returned to its authors")
    SHARED = "shared", _("Shared")
    VALIDATED = "validated", _("Validated")
    EXEMPLARY = "exemplary", _("Exemplary")
    ARCHIVED = "archived", _("Archived")


PUBLIC_STATES = frozenset({PracticeState.SHARED, PracticeState.VALIDATED, PracticeState.EXEMPLARY})
REVIEWED_STATES = frozenset({PracticeState.VALIDATED, PracticeState.EXEMPLARY})


class Tier(TextChoices):
    CARD = "card", _("Card")
    FULL = "full", _("Full case")


class RunState(TextChoices):
    RUNNING = "running", _("Running")
    COMPLETED = "completed", _("Completed")
    STOPPED = "stopped", _("Stopped")


class Documentation(TextChoices):
    """How well the facts of a record are documented in its source."""

    AUTHOR = "author", _("Written by the people who did it")
    SOURCE = "source", _("From a published source, with several facts")
    MENTION = "mention", _("A short note from a published source")


class TargetGroup(TextChoices):
    CHILDREN_WITH_DISABILITIES = "children_with_disabilities", _("Children with disabilities")
    CHILDREN_AT_RISK = "children_at_risk", _("Children at risk")
    YOUNG_PEOPLE = "young_people", _("Young people")
    OLDER_PEOPLE = "older_people", _("Older people")
    PERSONS_WITH_DISABILITIES = "persons_with_disabilities", _("Persons with disabilities")
    WOMEN = "women", _("Women")
    SURVIVORS_OF_VIOLENCE = "survivors_of_violence", _("Survivors of violence")
    ROMA = "roma", _("Roma")
    ASHKALI_AND_EGYPTIANS = "ashkali_and_egyptians", _("Ashkali and Egyptian communities")
    MINORITIES = "minorities", _("National minorities")
    DISPLACED_PEOPLE = "displaced_people", _("Refugees, displaced people and returnees")
    HOMELESS_PEOPLE = "homeless_people", _("People without a home")
    PEOPLE_IN_POVERTY = "people_in_poverty", _("People in poverty")
    RURAL_PEOPLE = "rural_people", _("People in remote villages")
    FAMILIES = "families", _("Families and carers")
    LONG_TERM_ILL = "long_term_ill", _("People with a long illness")
    RESIDENTS = "residents", _("All residents")
    MUNICIPAL_STAFF = "municipal_staff", _("Municipal staff")


class Offer(TextChoices):
    """What the people of a practice offer to others."""

    ANSWERS = "answers", _("Answers questions")
    VISITS = "visits", _("Hosts a visit")
    MENTORING = "mentoring", _("Mentors another municipality")


class ContactSubject(TextChoices):
    """What somebody writes about to the people of a practice: what they offer, or what is missing in the record."""

    ANSWERS = Offer.ANSWERS.value, _("I have a question")
    VISITS = Offer.VISITS.value, _("We would like to visit you")
    MENTORING = Offer.MENTORING.value, _("We would like your advice while we do it")
    KNOWLEDGE = "knowledge", _("I know something that the record does not say")


class PopulationBand(TextChoices):
    UNDER_10 = "under_10", _("Under 10,000 people")
    FROM_10_TO_30 = "10_30", _("10,000 to 30,000 people")
    FROM_30_TO_100 = "30_100", _("30,000 to 100,000 people")
    OVER_100 = "over_100", _("Over 100,000 people")


class CostBand(TextChoices):
    """Running cost of a year, in euros, as the authors say it: amounts are never converted silently."""

    UNDER_5 = "under_5", _("Under 5,000 euros a year")
    FROM_5_TO_20 = "5_20", _("5,000 to 20,000 euros a year")
    FROM_20_TO_100 = "20_100", _("20,000 to 100,000 euros a year")
    OVER_100 = "over_100", _("Over 100,000 euros a year")


class StartBand(TextChoices):
    """Months from the decision to the first user."""

    UNDER_3 = "under_3", _("Under 3 months")
    FROM_3_TO_6 = "3_6", _("3 to 6 months")
    FROM_6_TO_12 = "6_12", _("6 to 12 months")
    OVER_12 = "over_12", _("Over a year")


class Participation(IntegerChoices):
    """How far the target group takes part, from inform to empower (after the IAP2 spectrum)."""

    INFORM = 1, _("Informed")
    CONSULT = 2, _("Consulted")
    INVOLVE = 3, _("Involved")
    COLLABORATE = 4, _("Decide together")
    EMPOWER = 5, _("Decide themselves")


class Evidence(IntegerChoices):
    TOLD = 0, _("Told by those involved")
    MONITORED = 1, _("Monitored")
    BEFORE_AFTER = 2, _("Compared before and after")
    EVALUATED = 3, _("Evaluated")
    REPLICATED = 4, _("Replicated with results")


class Funding(TextChoices):
    MUNICIPAL = "municipal", _("Municipal budget")
    OTHER_PUBLIC = "other_public", _("Other public budgets")
    DONOR = "donor", _("Donors and programmes")
    CIVIL_SOCIETY = "civil_society", _("Civil society")
    PRIVATE = "private", _("Companies and private gifts")
    USERS = "users", _("Contributions of users")


class Support(TextChoices):
    """What a partner gives."""

    FINANCIAL = "financial", _("Money")
    TECHNICAL = "technical", _("Knowledge and staff")
    POLITICAL = "political", _("Political backing")
    ADMINISTRATIVE = "administrative", _("Administration")


class CostKind(TextChoices):
    SETUP = "setup", _("To set up, once")
    YEARLY = "yearly", _("To run, a year")
    OTHER = "other", _("As the source says it")


class DocumentKind(TextChoices):
    DECISION = "decision", _("Decision")
    RULEBOOK = "rulebook", _("Rulebook")
    JOB_DESCRIPTION = "job_description", _("Job description")
    FORM = "form", _("Form")
    AGREEMENT = "agreement", _("Agreement")
    BUDGET = "budget", _("Budget")
    OTHER = "other", _("Another document")


class Licence(TextChoices):
    CC_BY = "CC-BY-4.0", _("CC BY 4.0: use it, name the source")
    CC_BY_SA = "CC-BY-SA-4.0", _("CC BY-SA 4.0: likewise, and share alike")
    CC0 = "CC0-1.0", _("CC0: use it freely")
    OFFICIAL = "official", _("Official document, free to use")
    OTHER = "other", _("Other: ask before using it")


class AuthorRole(TextChoices):
    AUTHOR = "author", _("Author")
    CO_AUTHOR = "co_author", _("Co-author")


class ReviewState(TextChoices):
    INVITED = "invited", _("Invited")
    DECLINED = "declined", _("Declined")
    STARTED = "started", _("In work")
    SUBMITTED = "submitted", _("Handed in")


class Criterion(TextChoices):
    """What peers look at; the weights stand in `rules.rubric`."""

    EVIDENCE = "evidence", _("Evidence")
    TRANSFERABILITY = "transferability", _("Transferability")
    INCLUSION = "inclusion", _("Inclusion")
    SUSTAINABILITY = "sustainability", _("Sustainability")
    PARTICIPATION = "participation", _("Participation")
    COST = "cost", _("Cost")
    HONESTY = "honesty", _("Honesty of learning")


class CheckAnswer(TextChoices):
    """What its people say when asked whether a practice still runs."""

    RUNNING = "running", _("It still runs, nothing important changed")
    CHANGED = "changed", _("It runs, but the record must be changed")
    STOPPED = "stopped", _("It stopped")


class AdoptionStage(TextChoices):
    INTERESTED = "interested", _("Interested")
    ADAPTING = "adapting", _("Adapting")
    PILOTING = "piloting", _("Piloting")
    IMPLEMENTED = "implemented", _("Implemented")
    STOPPED = "stopped", _("Stopped")


ADOPTED_STAGES = frozenset({AdoptionStage.PILOTING, AdoptionStage.IMPLEMENTED})


class ChallengeState(TextChoices):
    OPEN = "open", _("Open")
    ANSWERED = "answered", _("A solution was found")
    CLOSED = "closed", _("Closed")


class PracticeFileForm(TextChoices):
    BRIEF = "brief", _("Brief, two pages")
    FULL = "full", _("Full record")
