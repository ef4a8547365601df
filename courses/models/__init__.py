"""The nouns of learning: pages that authors write, records of what learners did, joined by keys."""

from courses.models.attempt import Attempt, Grade, Response
from courses.models.certificate import Certificate, CertificateIssuer
from courses.models.course import Course, Step
from courses.models.enrollment import BlockResponse, Enrollment, StepResult
from courses.models.pages import CourseIndexPage, CourseOutcome, CoursePage, LessonPage, ModulePage
from courses.models.question import Choice, Question, TaggedQuestion
from courses.models.quiz import QuizItem, QuizPage

__all__ = [
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
    "LessonPage",
    "ModulePage",
    "Question",
    "QuizItem",
    "QuizPage",
    "Response",
    "Step",
    "StepResult",
    "TaggedQuestion",
]
