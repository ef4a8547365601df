"""What can go wrong in learning. Each carries a sentence for the person that says what to do."""

from django.utils.translation import gettext_lazy as _


class LearningError(Exception):
    """Base of all; `message` is translatable and safe to show."""

    message = _("That did not work. Go back and try again.")

    def __init__(self, message=None) -> None:
        if message is not None:
            self.message = message
        super().__init__(str(self.message))


class NotEnrolled(LearningError):
    message = _("Enroll in the course first; then you can go on here.")


class StepOfAnotherCourse(LearningError):
    message = _("This step does not belong to your course. Open the course again and go on from there.")


class AttemptClosed(LearningError):
    message = _("This attempt was handed in already. Your answers are kept; see the result.")


class NoAttemptsLeft(LearningError):
    message = _("You have used all attempts of this quiz. Your best result counts.")


class QuizNotReady(LearningError):
    message = _("This quiz has no questions yet. Tell the people who run the course.")


class InvalidAnswer(LearningError):
    message = _("This answer does not belong to the question. Choose again.")


class NotCompleted(LearningError):
    message = _("The course is not completed yet; there is no certificate before that.")


class CertificateReplaced(LearningError):
    message = _("This certificate was revoked or replaced already.")


class CourseFileError(Exception):
    """A course that cannot be loaded: every finding on a line of its own, with file, place and remedy."""

    def __init__(self, findings) -> None:
        self.findings = list(findings)
        super().__init__("\n".join(str(finding) for finding in self.findings))
