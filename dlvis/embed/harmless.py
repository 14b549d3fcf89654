"""Whether a PDF is a plain page: a stranger's may run scripts, open files and ask for addresses.

Only the form is taken in which Cairo writes PDF 1.4: objects and their table in the open, no comments, texts
with no more than a pair of brackets inside, and no name of anything that acts. Nothing is looked up in texts
and streams, so nothing there may look like an object either.
"""

import re

_HEAD = re.compile(rb"%PDF-1\.\d\n%[\x80-\xff]{4}\n")
_END = b"%%EOF\n"
_PAGE = b"/Type /Page % 1\n"  # Cairo's one comment
_SIGNS = rb"[^()\\]|\\."
# a stream that does not end is taken to the end, once, not sought from each of its lines
_SKIPPED = re.compile(
    rb"(?P<text>\((?:%b|\((?:%b)*\))*\))|<<|<[0-9A-Fa-f\s]*>"
    rb"|(?<=>>)\s*\bstream\r?\n(?P<body>.*?)(?:\bendstream\s+endobj\b|(?P<open>\Z))" % (_SIGNS, _SIGNS),
    re.DOTALL,
)
# the end of an object's head, whatever blanks or comments lie between its numbers, and a dictionary's begin
_OBJECT = re.compile(rb"[\d\s\0]obj[\s\0]*+(?:<<|%)")
_ACTIVE = re.compile(
    rb"/(?:A|AA|AF|Action|Annots?|AcroForm|EF|EmbeddedFiles?|Encrypt|F|First|GoToR|JS|JavaScript|Launch|Names"
    rb"|ObjStm|OpenAction|Prev|RichMedia|SubmitForm|URI|W|XFA|XRef|XRefStm"
    rb"|[^\s/<>\[\]()]*#[^\s/<>\[\]()]*)(?=[\s\0/<>\[\]()]|$)"
)


def is_plain_page(content: bytes) -> bool:
    """Whether a PDF only draws; what is not surely so counts as not."""
    head = _HEAD.match(content)
    if head is None or not content.endswith(_END):
        return False
    body = content[head.end() : -len(_END)]
    if any(_hides(found) for found in _SKIPPED.finditer(body)):
        return False
    plain = _SKIPPED.sub(b" ", body).replace(_PAGE, b"", 1)
    return not (any(sign in plain for sign in b"()<%\0") or _ACTIVE.search(plain))


def _hides(found: re.Match[bytes]) -> bool:
    """Whether a text or a stream may hold an object, or never ends."""
    return found["open"] is not None or bool(_OBJECT.search(found["text"] or found["body"] or b""))
