"""Pages that only draw are taken; what a stranger may have put into a PDF is not."""

from time import perf_counter

import pytest

from dlvis.draw.page import pdf_page
from dlvis.embed.harmless import is_plain_page
from tests.test_draw_page import drawings, paper

PLAIN = pdf_page((160, 90), lambda page: page.ground("#FFFFFF"), "A title (1)", "Seen: /JS, 50 % of it")


def with_object(text):
    """The page with one more object before its table."""
    return PLAIN.replace(b"\nxref\n", b"\n9 0 obj\n" + text + b"\nendobj\nxref\n", 1)


@pytest.mark.parametrize("name", drawings())
def test_pages_of_ours_are_plain(name):
    assert is_plain_page(paper(drawings()[name], 'Hostile "(/JavaScript)" %title', "/Launch \\ /URI"))


def test_an_object_more_changes_nothing():
    assert is_plain_page(PLAIN)
    assert is_plain_page(with_object(b"<< /Kind /Other >>"))


@pytest.mark.parametrize(
    "text",
    [
        b"<< /S /JavaScript /JS (app.alert(1)) >>",
        b"<< /OpenAction 4 0 R >>",
        b"<< /AA << /O 4 0 R >> >>",
        b"<</S/URI/URI(http://example.org)>>",
        b"<< /S /Launch /F (calc.exe) >>",
        b"<< /S /J#61vaScript >>",
        b"<< /Annots [ 4 0 R ] >>",
        b"<< /Type /ObjStm /N 1 >>\nstream\nx\nendstream",
        b"<< /Length 9 >>\nstream\n10 0 obj << /S /JavaScript >> endobj\nendstream",
        b"% ( \n<< /OpenAction 4 0 R >>\n% )",
        b"<< /T (x(y(z) >>\nstream\n)) /OpenAction 4 0 R /U (\nendstream) >>",
        b"<< /T (open",
        b"<< /T (10 0 obj << /S /JavaScript /JS <61> >> endobj) >>",
        b"<< /X <(> /OpenAction 4 0 R /Y <)> >>",
        b"<< /Length 9 >>\nstream\n10%x\n0%\nobj << /S /JavaScript >>\nendstream",
        b"<< /Length 9 >>\nstream\n10\0000\0obj\0<< /S /JavaScript >>\nendstream",
        b"<< /X << >> stream\n/OpenAction 4 0 R endstream >>",
        b"<< /Length 9 /W [ 1 2 1 ] >>\nstream\nx\nendstream",
        b"<< /Length 9 /N 1 /First 4 >>\nstream\nx\nendstream",
        b"<< /AF [ << /EF << /UF 5 0 R >> >> ] >>",
    ],
)
def test_what_acts_or_hides_is_not_plain(text):
    assert not is_plain_page(with_object(text))


@pytest.mark.parametrize("content", [b"", b"%PDF-1.4\n", PLAIN[:-7], b"\n" + PLAIN, PLAIN + PLAIN])
def test_another_form_is_not_plain(content):
    assert not is_plain_page(content)


def test_a_page_of_streams_that_never_end_is_refused_at_once():
    begun = perf_counter()
    assert not is_plain_page(with_object(b">>\nstream\n" * 20_000))
    assert perf_counter() - begun < 5  # sought from each line, it took half a minute
