"""The nouns of learning: pages that authors write, records of what learners did, joined by keys."""

from courses.models.assignment import AssignmentPage, AssignmentPart, HandIn, Submission, SubmissionComment
from courses.models.attempt import Attempt, Grade, Response
from courses.models.certificate import Certificate, CertificateIssuer
from courses.models.course import Course, Step
from courses.models.edition import Adjustment, Attendance, Edition, LiveSession, ModuleDates, Place
from courses.models.enrollment import BlockResponse, Enrollment, StepResult
from courses.models.handbook import Handbook
from courses.models.invitation import Invitation, InvitationLink, Roster, RosterRow
from courses.models.pages import CourseIndexPage, CourseOutcome, CoursePage, LessonPage, ModulePage
from courses.models.path import LearningPath, PathCompletion, PathCourse, PathItem, PathOutcome, PathPage
from courses.models.question import Choice, Question, TaggedQuestion
from courses.models.quiz import QuizItem, QuizPage
from courses.models.reporting import (
    Announcement,
    Export,
    Framework,
    Indicator,
    ReminderRule,
    ReportSubscription,
    Tally,
    TallyRun,
)
from courses.models.term import Term

__all__ = [
    "Adjustment",
    "Announcement",
    "AssignmentPage",
    "AssignmentPart",
    "Attempt",
    "Attendance",
    "BlockResponse",
    "Certificate",
    "CertificateIssuer",
    "Choice",
    "Course",
    "CourseIndexPage",
    "CourseOutcome",
    "CoursePage",
    "Edition",
    "Enrollment",
    "Export",
    "Framework",
    "Grade",
    "HandIn",
    "Handbook",
    "Indicator",
    "Invitation",
    "InvitationLink",
    "LearningPath",
    "LessonPage",
    "LiveSession",
    "ModuleDates",
    "ModulePage",
    "PathCompletion",
    "PathCourse",
    "PathItem",
    "PathOutcome",
    "PathPage",
    "Place",
    "Question",
    "QuizItem",
    "QuizPage",
    "ReminderRule",
    "ReportSubscription",
    "Response",
    "Roster",
    "RosterRow",
    "Step",
    "StepResult",
    "Submission",
    "SubmissionComment",
    "TaggedQuestion",
    "Tally",
    "TallyRun",
    "Term",
]
