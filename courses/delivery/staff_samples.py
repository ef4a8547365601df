"""A list of staff to fill in, with visibly fictional people. Knows nothing of who asks."""

import io

from courses.rules.staff_lists import to_csv

# e-mail, name, name in a second script, position, organisation, language, sex
ROWS = [
    ["ana.sample@example.org", "Ana Sample", "Ана Пример", "Social worker (sample)", "", "sr-latn", "F"],
    ["besim.sample@example.org", "Besim Sample", "", "Planner (sample)", "", "sq", "M"],
]


def sample_csv(head: list[str]) -> bytes:
    return to_csv(head, ROWS)


def sample_xlsx(head: list[str]) -> bytes:
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book = Workbook()
    sheet = book.active
    for row in [head, *ROWS]:
        sheet.append(row)
    for place, cell in enumerate(sheet[1]):
        cell.font = Font(bold=True)
        sheet.column_dimensions[cell.column_letter].width = max(len(head[place]) + 2, 22)
    sheet.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
