"""The nouns of learning: pages that authors write, records of what learners did, joined by keys."""

from courses.models.assignment import AssignmentPage, AssignmentPart, HandIn, Submission, SubmissionComment
from courses.models.attempt import Attempt, Grade, Response
from courses.models.certificate import Certificate, CertificateIssuer
from courses.models.course import Course, Step
from courses.models.enrollment import BlockResponse, Enrollment, StepResult
from courses.models.handbook import Handbook
from courses.models.pages import CourseIndexPage, CourseOutcome, CoursePage, LessonPage, ModulePage
from courses.models.path import LearningPath, PathCompletion, PathCourse, PathItem, PathOutcome, PathPage
from courses.models.question import Choice, Question, TaggedQuestion
from courses.models.quiz import QuizItem, QuizPage
from courses.models.term import Term

__all__ = [
    "AssignmentPage",
    "AssignmentPart",
    "Attempt",
    "BlockResponse",
    "Certificate",
    "CertificateIssuer",
    "Choice",
    "Course",
    "CourseIndexPage",
    "CourseOutcome",
    "CoursePage",
    "Enrollment",
    "Grade",
    "HandIn",
    "Handbook",
    "LearningPath",
    "LessonPage",
    "ModulePage",
    "PathCompletion",
    "PathCourse",
    "PathItem",
    "PathOutcome",
    "PathPage",
    "Question",
    "QuizItem",
    "QuizPage",
    "Response",
    "Step",
    "StepResult",
    "Submission",
    "SubmissionComment",
    "TaggedQuestion",
    "Term",
]
