"""All that a full case needs beside its card."""

FULL = {
    "objectives": "No child stays at home.",
    "participation": 3,
    "cost_note": "24,000 euros a year",
    "evidence": 2,
    "went_wrong": "Parents did not trust the bus; a mother rode along.",
    "success_conditions": "A building without stairs.",
    "smallest_version": "Two rooms, three days a week.",
    "not_suitable_when": "Villages lie over an hour apart.",
    "suitable_bands": ["10_30"],
    "after_donor": "The municipal budget since 2024.",
}
PARTS = {
    "steps": [{"what": "Decide", "who": "Council", "when": "2021", "duration": "2 months"}],
    "partners": [{"name": "Parents' association", "support": ["technical"]}],
    "indicators": [{"name": "Children a day", "baseline": "0", "latest": "28"}],
    "lessons": [{"text": "Ask the parents"}, {"text": "Start small"}, {"text": "Count"}],
}
