"""Do two lessons say the same: over all courses, by runs of words and by whole paragraphs. Knows nothing of topics."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from courses.course_files.content.prose import passages_of, words_of
from courses.course_files.content.wording import NOTE_ON_KOSOVO
from courses.course_files.findings import Findings
from courses.course_files.parsed import ParsedCourse, ParsedLesson

RUN = 5  # words that stand together
SHARE = 0.08  # of the runs of the shorter lesson that the other may hold, too
PARAGRAPH = 25  # words, from which on a paragraph stands once in the curriculum

Run = tuple[str, ...]


class Text(NamedTuple):
    """A lesson as its words. `name` is its file with the folder of its course."""

    name: str
    language: str
    paragraphs: tuple[tuple[int, tuple[str, ...]], ...]  # line, words

    @property
    def runs(self) -> frozenset[Run]:
        return frozenset(run for _line, words in self.paragraphs for run in runs_of(words))


def check_likeness(courses: Sequence[ParsedCourse], findings: Findings) -> None:
    texts = [_text(course, lesson) for course in courses for lesson in course.lessons]
    _check_paragraphs(texts, findings)
    runs = {text.name: text.runs for text in texts}
    language = {text.name: text.language for text in texts}
    for (one, other), shared in sorted(shared_runs(runs).items()):
        share = shared / min(len(runs[one]), len(runs[other]))
        if share > SHARE and language[one] == language[other]:
            example = " ".join(min(runs[one] & runs[other]))
            findings.add(
                one,
                "",
                f"{share:.0%} of its runs of {RUN} words stand in {other} too (such as “{example}”); "
                "keep the text in one and link to it from the other.",
            )


def runs_of(words: Sequence[str]) -> set[Run]:
    return {tuple(words[start : start + RUN]) for start in range(len(words) - RUN + 1)}


def shared_runs(runs: dict[str, frozenset[Run]]) -> Counter[tuple[str, str]]:
    """How many runs two texts have in common, for the pairs that have any."""
    homes: defaultdict[Run, list[str]] = defaultdict(list)
    for name in sorted(runs):
        for run in runs[name]:
            homes[run].append(name)
    shared: Counter[tuple[str, str]] = Counter()
    for names in homes.values():
        for place, one in enumerate(names):
            for other in names[place + 1 :]:
                shared[one, other] += 1
    return shared


def _text(course: ParsedCourse, lesson: ParsedLesson) -> Text:
    paragraphs = tuple(
        (passage.line, tuple(word.casefold() for word in words_of(passage.text)))
        for passage in passages_of(lesson)
        if NOTE_ON_KOSOVO not in passage.text.lower()
    )
    return Text(f"{course.folder.name}/{lesson.file}", course.language, paragraphs)


def _check_paragraphs(texts: Sequence[Text], findings: Findings) -> None:
    seen: dict[tuple[str, ...], str] = {}
    for text in texts:
        for line, words in text.paragraphs:
            if len(words) < PARAGRAPH:
                continue
            key = (text.language, *words)
            if key in seen:
                findings.add(text.name, line, f"this paragraph stands in {seen[key]} too; write it anew or link there.")
            seen.setdefault(key, f"{text.name}, line {line}")
