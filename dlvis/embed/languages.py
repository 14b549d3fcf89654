"""What languages call themselves, for the menu of captions, and the words of the page that plays a clip."""

from dataclasses import dataclass

OWN_NAMES = {
    "ar": "العربية",
    "cs": "Čeština",
    "da": "Dansk",
    "de": "Deutsch",
    "el": "Ελληνικά",
    "en": "English",
    "es": "Español",
    "fi": "Suomi",
    "fr": "Français",
    "he": "עברית",
    "hi": "हिन्दी",
    "hu": "Magyar",
    "it": "Italiano",
    "ja": "日本語",
    "ko": "한국어",
    "nb": "Norsk bokmål",
    "nl": "Nederlands",
    "pl": "Polski",
    "pt": "Português",
    "ro": "Română",
    "ru": "Русский",
    "sv": "Svenska",
    "tr": "Türkçe",
    "uk": "Українська",
    "vi": "Tiếng Việt",
    "zh": "中文",
}


def language_name(code: str) -> str:
    """What the language `code` calls itself, its region in brackets: `Português (BR)`; else the code."""
    language, _, region = code.partition("-")
    name = OWN_NAMES.get(language.lower())
    if name is None:
        return code
    return f"{name} ({region})" if region else name


@dataclass(frozen=True)
class PageWords:
    """The words of the page itself; `keys` is HTML."""

    play: str
    keys: str
    transcript: str
    pictures: str
    files: str


PAGE_WORDS = {
    "en": PageWords(
        "Play",
        "<kbd>Space</kbd> plays and pauses, <kbd>←</kbd> <kbd>→</kbd> move by 5 seconds, <kbd>[</kbd>"
        " <kbd>]</kbd> by chapter, <kbd>C</kbd> turns captions off and on, <kbd>F</kbd> fills the screen.",
        "Transcript",
        "Pictures",
        "Files",
    ),
    "de": PageWords(
        "Abspielen",
        "<kbd>Leertaste</kbd> spielt ab und hält an, <kbd>←</kbd> <kbd>→</kbd> gehen 5 Sekunden zurück und"
        " vor, <kbd>[</kbd> <kbd>]</kbd> ein Kapitel, <kbd>C</kbd> schaltet die Untertitel, <kbd>F</kbd>"
        " füllt den Bildschirm.",
        "Mitschrift",
        "Bilder",
        "Dateien",
    ),
}


def page_words(code: str) -> PageWords:
    """The page's words in the language `code`; in English where there are none."""
    return PAGE_WORDS.get(code.partition("-")[0].lower(), PAGE_WORDS["en"])
