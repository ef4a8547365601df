"""How hard a lesson is to read: Flesch Reading Ease and the length of its sentences. English lessons only.

Reading ease is 206.835 - 1.015 x (words in a sentence) - 84.6 x (syllables in a word): 60 to 70 is plain English, below
50 is text for specialists. Only what ends as a sentence counts; headings, tables of words and fragments of lists would
flatter the figure. Pyphen divides words where print may divide them and never cuts off a single letter ("open" is one
piece), so the vowels within each piece are counted too; without that every lesson would stand about 5 points higher.

The band was set after measuring all 131 lessons in November 2026: they lay between 64 and 85, the means of the courses
between 73 and 78, with 11 words in a sentence. A lesson below 55 or a course below a mean of 65 has left plain English;
above 90 sentences are so short that they no longer join thoughts. No word is excepted: "municipality" and
"accessibility" are hard for learners too, and there was room for them. Short sentences around them keep the balance.
"""

import re
from functools import lru_cache
from statistics import mean

from pyphen import Pyphen

from courses.course_files.content.prose import passages_of, sentences_of, words_of
from courses.course_files.findings import Findings
from courses.course_files.parsed import ParsedCourse, ParsedLesson

LESSON_EASE = (55, 90)
COURSE_EASE = 65
SENTENCE = 40  # words, at most
MEAN_SENTENCE = 20
ENOUGH = 100  # words, from which on a figure says something

VOWELS = re.compile(r"[aeiouyà-öù-ÿ]+")
SILENT = re.compile(
    r"(?<=[^aeiouyl])e$|(?<=[aeiouy]l)e$|(?<=[^aeiouycghlsxz])es$|(?<=[aeiouy]l)es$|(?<=[^aeiouytd])ed$"
)


def check_readability(course: ParsedCourse, findings: Findings) -> None:
    if course.language != "en":
        return
    eases = []
    for lesson in course.lessons:
        sentences = _check_sentences(lesson, findings)
        if sum(len(words_of(sentence)) for sentence in sentences) < ENOUGH:
            continue
        ease = reading_ease(sentences)
        eases.append(ease)
        low, high = LESSON_EASE
        if not low <= ease <= high:
            remedy = "shorter sentences, plainer words" if ease < low else "join sentences that belong together"
            findings.add(lesson.file, "", f"reading ease {ease:.0f}, wanted {low} to {high}: {remedy}.")
    if eases and mean(eases) < COURSE_EASE:
        findings.add(
            "course.md",
            "",
            f"the mean reading ease of its lessons is {mean(eases):.0f}, wanted {COURSE_EASE} or more; "
            "begin with the hardest lessons.",
        )


def reading_ease(sentences: list[str]) -> float:
    """Flesch Reading Ease of English sentences, most often between 0 and 100; higher is easier."""
    words = [word for sentence in sentences for word in words_of(sentence)]
    if not words:
        return 100.0
    return 206.835 - 1.015 * len(words) / len(sentences) - 84.6 * sum(map(syllables_of, words)) / len(words)


@lru_cache(maxsize=20_000)
def syllables_of(word: str) -> int:
    pieces = _divider().inserted(word.lower(), " ").split()
    return sum(max(1, len(VOWELS.findall(SILENT.sub("", piece)))) for piece in pieces) or 1


@lru_cache(maxsize=1)
def _divider() -> Pyphen:
    return Pyphen(lang="en_US")


def _check_sentences(lesson: ParsedLesson, findings: Findings) -> list[str]:
    sentences = []
    for passage in passages_of(lesson):
        if not passage.is_prose:
            continue
        for sentence in sentences_of(passage):
            sentences.append(sentence)
            length = len(words_of(sentence))
            if length > SENTENCE:
                start = " ".join(sentence.split()[:6])
                findings.add(
                    lesson.file,
                    passage.line,
                    f"the sentence “{start} …” has {length} words, wanted {SENTENCE} or fewer.",
                )
    lengths = [len(words_of(sentence)) for sentence in sentences]
    if lengths and mean(lengths) > MEAN_SENTENCE:
        findings.add(
            lesson.file,
            "",
            f"{mean(lengths):.0f} words in a sentence on average; divide the long ones ({MEAN_SENTENCE}).",
        )
    return sentences
