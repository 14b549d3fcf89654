"""A deck as LaTeX to include in one's own Beamer slides: posters, as vectors if they are, lead to the films.

Whatever a title holds is text there, never a command.
"""

import re
from pathlib import Path

from dlvis.embed.languages import page_words
from dlvis.embed.slides import FILMS, Act, Deck, Slide, in_one

_MEANT = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': r"\textquotedblright{}",  # Beamer's usual encoding has no straight ones
    "`": r"\textasciigrave{}",
    "\N{THIN SPACE}": r"\,",
}
_MEANT |= {sign: f"\\{sign}" for sign in "{}$&#_%"}
_MATHS = {  # which pdflatex has no letters for
    "−": "-", "≤": r"\le", "≥": r"\ge", "≈": r"\approx", "≠": r"\ne", "∞": r"\infty", "∈": r"\in",
    "∘": r"\circ",
    "⋅": r"\cdot", "′": "'", "↦": r"\mapsto", "√": r"\surd", "∂": r"\partial", "∇": r"\nabla", "∑": r"\sum",
    "α": r"\alpha", "β": r"\beta", "γ": r"\gamma", "δ": r"\delta", "ε": r"\varepsilon", "η": r"\eta",
    "θ": r"\theta", "λ": r"\lambda", "μ": r"\mu", "π": r"\pi", "ρ": r"\rho", "σ": r"\sigma", "τ": r"\tau",
    "φ": r"\varphi", "ω": r"\omega", "Δ": r"\Delta", "Σ": r"\Sigma", "Ω": r"\Omega",
}  # fmt: skip
_MEANT |= {sign: rf"\ensuremath{{{name}}}" for sign, name in _MATHS.items()}
HEAD = r"""% Put the folder films beside your document and write \input{NAME} in its body.
% It needs the packages graphicx (of 2021 or later) and hyperref, which beamer loads."""


def write(deck: Deck, folder: Path, name: str) -> Path:
    """Write the frames into `folder`, which holds the films and posters already."""
    file = folder / f"{name}.tex"
    file.write_text(beamer(deck, file.name), encoding="utf-8")
    return file


def beamer(deck: Deck, name: str) -> str:
    """LaTeX with a frame for each beat, for a file of this name."""
    return in_one(deck, HEAD.replace("NAME", name), _act, _credits(deck))


def tex_text(text: str) -> str:
    """`text` on one line of LaTeX, where no sign of it means anything."""
    return "".join(_MEANT.get(sign, sign) for sign in re.sub(r"[ \t\n]+", " ", text).strip())


def _act(title: str, act: Act) -> str:
    return "\n\n".join([f"\\section{{{tex_text(title)}}}", *map(_frame, act.slides)])


def _frame(slide: Slide) -> str:
    film, poster = f"{FILMS}/{slide.film.name}", f"{FILMS}/{(slide.page or slide.poster).name}"
    return rf"""\begin{{frame}}{{{tex_text(slide.title)}}}
  \centering
  \href{{run:{film}}}{{\includegraphics[width=\linewidth,height=0.78\textheight,keepaspectratio,%
    alt={{{tex_text(slide.alt)}}}]{{{poster}}}}}
  \note{{{tex_text(slide.narration)}}}
\end{{frame}}"""


def _credits(deck: Deck) -> list[str]:
    if not deck.credits:
        return []
    notices = "\\par\n  ".join(map(tex_text, deck.credits))
    heading = tex_text(page_words(deck.language).credits)
    return [f"\\begin{{frame}}{{{heading}}}\n  {notices}\n\\end{{frame}}"]
