"""What languages call themselves, for the menu of captions, and the words of pages and slides."""

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
    """The words of a page or a deck itself; `keys` is HTML."""

    play: str
    keys: str
    transcript: str
    pictures: str
    files: str
    credits: str
    made: str
    slides_by: str
    licence: str


PAGE_WORDS = {
    "en": PageWords(
        "Play",
        "<kbd>Space</kbd> plays and pauses, <kbd>←</kbd> <kbd>→</kbd> move by 5 seconds, <kbd>[</kbd>"
        " <kbd>]</kbd> by chapter, <kbd>C</kbd> turns captions off and on, <kbd>F</kbd> fills the screen.",
        "Transcript",
        "Pictures",
        "Files",
        "Credits",
        "Films made with dlvis.",
        "Slides by",
        "MIT licence",
    ),
    "de": PageWords(
        "Abspielen",
        "<kbd>Leertaste</kbd> spielt ab und hält an, <kbd>←</kbd> <kbd>→</kbd> gehen 5 Sekunden zurück und"
        " vor, <kbd>[</kbd> <kbd>]</kbd> ein Kapitel, <kbd>C</kbd> schaltet die Untertitel, <kbd>F</kbd>"
        " füllt den Bildschirm.",
        "Mitschrift",
        "Bilder",
        "Dateien",
        "Quellen",
        "Filme mit dlvis gemacht.",
        "Folien mit",
        "MIT-Lizenz",
    ),
}


def words_language(code: str) -> str:
    """The language of `page_words` for `code`: its own where there are words in it, else English."""
    language = code.partition("-")[0].lower()
    return language if language in PAGE_WORDS else "en"


def page_words(code: str) -> PageWords:
    """The page's or deck's words in the language `code`; in English where there are none."""
    return PAGE_WORDS[words_language(code)]
