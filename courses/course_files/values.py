"""What the rows of the CMS shall say: course files → values of fields, and a digest to notice that they changed.

Pure: primary keys of what a value points to come in; nothing is looked up here.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from courses.course_files.parsed import (
    ParsedAssignment,
    ParsedCourse,
    ParsedLesson,
    ParsedModule,
    ParsedQuestion,
    ParsedQuiz,
)
from courses.course_files.stream import References, linked, sources_of, stream_of
from courses.keys import key_for

Values = dict[str, Any]


def digest_of(values: Values) -> str:
    """The same for the same values, whatever the order of their names."""
    return hashlib.sha256(json.dumps(values, sort_keys=True, default=str).encode()).hexdigest()


def course_values(course: ParsedCourse, *, approach: int) -> Values:
    return {
        "title": course.title,
        "slug": course.slug,
        "summary": course.summary,
        "description": course.description,
        "audience": course.audience,
        "made_by": course.made_by,
        "approach_id": approach,
        "cover_motif": course.cover_motif,
        "cover_palette": course.cover_palette,
        "hours": course.hours,
        "requires_lessons": course.requires_lessons,
        "requires_quizzes": course.requires_quizzes,
        "requires_final_test": course.requires_final_test,
        "requires_assignment": course.requires_assignment,
        "has_certificate": course.has_certificate,
        "certificate_months": course.certificate_months,
        "outcomes": [
            {"translation_key": key_for(course.key, "outcome", key), "key": key, "text": text}
            for key, text in course.outcomes
        ],
    }


def module_values(module: ParsedModule) -> Values:
    return {"title": module.title, "slug": module.slug, "summary": module.summary, "intro": module.intro}


def lesson_values(course: ParsedCourse, lesson: ParsedLesson, *, references: References) -> Values:
    return {
        "title": lesson.title,
        "slug": lesson.slug,
        "summary": lesson.summary,
        "minutes": lesson.minutes,
        "body": json.dumps(stream_of(course, lesson, references), ensure_ascii=False),
        "sources": json.dumps(sources_of(course, lesson), ensure_ascii=False),
    }


def assignment_values(course: ParsedCourse, assignment: ParsedAssignment, *, lessons: Mapping[str, int]) -> Values:
    """`lessons` are the ids of the lessons' pages by their keys."""
    return {
        "title": assignment.title,
        "slug": assignment.slug,
        "summary": assignment.summary,
        "brief": linked(assignment.brief, lessons),
        "minutes": assignment.minutes,
        "needs_acceptance": assignment.needs_acceptance,
        "parts": [
            {
                "translation_key": key_for(course.key, "assignment", assignment.key, "part", part.key),
                "key": part.key,
                "kind": part.kind,
                "label": part.label,
                "help": part.help,
                "example": part.example,
                "columns": "\n".join(part.columns),
                "rows": part.rows,
                "choices": "\n".join(part.choices),
                "is_required": part.is_required,
            }
            for part in assignment.parts
        ],
    }


def quiz_values(
    course: ParsedCourse,
    quiz: ParsedQuiz,
    *,
    kind: str,
    questions: Mapping[str, int],
    tags: Mapping[str, int],
) -> Values:
    items = [
        {
            "translation_key": key_for(course.key, "quiz", quiz.key, "item", item.tag, item.question),
            "question_id": questions[item.question] if item.question else None,
            "tag_id": tags[item.tag] if item.tag else None,
            "count": item.count,
            "points": item.points,
        }
        for item in quiz.items
    ]
    return {
        "title": quiz.title,
        "slug": quiz.slug,
        "kind": kind,
        "intro": quiz.intro,
        "pass_mark": quiz.pass_mark,
        "attempts_allowed": quiz.attempts,
        "minutes": quiz.minutes,
        "time_limit": quiz.time_limit,
        "shuffles": quiz.shuffle,
        "feedback": quiz.feedback,
        "items": items,
    }


def question_values(course: ParsedCourse, question: ParsedQuestion) -> Values:
    return {
        "kind": question.kind,
        "text": question.text,
        "feedback": question.feedback,
        "outcome": question.outcome,
        "is_true": question.answer,
        "accepted": "\n".join(question.answers),
        "tags": list(question.tags),
        "choices": [
            {
                "translation_key": key_for(course.key, "question", question.key, "choice", choice.key),
                "text": choice.text,
                "is_correct": choice.is_correct,
                "feedback": choice.feedback,
            }
            for choice in question.choices
        ],
    }
