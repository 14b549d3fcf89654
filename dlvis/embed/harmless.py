"""Whether a PDF is a plain page: a stranger's may run scripts, open files and ask for addresses.

Only the form is taken in which Cairo writes PDF 1.4: objects in the open, no comments, texts with no more
than a pair of brackets inside, and no name of anything that acts. Nothing is looked up in streams, so nothing
there may look like an object either.
"""

import re

_HEAD = re.compile(rb"%PDF-1\.\d\n%[\x80-\xff]{4}\n")
_END = b"%%EOF\n"
_PAGE = b"/Type /Page % 1\n"  # Cairo's one comment
_SIGNS = rb"[^()\\]|\\."
_SKIPPED = re.compile(
    rb"\((?:%b|\((?:%b)*\))*\)|(?<=>>)\s*\bstream\r?\n(?P<body>.*?)\bendstream\b" % (_SIGNS, _SIGNS),
    re.DOTALL,
)
_OBJECT = re.compile(rb"\d\s+\d+\s+obj")
_ACTIVE = re.compile(
    rb"/(?:A|AA|Action|Annots?|AcroForm|EmbeddedFiles?|Encrypt|F|GoToR|JS|JavaScript|Launch|Names|ObjStm"
    rb"|OpenAction|RichMedia|SubmitForm|URI|XFA|[^\s/<>\[\]()]*#[^\s/<>\[\]()]*)(?=[\s/<>\[\]()]|$)"
)


def is_plain_page(content: bytes) -> bool:
    """Whether a PDF only draws; what is not surely so counts as not."""
    head = _HEAD.match(content)
    if head is None or not content.endswith(_END):
        return False
    body = content[head.end() : -len(_END)]
    if any(_OBJECT.search(found["body"] or b"") for found in _SKIPPED.finditer(body)):
        return False
    plain = _SKIPPED.sub(b" ", body).replace(_PAGE, b"", 1)
    return not (any(sign in plain for sign in b"()%") or _ACTIVE.search(plain))
