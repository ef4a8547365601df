"""What helps to write a practice: another name for a field where a form asks a question, a hint, a fictional example.

Words only: no rule hangs on them.
"""

from django.utils.translation import gettext_lazy as _

LABELS = {
    "title": _("What is the practice called?"),
    "result_line": _("What changed, for whom, in one line"),
    "language": _("In which language do you write?"),
    "organisation": _("In which municipality?"),
    "place": _("Or where, if it is not in the list"),
    "target_groups": _("For whom is it? At most four"),
    "approach": _("Which approach is it, above all?"),
    "further_approaches": _("Up to two further approaches"),
    "run_state": _("Does it run today?"),
    "start_year": _("Since which year?"),
    "end_year": _("Until which year, if it ended?"),
    "problem": _("What was the problem?"),
    "solution": _("What did you do?"),
    "results": _("What came of it so far?"),
    "no_data_reason": _("No numbers yet? Say why"),
    "contact_name": _("Whom may others ask?"),
    "contact_email": _("E-mail address; it is never shown or exported"),
    "offers": _("What do you offer others?"),
    "went_wrong": _("What went wrong, and how did you handle it?"),
    "sdg_targets": _("Which SDG targets does it serve?"),
    "courses": _("Which course teaches it?"),
    "steps": _("Steps"),
    "partners": _("Partners"),
    "costs": _("Costs"),
    "indicators": _("Numbers before and after"),
    "lessons": _("Lessons, three to five"),
    "documents": _("Documents that others may reuse"),
    "images": _("Pictures"),
}

HELP = {
    "title": _("Short and plain; a reader must see at once what it is. At most 100 characters."),
    "result_line": _("The result, not the activity; with a number if you can. At most 160 characters."),
    "organisation": _("Its position, size and economy are filled in from the list."),
    "economy": _("Only where the municipality is not in the list."),
    "target_groups": _("Those whose life it changes, not those who work in it."),
    "problem": _("How it was before, and for whom. At most 600 characters."),
    "solution": _("What you decided, set up and do now. At most 1,000 characters."),
    "results": _("At least one number: people reached, waiting time, cost, attendance. At most 600 characters."),
    "no_data_reason": _("For example: it began in May and is counted for the first time in December."),
    "contact_email": _("Readers write through the site; the letter comes to you."),
    "legal_basis": _("Laws, decisions and agreements on which it stands."),
    "steps": _("From the first idea to daily work, in the order in which it happened."),
    "partners": _("Who took part, and with what."),
    "participation": _("How much do those for whom it is have a say?"),
    "costs": _("Keep apart what it cost once to set up and what it costs every year. Say where the number is from."),
    "yearly_cost_band": _("Readers look for it by this. Choose the nearest; amounts are not converted."),
    "indicators": _("The same thing counted before and after, with the dates."),
    "evidence": _("How do you know? Be modest: a reader trusts a modest answer more."),
    "went_wrong": _("The most useful part of a case. Nobody is blamed; others are spared your detours."),
    "lessons": _("One sentence each: what would you tell a colleague who begins tomorrow?"),
    "after_donor": _("Who pays when a project ends, or from the beginning."),
    "smallest_version": _("With how little could a small municipality begin?"),
    "not_suitable_when": _("Where would you advise against it?"),
    "sdg_targets": _("Numbers with commas, for example 1.3, 10.2. Leave it empty if you are not sure."),
    "documents": _("A decision, a rulebook, a job description, a form: what saves others a week of work."),
}

EXAMPLES = {
    "title": _("Mobile team that visits older people in mountain villages"),
    "result_line": _("140 older people in 11 villages are visited every week; before, nobody came."),
    "problem": _(
        "In 11 villages of Sample-on-the-Hill 140 people over 70 lived alone. The nearest nurse was 25 km away, and in "
        "winter the road was closed for weeks."
    ),
    "solution": _(
        "The council set up a team of a nurse, a social worker and a driver. It visits each village on a fixed day, "
        "with a list that the village heads keep. The health centre pays the nurse, the municipality the rest."
    ),
    "results": _("140 people are visited every week (2021: none). Emergency calls fell from 60 to 35 a year."),
    "went_wrong": _(
        "The first bus could not climb the last two villages. We lost a winter, then bought a used four-wheel car."
    ),
    "objectives": _("No older person in the villages is without a visit for more than a week."),
    "smallest_version": _("One nurse with the municipal car, one day a week, in the three villages that are farthest."),
    "not_suitable_when": _("Where a road is closed for months: there a local carer in the village does more."),
    "after_donor": _("Since 2023 the municipal budget, line “social services”; the council decided it for four years."),
    "steps": _("Decide and find the money · council, mayor · spring 2021 · 3 months"),
    "indicators": _("People visited every week · people · 0 (2021) · 140 (2025) · list of the team"),
}
