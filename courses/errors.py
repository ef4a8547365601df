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


class StaleAnswers(LearningError):
    """`submission` is the row as it stands now."""

    message = _(
        "You saved this assignment in another tab or on another device meanwhile. Nothing was overwritten: below you "
        "see both texts. Keep in the fields what shall stay, then save again."
    )

    def __init__(self, submission) -> None:
        self.submission = submission
        super().__init__()


class PartsMissing(LearningError):
    """`keys` are those of the parts."""

    message = _("Some parts are still empty. What you wrote is saved; fill these in, then hand in.")

    def __init__(self, keys) -> None:
        self.keys = list(keys)
        super().__init__()


class SubmissionClosed(LearningError):
    message = _(
        "This assignment is accepted; its text stays as it is. You can download it and write to the facilitator."
    )


class HandedInMeanwhile(LearningError):
    message = _(
        "The learner handed in again while you were reading. Your comments are still in the fields; read the new text "
        "first."
    )


class DecidedAlready(LearningError):
    message = _("This assignment is accepted already.")


class NothingSaid(LearningError):
    message = _("Write at least one comment before you return it, so that the learner knows what to change.")


class NotForYou(LearningError):
    message = _("This edition is only for the staff of the organisation that holds it.")


class EntryClosed(LearningError):
    message = _("This edition takes no registrations any more. You can take the course at your own pace.")


class EntryByInvitation(LearningError):
    message = _("Places in this edition are given by invitation. Ask the people who run it.")


class RequestDeclined(LearningError):
    message = _("Your request for this edition was declined. If something has changed, write to who runs it.")


class InAnotherEdition(LearningError):
    message = _("You take part in another edition of this course. Leave that one first, then register here.")


class CompletedAlready(LearningError):
    message = _("You have completed this course already; you can read it again at any time.")


class EditionCancelled(LearningError):
    message = _("This edition is cancelled; nothing in it can be changed any more.")


class SeatsTaken(LearningError):
    """`taken` is how many have a seat."""

    def __init__(self, taken: int) -> None:
        self.taken = taken
        super().__init__(
            _("%(taken)d people have a seat already. Leave at least as many seats, or take people out first.")
            % {"taken": taken}
        )


class DatesOutside(LearningError):
    """`faults` is {module key: sentence}."""

    message = _("Some dates of modules are not possible. Nothing was saved; the rows say why.")

    def __init__(self, faults) -> None:
        self.faults = dict(faults)
        super().__init__()


class InvitationGone(LearningError):
    message = _("This invitation is not valid any more. Ask the people who invited you for a new one.")


class NotYourInvitation(LearningError):
    message = _("This invitation went to another e-mail address. Sign out, then open the link in the letter again.")


class TooManyInvitations(LearningError):
    message = _("You invited 200 people one by one today. Go on tomorrow, or upload a list of staff.")


class NoPlaceFromHere(LearningError):
    message = _("You cannot give this person a place here. She can register for the course or the edition herself.")


class CourseFileError(Exception):
    """A course that cannot be loaded: every finding on a line of its own, with file, place and remedy."""

    def __init__(self, findings) -> None:
        self.findings = list(findings)
        super().__init__("\n".join(str(finding) for finding in self.findings))
