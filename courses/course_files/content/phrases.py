"""Words that the house does not use, each with what to write instead. A list, and nothing else."""

import re
from typing import NamedTuple


class Phrase(NamedTuple):
    pattern: re.Pattern[str]
    remedy: str


def _phrase(pattern: str, remedy: str, *, any_case: bool = True) -> Phrase:
    return Phrase(re.compile(pattern, re.IGNORECASE if any_case else 0), remedy)


# after "the poor", "the deaf": no noun follows, so the word stands for people ("the deaf pupil" is not meant)
ALONE = (
    r"(?=\s*(?:[.,;:!?)]|$|(?:and|or|who|whom|in|to|of|are|is|were|was|have|had|has|can|cannot|often|with|from|do|on|at|"
    r"by|for|need|live|as|will|must|should|may|than|but|also)\b))"
)
PEOPLE = r"(?:people|persons?|individuals?|children|child|adults?|citizens?|residents?|women|men|families|family)"

PHRASES = (
    # people first
    _phrase(r"\bthe (?:disabled|handicapped|impaired)\b", "write “persons with disabilities”."),
    _phrase(rf"\b(?:disabled|handicapped|invalid) {PEOPLE}\b", "write “persons with disabilities”."),
    _phrase(r"\bhandicapped\b|\bcripp?led?\b|\binvalids\b", "write “persons with disabilities”."),
    _phrase(r"\bwheelchair[- ]bound\b|\bconfined to (?:a|her|his) wheelchair\b", "write “uses a wheelchair”."),
    _phrase(r"\bsuffer(?:s|ing)? from (?:a )?(?:disabilit|autism|dementia|down)", "write “has …” or “lives with …”."),
    _phrase(r"\bspecial needs\b", "say which support is needed, or “with disabilities”."),
    _phrase(r"\b(?:mentally ill|retarded|insane|lunatic)\b", "write “persons with psychosocial disabilities”."),
    _phrase(r"\belderly people\b|\bold people\b", "write “older people”."),
    _phrase(rf"\bthe (?:elderly|aged|seniors|old){ALONE}", "write “older people”."),
    _phrase(rf"\bthe (?:poor|needy|homeless|blind|deaf|unemployed){ALONE}",
            "name people first: “people in poverty”, “people who …”."),
    _phrase(rf"\bthe vulnerable{ALONE}", "say who is meant and which barrier stands in the way."),
    _phrase(rf"\bvulnerable {PEOPLE}\b", "say who is meant and which barrier stands in the way."),
    _phrase(r"\b(?:drug addicts?|addicts|alcoholics|prostitutes?|illegal (?:im)?migrants?)\b",
            "name people first: “people who …”."),
    _phrase(r"\bnormal (?:people|children|families|persons)\b", "write “other” or say what you mean."),
    _phrase(r"\bgyps(?:y|ies)\b|\btsigan|\bgipsy", "write “Roma”."),
    _phrase(r"\b(?:chairman|chairmen|manpower|policemen|policeman|mankind)\b", "choose a word for women and men."),
    # designations
    _phrase(r"(?<!North )\bMacedonia\b", "write “North Macedonia”.", any_case=False),
    _phrase(r"\bFYROM\b|\bFYR (?:of )?Macedonia\b", "write “North Macedonia”.", any_case=False),
    _phrase(r"\bTurkey\b", "write “Türkiye”.", any_case=False),
    _phrase(r"\bBosnia\b(?! and Herzegovina)", "write “Bosnia and Herzegovina”.", any_case=False),
    _phrase(r"\bPristina\b", "write both names: “Prishtina / Priština”.", any_case=False),
    _phrase(r"\bWestern Balkans? (?:countries|states|nations)\b", "write “economies of the Western Balkans”."),
    _phrase(r"\b(?:the )?countries (?:of|in) (?:the (?:Western )?Balkans|the region|South-?East(?:ern)? Europe)\b",
            "write “economies of …”."),
    _phrase(r"\bBalkan (?:countries|states)\b|\bSEE countries\b", "write “economies of South-East Europe”."),
    _phrase(r"\bex-Yugoslav|\bformer Yugoslav Republic\b", "name the economies."),
)  # fmt: skip

HEADING_PHRASES = (_phrase(r"\bcountr(?:y|ies)\b", "write “economy” or “economies”; headings name no countries."),)
