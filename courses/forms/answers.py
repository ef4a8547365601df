"""What a browser posted for a paper, read question by question. It saves nothing."""

from collections.abc import Sequence

from django.http import QueryDict

from courses.errors import InvalidAnswer
from courses.rules.kinds import KINDS, Answer, ForeignAnswer
from courses.rules.paper import Item
from courses.sheets import field_name, trace


class AnswerForm:
    """`answers`: what was answered here, by place; `errors`: what cannot be an answer, with the reason, by place.

    A question that was not posted is in neither. Nor is one that still says what this page was shown with: in
    another tab it may have been answered since.
    """

    def __init__(self, items: Sequence[Item], data: QueryDict) -> None:
        self.answers: dict[int, Answer] = {}
        self.errors: dict[int, str] = {}
        fields: dict[str, dict[str, list[str]]] = {}
        for name, values in data.lists():
            main, _dot, rest = name.partition(".")
            fields.setdefault(main, {})[rest] = values
        for place, item in enumerate(items):
            posted = fields.get(field_name(place))
            if posted is None:
                continue
            was = posted.pop("was", [""])[-1]
            if not posted:
                continue
            try:
                answer = KINDS[item.kind].parse(item, posted)
            except ForeignAnswer:
                self.errors[place] = str(InvalidAnswer.message)
                continue
            if trace(answer) != was:
                self.answers[place] = answer
