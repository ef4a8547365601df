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


class EditionState(TextChoices):
    DRAFT = "draft", _("In preparation")
    PUBLISHED = "published", _("Announced")
    CANCELLED = "cancelled", _("Cancelled")


class EntryKind(TextChoices):
    OPEN = "open", _("Open: who may take part enrolls herself")
    REQUEST = "request", _("By request: somebody of the organisation decides")
    INVITATION = "invitation", _("By invitation only")


class PlaceState(TextChoices):
    ASKED = "asked", _("Asked for")
    WAITING = "waiting", _("On the waiting list")
    SEATED = "seated", _("Takes part")
    DECLINED = "declined", _("Declined")
    LEFT = "left", _("Has left")


class AttendanceState(TextChoices):
    PRESENT = "present", _("Present")
    ABSENT = "absent", _("Absent")
    EXCUSED = "excused", _("Excused")


class LearnerStatus(TextChoices):
    """Where somebody stands in a course, as administrators see it; `rules.standing` defines each."""

    NOT_STARTED = "not_started", _("Not started")
    ON_TRACK = "active", _("Active")
    BEHIND = "behind", _("Behind")
    OVERDUE = "overdue", _("Overdue")
    COMPLETED = "completed", _("Completed")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class RosterState(TextChoices):
    UPLOADED = "uploaded", _("Uploaded")
    CHECKED = "checked", _("Checked")
    RUNNING = "running", _("Being worked off")
    DONE = "done", _("Done")
    CANCELLED = "cancelled", _("Cancelled")


class RowOutcome(TextChoices):
    INVITED = "invited", _("Invited")
    ENROLLED = "enrolled", _("Enrolled")
    UNCHANGED = "unchanged", _("Nothing to change")
    FAILED = "failed", _("Not taken")


class ExportKind(TextChoices):
    PEOPLE = "people", _("People")
    OVERVIEW = "overview", _("Overview")
    CERTIFICATES = "certificates", _("Certificates")
    FRAMEWORK = "framework", _("Results framework")


class ExportFormat(TextChoices):
    CSV = "csv", "CSV"
    XLSX = "xlsx", "Excel (XLSX)"
    PDF = "pdf", "PDF"
    ZIP = "zip", "ZIP"


class ExportState(TextChoices):
    WAITING = "waiting", _("Being prepared")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Failed")


class Measure(TextChoices):
    """What an indicator counts, from the platform's own records, in the period of its framework."""

    PEOPLE_ENROLLED = "people_enrolled", _("People enrolled")
    PEOPLE_TRAINED = "people_trained", _("People who completed a course")
    CERTIFICATES = "certificates", _("Certificates issued")
    EDITIONS_DELIVERED = "editions_delivered", _("Editions delivered")
    COURSES_DELIVERED = "courses_delivered", _("Courses with at least one completion")
    MUNICIPALITIES_REACHED = "municipalities_reached", _("Municipalities with at least one person trained")
    COMPLETION_RATE = "completion_rate", _("Completed, per cent of enrolled")
    ASSIGNMENTS = "assignments", _("Assignments handed in")
    PRACTICES = "practices", _("Good practices documented")
    ADOPTIONS = "adoptions", _("Good practices adopted elsewhere")
    EVENTS = "events", _("Events of learning clusters held")
    EVENT_PEOPLE = "event_people", _("People who took part in events of learning clusters")


class Breakdown(TextChoices):
    SEX = "sex", _("Sex")
    KIND = "kind", _("Kind of organisation")
    ECONOMY = "economy", _("Economy")
    COURSE = "course", _("Course")


class ReminderKind(TextChoices):
    DEADLINE = "deadline", _("Before a deadline")
    SILENCE = "silence", _("After days of silence")
    RELEASE = "release", _("When a module opens")
