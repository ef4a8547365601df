"""The states and kinds of learning, as enums with named sets. Pure values: no models here."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class StepKind(TextChoices):
    LESSON = "lesson", _("Lesson")
    QUIZ = "quiz", _("Quiz")
    FINAL_TEST = "final_test", _("Final test")
    ASSIGNMENT = "assignment", _("Assignment")


QUIZ_KINDS = frozenset({StepKind.QUIZ, StepKind.FINAL_TEST})


class EnrollmentState(TextChoices):
    ACTIVE = "active", _("Active")
    COMPLETED = "completed", _("Completed")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class AttemptState(TextChoices):
    OPEN = "open", _("Open")
    SUBMITTED = "submitted", _("Submitted")
    EXPIRED = "expired", _("Time ran out")  # graded too, with the answers saved until then


class FeedbackTime(TextChoices):
    AFTER_SUBMISSION = "after_submission", _("After every submission")
    AFTER_PASSING = "after_passing", _("Only after passing")
    NEVER = "never", _("Never")


class QuestionKind(TextChoices):
    SINGLE_CHOICE = "single_choice", _("Single choice")
    MULTIPLE_CHOICE = "multiple_choice", _("Multiple choice")
    TRUE_FALSE = "true_false", _("True or false")
    SHORT_TEXT = "short_text", _("Short text")


class CertificateStatus(TextChoices):
    VALID = "valid", _("Valid")
    EXPIRED = "expired", _("Expired")
    REVOKED = "revoked", _("Revoked")


class CertificateDelivery(TextChoices):
    WAITING = "waiting", _("Waiting")
    REFUSED = "refused", _("Refused by the mail server")
    UNCERTAIN = "uncertain", _("Interrupted while leaving")
    DELIVERED = "delivered", _("Sent")


class PartKind(TextChoices):
    """What a learner fills into one part of an assignment."""

    LINE = "line", _("One line")
    TEXT = "text", _("Text")
    TABLE = "table", _("Table")
    CHOICE = "choice", _("One of several")


class SubmissionState(TextChoices):
    DRAFT = "draft", _("Draft")
    HANDED_IN = "handed_in", _("Handed in")
    RETURNED = "returned", _("Returned with comments")
    ACCEPTED = "accepted", _("Accepted")


class HandbookState(TextChoices):
    WAITING = "waiting", _("Being prepared")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Failed")


class TermDomain(TextChoices):
    LEARNING = "lms", _("Learning")
    GOVERNMENT = "government", _("Local government")
    SOCIAL = "social", _("Social protection and inclusion")


class DiagramLayout(TextChoices):
    FLOW = "flow", _("Steps in a row")
    CYCLE = "cycle", _("Cycle")
    LADDER = "ladder", _("Ladder: levels one above the other")
    HUB = "hub", _("Hub: a centre and what surrounds it")
    MATRIX = "matrix", _("Matrix of two questions")
    TIMELINE = "timeline", _("Timeline")
    TREE = "tree", _("Tree: a root and its branches")
    OVERLAP = "overlap", _("Overlapping circles")
    FUNNEL = "funnel", _("Funnel")
    LANES = "lanes", _("Lanes: who does what, when")
