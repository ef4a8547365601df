"""Course files: a folder of Markdown and YAML (docs/course-files.md) read into plain values, and checked.

Pure: it knows neither models nor the CMS; `services.course_files` brings what is read here into both.
"""

from courses.course_files.content import check_course, check_curriculum
from courses.course_files.findings import Finding
from courses.course_files.parsed import ParsedCourse
from courses.course_files.reader import parse_course

__all__ = ["Finding", "ParsedCourse", "check_course", "check_curriculum", "parse_course"]
