"""Diagrams of every layout for the style guide, in several languages; all words are samples."""

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import override

from courses.blocks import DiagramBlock

# language, then the block as an author fills it in; a part is "Label | text | lane"
SAMPLES = [
    ("en", {"layout": "flow", "title": "From a first call to a visit",
            "alt": "Four steps in a row: hear, check, plan, visit.",
            "nodes": ["Hear | A neighbour, a teacher or a nurse calls.", "Check | Is anybody in danger today?",
                      "Plan | Who goes, when, with which papers?", "Visit | Always two, always with consent."]}),
    ("sr", {"layout": "flow", "title": "Шест корака до плана социјалне заштите",
            "alt": "Шест корака у два реда, од првог разговора до прегледа.",
            "nodes": ["Разговор | Саслушајте оне који свакодневно раде на терену.",
                      "Мапирање | Где живе људи до којих ниједна услуга не долази?",
                      "Приоритети | Највише три, изабрана заједно са грађанима.", "Буџет | Износ, извор и рок.",
                      "Одлука скупштине", "Преглед | Шта се за годину дана променило, и за кога?"]}),
    ("en", {"layout": "cycle", "title": "The year of a mobile team", "centre": "One year",
            "alt": "Four steps that begin anew each year: map, visit, refer, review.",
            "nodes": ["Map | Where do people live whom no service reaches?", "Visit | Twice a week, always in pairs.",
                      "Refer | To the health centre, the social work centre, the school.",
                      "Review | What changed for whom; the plan of the next year."]}),
    ("mk", {"layout": "cycle", "title": "Круг на учење", "alt": "Пет чекори што почнуваат одново.",
            "nodes": ["Прашај | Што не знаеме за луѓето што ретко доаѓаат?", "Испробај | Мал чекор, за две недели.",
                      "Измери", "Разговарај | Со оние за кои е наменета услугата.", "Промени"]}),
    ("en", {"layout": "ladder", "title": "How far citizens take part", "alt": "Five levels of taking part, from being "
            "told to deciding together.",
            "nodes": ["Informed | They learn what was decided.", "Heard | They are asked before.",
                      "Involved | They work on drafts with the staff.", "Partners | They share the work and the votes.",
                      "Deciding | They hold the majority in the body that decides."]}),
    ("sq", {"layout": "hub", "title": "Kush qëndron rreth ekipit të lëvizshëm në bashki", "centre": "Ekipi i lëvizshëm",
            "alt": "Ekipi në mes dhe gjashtë partnerë përreth.",
            "nodes": ["Qendra shëndetësore | Një infermiere, dy mëngjese në javë.",
                      "Shkolla | Lajmëron kur një fëmijë mungon pa arsye për më shumë se një javë.",
                      "Përgjegjësja e shërbimeve sociale | Vendos për ndihmën e menjëhershme.",
                      "Policia në komunitet | Vetëm kur ekipi e kërkon.", "Shoqatat e lagjes",
                      "Banorët | Tregojnë rrugën dhe hapin derën."]}),
    ("en", {"layout": "matrix", "title": "Where to begin", "across": "Little effort → Much effort",
            "upward": "Small change → Great change",
            "alt": "Four fields by effort and change; begin with little effort and great change.",
            "nodes": ["Fill the gaps | In a quiet week.", "Leave it | It costs more than it gives.",
                      "Begin here | A ramp, a phone number, opening hours in the evening.",
                      "Plan it | Needs a budget line and a partner."]}),
    ("tr", {"layout": "timeline", "title": "Bir uyarı sisteminin ilk yılı", "alt": "Beş tarih, ocaktan aralığa.",
            "nodes": ["Ocak | Mahalle listeleri güncellenir.", "Mart | Gönüllüler eğitilir, ışıklı uyarı denenir.",
                      "Haziran | Sıcak dalgası planı yürürlüğe girer.", "Eylül | Okullarda tatbikat.",
                      "Aralık | Yılın değerlendirmesi ve bütçe."]}),
    ("en", {"layout": "tree", "title": "What a budget line must cover", "centre": "A visit",
            "alt": "A root with three limbs: people, vehicle, what stays with the family.",
            "nodes": ["Two staff | Hours on the road are paid hours. | People", "Supervision | Once a month. | People",
                      "Fuel and tyres | Winter tyres too. | Vehicle", "Insurance | | Vehicle",
                      "Small aid | Up to a fixed sum, with a receipt. | What stays",
                      "Leaflet | In the language of the family. | What stays"]}),
    ("en", {"layout": "overlap", "title": "Where three offices meet", "centre": "The same families",
            "alt": "Three circles, social work, health, school, that overlap in the same families.",
            "nodes": ["Social work | Knows the household and its income.", "Health | Knows who is ill and who is old.",
                      "School | Knows which child stays away."]}),
    ("bg", {"layout": "overlap", "title": "Две гледни точки", "centre": "Общият план",
            "alt": "Два кръга, общината и гражданите, които споделят общия план.",
            "nodes": ["Общината", "Гражданите"]}),
    ("ro", {"layout": "funnel", "title": "De la toți la cei mai singuri", "alt": "De la mulți la puțini, patru trepte.",
            "nodes": ["Toți locuitorii | Registrul populației.", "Peste 75 de ani | Câți sunt în fiecare sat?",
                      "Locuiesc singuri | Îi cunosc poștașul și asistenta.",
                      "Nimeni nu îi vizitează | Aici începe echipa mobilă."]}),
    ("en", {"layout": "lanes", "title": "A referral, and who does what", "alt": "Three lanes, team, social work centre "
            "and family; six steps from the first visit to the review.",
            "nodes": ["First visit | Listens, explains, asks for consent. | Mobile team", "Says yes or no | | Family",
                      "Sends the form | On the same day. | Mobile team",
                      "Decides | Within a week. | Social work centre",
                      "Gets the letter | In plain words. | Family", "Looks again | After a month. | Mobile team"]}),
]  # fmt: skip


def diagrams() -> dict:
    return {
        "template": "courses/_diagram_specimens.html",
        "heading": "Diagrams",
        "diagrams": [{"language": language, "html": _render(language, sample)} for language, sample in SAMPLES],
    }


def _render(language: str, sample: dict) -> SafeString:
    block = DiagramBlock()
    parts = [[words.strip() for words in f"{node} | | ".split("|")[:3]] for node in sample["nodes"]]
    nodes = [{"label": label, "text": text, "lane": lane} for label, text, lane in parts]
    with override(language):
        return mark_safe(block.render(block.to_python({**sample, "nodes": nodes})))
