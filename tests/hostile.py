"""Words that somebody may put into a clip to get more than words out of it."""

import json
from dataclasses import replace

from dlvis.clip import Chapter, load_clip

WORDS = (
    "<script>document.title = 'run'</script>",
    '"><img src=x onerror="document.title = \'run\'">',
    "</title><script>document.title = 'run'</script>",
    "</section></div></main><script>document.title = 'run'</script>",
    "</aside><img src=x onerror=\"document.title='run'\">",
    "' onmouseover='alert(1)",
    "$slides ${title} $$",
    "&lt;b&gt; &amp; &#60;script&#62;",
    "../../../etc/passwd",
    "\\input{/etc/passwd} \\immediate\\write18{touch run} % ~ ^ _ # & $x$",
    "}\\end{frame}\\input{/etc/passwd}\\begin{frame}{",
    "```\n```{=html}\n<script>alert(1)</script>\n```",
    "{{< include /etc/passwd >}}",
    "]({{< include /etc/passwd >}}) ![x](/etc/passwd){onerror=alert(1)}",
    "::: {.notes}\n:::\n---\ntitle: run\n---\n# run",
    "`r system('touch run')` `{python} 1` $x$ @cite [^1]",
    "javascript:alert(1) file:///etc/passwd http://example.org/x",
    "=cmd|' /C calc'!A0",
    "\u202egnp.exe مرحبا 名前 🙂",
    "%s %n {0} {name!r} \\n \\u003cscript\\u003e",
)


def with_words(clip, words=WORDS):
    """The clip in its folder with hostile words wherever its manifest has some; one beat for each."""
    span = clip.seconds / len(words)
    chapters = [
        Chapter(each, each, round(n * span, 1), round((n + 1) * span, 1), each, each)
        for n, each in enumerate(words)
    ]
    manifest = clip.path.parent / "clip.json"
    document = json.loads(manifest.read_text(encoding="utf-8"))
    document |= {"title": words[0], "credits": list(words)}
    document["chapters"] = [vars(replace(each)) for each in chapters]
    manifest.write_text(json.dumps(document), encoding="utf-8")
    return load_clip(clip.path)
