"""What a browser posted for a block of a lesson, as the data that is kept. It saves nothing."""

from django.http import QueryDict
from django.utils.translation import gettext

from courses.errors import InvalidAnswer
from courses.lesson_body import Part
from courses.rules.kinds import KINDS, ForeignAnswer


class BlockForm:
    """`data` is what to keep, or None with the reason in `error`."""

    def __init__(self, part: Part, posted: QueryDict) -> None:
        self.data: dict | None = None
        self.error = ""
        if part.kind == "checklist":
            ticked = set(posted.getlist("item"))
            self.data = {"ticks": [tick.key for tick in part.ticks if tick.key in ticked]}
            return
        assert part.item is not None
        try:
            answer = KINDS[part.item.kind].parse(part.item, {"": posted.getlist(part.name)})
        except ForeignAnswer:
            self.error = str(InvalidAnswer.message)
            return
        if answer:
            self.data = {"question": part.item.question, "answer": answer}
        else:
            self.error = gettext("Answer first; then you see whether it is right.")
