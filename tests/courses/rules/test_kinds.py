from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.enums import QuestionKind
from courses.rules.kinds import KINDS, LONGEST_TEXT, ForeignAnswer, Reason, Verdict, freeze, in_words_of
from courses.rules.paper import Paper, Source, SourceChoice
from tests.courses.rules.strategies import answers_to, items, right_answer, sources


def choice_item(kind="multiple_choice", right="ab", wrong="cd"):
    choices = [SourceChoice(key, f"Text {key}", f"Why {key}", key in right) for key in right + wrong]
    return freeze(Source("q", kind, "en", "Which?", "Because.", tuple(choices)))


def text_item(*accepted, elsewhere=()):
    return freeze(Source("q", "short_text", "en", "Who?", accepted=accepted, accepted_elsewhere=elsewhere))


def grade(item, answer):
    return KINDS[item.kind].grade(item, answer)


def test_every_kind_of_the_bank_can_be_asked():
    assert set(KINDS) == set(QuestionKind.values)


@given(st.data())
def test_a_mark_is_between_nothing_and_everything(data):
    item = data.draw(items())
    mark = grade(item, data.draw(answers_to(item)))
    assert 0 <= mark.points <= 1


@given(items())
def test_all_right_is_the_full_mark(item):
    mark = grade(item, right_answer(item))
    assert mark.points == 1
    assert mark.reason == Reason.RIGHT


@given(items())
def test_blank_is_nothing(item):
    mark = grade(item, {})
    assert mark.points == 0
    assert mark.reason == Reason.BLANK


@given(st.data())
def test_one_more_right_choice_never_costs_and_one_more_wrong_never_pays(data):
    item = data.draw(items(kinds=("multiple_choice",)))
    chosen = data.draw(st.sets(st.sampled_from([choice.key for choice in item.choices])))
    for choice in item.choices:
        before = grade(item, {"choices": sorted(chosen - {choice.key})}).points
        after = grade(item, {"choices": sorted(chosen | {choice.key})}).points
        assert after >= before if choice.key in item.key["right"] else after <= before


@given(st.data())
def test_what_is_parsed_fills_the_form_as_it_was(data):
    item = data.draw(items())
    answer = data.draw(answers_to(item))
    kind = KINDS[item.kind]
    filled = kind.fill(item, answer)
    posted = [filled["typed"]] if "typed" in filled else sorted(filled["chosen"])
    assert kind.grade(item, kind.parse(item, {"": posted})) == kind.grade(item, answer)


@pytest.mark.parametrize(
    ("chosen", "points"),
    [("ab", 1), ("a", "0.5"), ("abc", "0.5"), ("abcd", 0), ("ac", 0), ("c", 0), ("cd", 0), ("acd", 0)],
)
def test_multiple_choice_gives_a_share_for_each_right_and_takes_one_for_each_wrong(chosen, points):
    assert grade(choice_item(), {"choices": list(chosen)}).points == Decimal(points)


def test_verdicts_say_right_wrong_and_missed():
    verdicts = grade(choice_item(), {"choices": ["a", "c"]}).verdicts
    assert verdicts == {"a": Verdict.RIGHT, "c": Verdict.WRONG, "b": Verdict.MISSED}


@pytest.mark.parametrize("answer", ["дневни центар", "Dnevni  Centar!", "DNEVNI CENTAR", " dnevni centar"])
def test_short_text_is_folded(answer):
    assert grade(text_item("Дневни центар"), {"text": answer}).reason == Reason.RIGHT


def test_short_text_accepts_what_any_language_accepts():
    item = text_item("day centre", elsewhere=("qendra ditore", "дневен центар"))
    assert grade(item, {"text": "Qendra ditore"}).points == 1
    assert KINDS["short_text"].solution(item) == "day centre"


@pytest.mark.parametrize("answer", ["", "day", "?!"])
def test_short_text_that_is_not_accepted_is_wrong_or_blank(answer):
    assert grade(text_item("day centre", "..."), {"text": answer} if answer else {}).points == 0


@pytest.mark.parametrize("kind", ["single_choice", "multiple_choice", "true_false"])
def test_a_choice_of_another_question_is_refused(kind):
    item = choice_item(kind=kind, right="a")
    with pytest.raises(ForeignAnswer):
        KINDS[kind].parse(item, {"": ["x"]})


def test_two_choices_are_no_answer_to_single_choice():
    with pytest.raises(ForeignAnswer):
        KINDS["single_choice"].parse(choice_item(kind="single_choice", right="a"), {"": ["a", "c"]})


@pytest.mark.parametrize("values", [["a", "b"], ["x" * (LONGEST_TEXT + 1)]])
def test_short_text_is_one_text_of_bounded_length(values):
    with pytest.raises(ForeignAnswer):
        KINDS["short_text"].parse(text_item("a"), {"": values})


def test_short_text_drops_what_a_database_cannot_hold():
    assert KINDS["short_text"].parse(text_item("a"), {"": ["a\x00b "]}) == {"text": "ab"}


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_nothing_posted_is_blank(kind):
    item = text_item("a") if kind == "short_text" else choice_item(kind=kind, right="a")
    assert KINDS[kind].parse(item, {"": [""]}) == {}


@given(st.lists(items(), max_size=4))
def test_a_paper_survives_json(frozen):
    paper = Paper("Quiz", "never", tuple(frozen))
    assert Paper.from_json(paper.to_json()) == paper


def test_a_paper_of_another_format_is_refused():
    with pytest.raises(ValueError, match="format 2"):
        Paper.from_json({**Paper("Quiz", "never", ()).to_json(), "format": 2})


@given(sources())
def test_another_language_changes_words_and_nothing_else(source):
    item = freeze(source)
    twin = replace(
        source,
        language="sq",
        text="Pyetje",
        choices=tuple(replace(choice, text="Zgjedhje", is_correct=False) for choice in reversed(source.choices)),
    )
    told = in_words_of(item, twin)
    assert (told.text, told.language) == ("Pyetje", "sq")
    assert [choice.key for choice in told.choices] == [choice.key for choice in item.choices]
    assert (told.key, told.points, told.version) == (item.key, item.points, item.version)


@given(sources(kinds=("single_choice", "multiple_choice")))
def test_words_of_a_question_with_other_choices_are_not_taken(source):
    item = freeze(source)
    assert in_words_of(item, replace(source, text="New", choices=source.choices[:-1])) == item
    assert in_words_of(item, replace(source, text="New", question="another")) == item


@given(sources(), st.randoms())
def test_a_version_changes_with_content_not_with_order(source, random):
    shuffled = list(source.choices)
    random.shuffle(shuffled)
    assert replace(source, choices=tuple(shuffled)).version == source.version
    assert replace(source, text=source.text + "!").version != source.version
    assert replace(source, feedback="Otherwise.").version != source.version
    if source.choices:
        first, *rest = source.choices
        mended = replace(first, is_correct=not first.is_correct)
        assert replace(source, choices=(mended, *rest)).version != source.version
