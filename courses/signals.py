"""The one signal that goes up from learning; who listens is not its business."""

from django.dispatch import Signal

# Sent after the commit, with `sender=Enrollment` and `enrollment`: the course is completed, once per enrollment.
course_completed = Signal()
