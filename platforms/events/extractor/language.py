"""In which of the known languages a text is, and the words by which a page in it announces things."""

from __future__ import annotations

from platforms.events.vectoriser import words

COMMON = {
    "en": ["the", "and", "of", "with", "for", "your", "you", "are", "is", "this", "at", "join", "we", "our", "will"],
    "de": [
        "der",
        "die",
        "das",
        "und",
        "mit",
        "fur",
        "ist",
        "ein",
        "eine",
        "nicht",
        "auf",
        "wir",
        "sie",
        "im",
        "zum",
        "zur",
        "uber",
    ],
    "fr": [
        "le",
        "la",
        "les",
        "et",
        "des",
        "du",
        "avec",
        "pour",
        "une",
        "est",
        "vous",
        "nous",
        "sur",
        "dans",
        "au",
        "aux",
    ],
    "es": ["el", "los", "las", "y", "del", "con", "para", "una", "es", "por", "en", "que", "se", "al", "sobre", "como"],
}
PEOPLE = [
    "speakers",
    "speaker",
    "sprecher",
    "sprecherinnen",
    "referenten",
    "vortragende",
    "intervenants",
    "orateurs",
    "ponentes",
    "oradores",
]
HOSTS = [
    "hosts",
    "host",
    "organizers",
    "organisers",
    "gastgeber",
    "veranstalter",
    "organisateurs",
    "organizadores",
    "anfitriones",
]
JUDGES = ["judges", "jury", "juroren", "jurado"]
PANEL = ["panelists", "panel", "podium", "panelistes", "panelistas"]
COMPANIES = ["sponsors", "sponsor", "sponsoren", "partners", "partner", "partenaires", "patrocinadores", "socios"]
TOPICS = ["topics", "topic", "themen", "sujets", "themes", "temas", "tags", "schlagworte"]
PLACES = ["where", "location", "venue", "place", "ort", "wo", "lieu", "donde", "lugar"]
DATES = ["when", "date", "wann", "datum", "quand", "cuando", "fecha"]


def of(text: str, declared: str = "") -> str:
    """`en`, `de`, `fr` or `es`: what most of its common words are of; if they do not tell, what the page declares."""
    seen = words(text[:20_000])
    hits = {language: sum(word in common for word in seen) for language, common in COMMON.items()}
    best = max(hits, key=lambda language: hits[language])
    if hits[best] > 1:
        return best
    short = declared[:2].lower()
    return short if short in COMMON else "en"


def heading_of(text: str) -> str:
    """What a heading or label announces: people, hosts, judges, panel, companies, topics, place or date; else ""."""
    seen = words(text)
    if not seen or len(seen) > 4:
        return ""
    kinds = {
        "speaker": PEOPLE,
        "host": HOSTS,
        "judge": JUDGES,
        "panelist": PANEL,
        "companies": COMPANIES,
        "topics": TOPICS,
        "place": PLACES,
        "date": DATES,
    }
    return next((kind for kind, names in kinds.items() if any(word in names for word in seen)), "")
