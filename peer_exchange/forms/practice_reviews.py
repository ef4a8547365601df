"""What is posted about practices by those who check, review and edit them. It saves nothing."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from peer_exchange.enums import Criterion
from peer_exchange.rules.rubric import MOST, WEIGHTS

LONGEST = 2000  # characters of a comment

# criterion → (question, what each score from 0 to 3 means)
RUBRIC: dict[str, tuple[Any, tuple[Any, ...]]] = {
    "evidence": (
        _("How well is it shown that it works?"),
        (
            _("Nothing is shown."),
            _("Those involved tell it."),
            _("It is counted, at least from time to time."),
            _("Counted before and after, or evaluated, with sources."),
        ),
    ),
    "transferability": (
        _("Could another municipality do it with what stands here?"),
        (
            _("No, it hangs on this place."),
            _("Only with much that is not described."),
            _("Yes, with questions to the authors."),
            _("Yes: steps, cost, documents and a smallest version are there."),
        ),
    ),
    "inclusion": (
        _("Does it reach those who are usually left out?"),
        (
            _("No, or it shuts some of them out."),
            _("It says so, but not how."),
            _("It reaches some of them, and says how."),
            _("It finds them actively, and shows how many."),
        ),
    ),
    "sustainability": (
        _("Will it still run in three years?"),
        (
            _("It ends with the project."),
            _("There is hope, but no decision."),
            _("Money or staff are decided for a year or two."),
            _("A decision, a budget line and people carry it."),
        ),
    ),
    "participation": (
        _("Do those for whom it is have a say?"),
        (
            _("No."),
            _("They are told or asked."),
            _("They help to shape it."),
            _("They decide too, and one sees what changed by that."),
        ),
    ),
    "cost": (
        _("Does one learn what it costs, and is it worth that?"),
        (
            _("No cost is given."),
            _("A sum without what it is for."),
            _("Set-up and yearly cost are clear."),
            _("Also who pays, and what it costs per person reached."),
        ),
    ),
    "honesty": (
        _("Does it say honestly what went wrong?"),
        (
            _("Only good things."),
            _("Difficulties in general words."),
            _("A real difficulty, and how it was handled."),
            _("Also what they would do differently from the first day."),
        ),
    ),
}


class ReviewForm(forms.Form):
    """A score and a comment for each criterion; all may still be missing while it is only saved."""

    use_required_attribute = False
    summary = forms.CharField(
        label=_("To the authors: what is strong, what would make it stronger?"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, data: QueryDict | None = None, *, review: Any) -> None:
        initial = {"summary": review.summary}
        for name in WEIGHTS:
            initial |= {f"score-{name}": review.scores.get(name, ""), f"comment-{name}": review.comments.get(name, "")}
        super().__init__(data, initial=initial)
        for name, (question, means) in RUBRIC.items():
            self.fields[f"score-{name}"] = forms.TypedChoiceField(
                label=question,
                choices=[(score, f"{score} · {means[score]}") for score in range(MOST + 1)],
                coerce=int,
                empty_value=None,
                required=False,
                widget=forms.RadioSelect,
            )
            self.fields[f"comment-{name}"] = forms.CharField(
                label=_("Comment: %(criterion)s") % {"criterion": Criterion(name).label},
                required=False,
                max_length=LONGEST,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    @property
    def criteria(self) -> list[dict[str, Any]]:
        return [
            {
                "name": Criterion(name).label,
                "weight": weight,
                "score": self[f"score-{name}"],
                "comment": self[f"comment-{name}"],
            }
            for name, weight in WEIGHTS.items()
        ]

    @property
    def scores(self) -> dict[str, int]:
        found = {name: self.cleaned_data.get(f"score-{name}") for name in WEIGHTS}
        return {name: score for name, score in found.items() if score is not None}

    @property
    def comments(self) -> dict[str, str]:
        return {name: self.cleaned_data.get(f"comment-{name}", "") for name in WEIGHTS}


class CheckComments:
    """Comments of a check by the name of their field, "" for the whole; blank ones are left out."""

    def __init__(self, names: list[str], data: QueryDict) -> None:
        self.typed = {name: data.get(f"comment-{name}", "").strip() for name in ["", *names]}
        self.comments = {name: text[:LONGEST] for name, text in self.typed.items() if text}


class ReviewerForm(forms.Form):
    email = forms.EmailField(label=_("E-mail address of the reviewer"), max_length=254)
    due_on = forms.DateField(label=_("By when"), required=False, widget=forms.DateInput(attrs={"type": "date"}))


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason, shown to readers"), max_length=600)


class YearForm(forms.Form):
    year = forms.IntegerField(label=_("Year"), min_value=2020, max_value=2100)
