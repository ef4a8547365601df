"""Reads the folder of a course. Notes everything that is wrong before it gives up, so that one run shows all of it."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import frontmatter
import yaml

from academy.weave import MOTIFS, PALETTES
from courses.course_files.assignments import read_assignment
from courses.course_files.fields import KEY, Fields
from courses.course_files.findings import Findings
from courses.course_files.integrity import check_integrity
from courses.course_files.markdown import MarkdownReader
from courses.course_files.parsed import (
    ParsedAssignment,
    ParsedChoice,
    ParsedCourse,
    ParsedItem,
    ParsedLesson,
    ParsedModule,
    ParsedQuestion,
    ParsedQuiz,
    Source,
)
from courses.enums import FeedbackTime, QuestionKind
from courses.errors import CourseFileError

NUMBERED = re.compile(r"(\d+)-.+")
UNREADABLE = object()
CHOICE_KINDS = (QuestionKind.SINGLE_CHOICE, QuestionKind.MULTIPLE_CHOICE)


def parse_course(folder: Path) -> ParsedCourse:
    """Read the course in `folder`; raise CourseFileError with every finding at once."""
    findings = Findings()
    course = CourseReader(folder, findings).read()
    if course is not None:
        findings += check_integrity(course)
    if findings or course is None:
        raise CourseFileError(findings)
    return course


class CourseReader:
    def __init__(self, folder: Path, findings: Findings) -> None:
        self.folder = folder.resolve()
        self.findings = findings

    def read(self) -> ParsedCourse | None:
        if not (self.folder / "course.md").is_file():
            self.findings.add(self.folder.name, "", "course.md is missing; every course begins with it.")
            return None
        fields, body = self._front_matter(self.folder / "course.md")
        completion = fields.within("completion")
        certificate = fields.within("certificate")
        cover = fields.within("cover")
        outcomes = [self._outcome(fields, number, entry) for number, entry in enumerate(fields.entries("outcomes"), 1)]
        course = ParsedCourse(
            folder=self.folder,
            key=fields.key(),
            slug=fields.key("slug"),
            language=fields.text("language", limit=10),
            title=fields.text("title", limit=255),
            approach=fields.key("approach"),
            summary=fields.text("summary", limit=200),
            audience=fields.text("audience", limit=1000),
            made_by=fields.text("made_by", limit=255),
            description=body.rich_text(headings=True),
            outcomes=tuple(outcomes),
            requires_lessons=completion.boolean("lessons", default=True),
            requires_quizzes=completion.boolean("quizzes", default=True),
            requires_final_test=completion.boolean("final_test", default=True),
            requires_assignment=completion.boolean("assignment", default=True),
            cover_motif=cover.one_of("motif", MOTIFS, default=""),
            cover_palette=cover.one_of("palette", PALETTES, default=""),
            has_certificate=certificate.boolean("issue", default=True),
            certificate_months=certificate.number_or_none("months_valid"),
            hours=certificate.number("hours", default=1),
            modules=tuple(self._modules()),
            assignment=self._assignment(self.folder / "assignment.yaml"),
            final_test=self._quiz(self.folder / "final-test.yaml"),
            questions=tuple(self._questions()),
            sources=self._sources(),
        )
        if completion.values.get("assignment") is True and course.assignment is None:
            completion.note("assignment is needed but assignment.yaml is missing; write it.")
        if body.links:
            fields.note("the description stands outside the course: it has no links to lessons; remove them.")
        for part in (completion, certificate, cover, fields):
            part.finish()
        return course

    # Files --------------------------------------------------------------------------------------------------------

    def _name(self, path: Path) -> str:
        return path.relative_to(self.folder).as_posix()

    def _text(self, path: Path) -> str:
        try:
            return path.read_text("utf-8")
        except FileNotFoundError:
            self.findings.add(self._name(path), "", "this file is missing; write it.")
        except UnicodeDecodeError:
            self.findings.add(self._name(path), "", "this file is not UTF-8; save it in that encoding.")
        return ""

    def _yaml(self, path: Path) -> Any:
        """What the file says, or UNREADABLE, which was noted."""
        text = self._text(path)
        try:
            value = yaml.safe_load(text)
        except yaml.YAMLError as error:
            self._note_yaml(path, error)
            return UNREADABLE
        if value is None:
            self.findings.add(self._name(path), "", "this file is empty; write it, or remove it.")
            return UNREADABLE
        return value

    def _fields(self, values: Any, *, file: str, place: str) -> Fields:
        """Of a file that cannot be read nothing more is noted."""
        if values is UNREADABLE:
            return Fields({}, file=file, place=place, findings=Findings())
        return Fields(values, file=file, place=place, findings=self.findings)

    def _note_yaml(self, path: Path, error: yaml.YAMLError) -> None:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or "it cannot be read"
        place = mark.line + 1 if mark else ""  # front matter comes with the line break after its dashes
        self.findings.add(
            self._name(path), place, f"this is not YAML ({problem}); often quotation marks around a text are missing."
        )

    def _front_matter(self, path: Path) -> tuple[Fields, MarkdownReader]:
        name = self._name(path)
        text = self._text(path)
        values: Any = {}
        content = text
        try:
            post = frontmatter.loads(text)
            values, content = post.metadata, post.content
        except yaml.YAMLError as error:
            self._note_yaml(path, error)
            values, content = UNREADABLE, ""
        else:
            if text and not values:
                self.findings.add(name, 1, "begin with front matter: a line `---`, names with values, a line `---`.")
        first_line = text[: text.rindex(content)].count("\n") + 1 if content else 1
        body = MarkdownReader(content, file=name, folder=path.parent, first_line=first_line, findings=self.findings)
        return self._fields(values, file=name, place="front matter"), body

    def _numbered(self, folder: Path, *, folders: bool) -> list[Path]:
        """What stands in `folder` under a number, in its order."""
        found: dict[int, Path] = {}
        for path in sorted(folder.iterdir()):
            match = NUMBERED.fullmatch(path.stem if path.is_file() else path.name)
            if match is None or path.is_dir() != folders or (path.is_file() and path.suffix != ".md"):
                continue
            number = int(match.group(1))
            if number in found:
                self.findings.add(
                    self._name(path), "", f"the number {number} is taken by {found[number].name}; renumber one of them."
                )
            found.setdefault(number, path)
        return [path for _number, path in sorted(found.items())]

    # Things -------------------------------------------------------------------------------------------------------

    def _outcome(self, parent: Fields, number: int, entry: Any) -> tuple[str, str]:
        fields = Fields(entry, file=parent.file, place=f"outcome {number}", findings=self.findings)
        outcome = (fields.key(), fields.text("text", limit=300))
        fields.finish()
        return outcome

    def _modules(self) -> list[ParsedModule]:
        folders = self._numbered(self.folder, folders=True)
        if not folders:
            self.findings.add("course.md", "", "the course has no modules; add a folder such as `1-first-steps`.")
        return [self._module(folder) for folder in folders]

    def _module(self, folder: Path) -> ParsedModule:
        fields, body = self._front_matter(folder / "module.md")
        quiz = folder / "quiz.yaml"
        paths = self._numbered(folder, folders=False)
        if not paths:
            self.findings.add(self._name(folder), "", "the module has no lessons; add a file such as `1-start.md`.")
        intro = " ".join(" ".join(line.split()) for line in body.lines).strip()
        if any(node.type != "paragraph" for node in body.root.children) or len(body.root.children) > 1:
            self.findings.add(fields.file, "", "a module has one paragraph of plain text; move the rest to a lesson.")
        module = ParsedModule(
            file=fields.file,
            key=fields.key(),
            slug=fields.key("slug"),
            title=fields.text("title", limit=255),
            summary=fields.text("summary", limit=300),
            intro=intro,
            lessons=tuple(self._lesson(path) for path in paths),
            quiz=self._quiz(quiz) if quiz.exists() else None,
        )
        fields.finish()
        return module

    def _lesson(self, path: Path) -> ParsedLesson:
        fields, body = self._front_matter(path)
        blocks = body.blocks()
        lesson = ParsedLesson(
            file=fields.file,
            key=fields.key(),
            slug=fields.key("slug"),
            title=fields.text("title", limit=255),
            summary=fields.text("summary", limit=300),
            minutes=fields.number("minutes", high=120),
            sources=tuple(str(key) for key in fields.entries("sources", required=False)),
            blocks=blocks,
            links=tuple(body.links),
            words=body.words(),
            text="\n".join(body.lines),
            first_line=body.first_line,
        )
        fields.finish()
        return lesson

    def _assignment(self, path: Path) -> ParsedAssignment | None:
        if not path.is_file():
            return None
        fields = self._fields(self._yaml(path), file=self._name(path), place="")
        text = str(fields.values.get("brief") or "")
        written = self._text(path).partition("\nbrief:")[0]
        brief = MarkdownReader(
            text,
            file=fields.file,
            folder=path.parent,
            first_line=written.count("\n") + 3,  # the text begins below its name
            findings=self.findings,
        )
        return read_assignment(fields, brief)

    def _quiz(self, path: Path) -> ParsedQuiz | None:
        if not path.is_file():
            return None
        fields = self._fields(self._yaml(path), file=self._name(path), place="")
        items = [self._item(fields, number, entry) for number, entry in enumerate(fields.entries("items"), 1)]
        quiz = ParsedQuiz(
            file=fields.file,
            key=fields.key(),
            slug=fields.key("slug"),
            title=fields.text("title", limit=255),
            intro=fields.text("intro", limit=1000, required=False),
            pass_mark=fields.number("pass_mark", default=70, high=100),
            attempts=fields.number_or_none("attempts"),
            minutes=fields.number("minutes", default=5),
            time_limit=fields.number_or_none("time_limit"),
            shuffle=fields.boolean("shuffle", default=True),
            feedback=fields.one_of("feedback", FeedbackTime.values, default=FeedbackTime.AFTER_SUBMISSION.value),
            items=tuple(items),
        )
        fields.finish()
        return quiz

    def _item(self, quiz: Fields, number: int, entry: Any) -> ParsedItem:
        fields = Fields(entry, file=quiz.file, place=f"item {number}", findings=self.findings)
        tag = fields.text("draw", limit=80, required=False)
        question = fields.text("question", limit=80, required=False)
        if bool(tag) == bool(question):
            fields.note("write either `draw: <tag>` or `question: <key>`.")
        if question and fields.get("count") is not None:
            fields.note("`count` belongs to `draw`; remove it.")
        item = ParsedItem(
            tag=tag,
            question=question,
            count=fields.number("count", default=1, high=100),
            points=fields.number("points", default=1, high=100),
        )
        fields.finish()
        return item

    def _questions(self) -> list[ParsedQuestion]:
        paths = [path for path in [self.folder / "questions.yaml"] if path.is_file()]
        paths += sorted((self.folder / "questions").glob("*.yaml"))
        questions = []
        for path in paths:
            entries = self._list_of(path)
            questions += [self._question(path, number, entry) for number, entry in enumerate(entries, 1)]
        return questions

    def _list_of(self, path: Path) -> list[Any]:
        entries = self._yaml(path)
        if entries is UNREADABLE:
            return []
        if not isinstance(entries, list):
            self.findings.add(self._name(path), "", "this file must be a list: each entry begins with `- `.")
            return []
        return entries

    def _question(self, path: Path, number: int, entry: Any) -> ParsedQuestion:
        key = entry.get("key") if isinstance(entry, dict) else None
        fields = Fields(entry, file=self._name(path), place=f"question {key or number}", findings=self.findings)
        kind = fields.one_of("kind", QuestionKind.values)
        question = ParsedQuestion(
            file=fields.file,
            key=fields.key(),
            kind=kind,
            text=fields.text("text", limit=1000),
            feedback=fields.text("feedback", limit=2000),
            outcome=fields.key("outcome"),
            tags=self._tags(fields),
        )
        if kind in CHOICE_KINDS:
            choices = [self._choice(fields, number, one) for number, one in enumerate(fields.entries("choices"), 1)]
            question = replace(question, choices=tuple(choices))
        elif kind == QuestionKind.TRUE_FALSE:
            question = replace(question, answer=fields.boolean("answer"))
        elif kind == QuestionKind.SHORT_TEXT:
            question = replace(question, answers=tuple(str(answer).strip() for answer in fields.entries("answers")))
        fields.finish()
        return question

    def _tags(self, fields: Fields) -> tuple[str, ...]:
        tags = tuple(str(tag) for tag in fields.entries("tags"))
        for tag in tags:
            if not KEY.fullmatch(tag):
                fields.note(f"the tag {tag} may hold only small letters, digits and single hyphens.")
        return tags

    def _choice(self, question: Fields, number: int, entry: Any) -> ParsedChoice:
        fields = Fields(entry, file=question.file, place=f"{question.place}, choice {number}", findings=self.findings)
        choice = ParsedChoice(
            key=fields.key(),
            text=fields.text("text", limit=500),
            is_correct=fields.boolean("correct", default=False),
            feedback=fields.text("feedback", limit=500, required=False),
        )
        fields.finish()
        return choice

    def _sources(self) -> dict[str, Source]:
        path = self.folder / "sources.yaml"
        if not path.is_file():
            return {}
        sources: dict[str, Source] = {}
        for number, entry in enumerate(self._list_of(path), 1):
            fields = Fields(entry, file=self._name(path), place=f"source {number}", findings=self.findings)
            source = Source(
                key=fields.text("key", limit=40),
                title=fields.text("title", limit=300),
                publisher=fields.text("publisher", limit=300, required=False),
                year=fields.text("year", limit=40, required=False),
                url=fields.text("url", limit=500, required=False),
            )
            fields.finish()
            if source.key in sources:
                fields.note(f"the key {source.key} stands twice; remove one.")
            sources[source.key] = source
        return sources
