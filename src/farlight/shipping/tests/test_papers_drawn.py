"""Papers, read back: their words by pdftotext, their codes by the library that the scanning page uses."""

import json
import subprocess
from pathlib import Path

import pytest

from farlight.kernel.errors import Invalid, Unavailable
from farlight.shipping.adapters.papers import fonts
from farlight.shipping.adapters.papers.binding import paper_pdf, papers_pdf
from farlight.shipping.adapters.papers.datamatrix import SIZES, data_matrix
from farlight.shipping.tests.paper_facts import CODE, DRY_ICE, FACILITY, STRANGE, paper_facts, piece, puck
from farlight.shipping.types.papers import PackedContainer, Paper, PaperSize

READER = Path(__file__).with_name("decode.mjs")
FRONTEND = Path(__file__).parents[4] / "frontend" / "package.json"


def pictures(folder, pdf, dots):
    file = folder / "paper.pdf"
    file.write_bytes(pdf)
    subprocess.run(
        ["pdftoppm", "-r", str(dots), "-gray", "-png", file, folder / "page"], check=True, capture_output=True
    )
    return sorted(folder.glob("page*.png"))


def scanned(folder, pdf, *, dots=200):
    """What a scanner reads on each page."""
    command = ["node", READER, FRONTEND, *pictures(folder, pdf, dots)]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return [[tuple(code) for code in json.loads(line)] for line in told.splitlines()]


def words(folder, pdf):
    file = folder / "paper.pdf"
    file.write_bytes(pdf)
    command = ["pdftotext", "-layout", "-q", file, "-"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def pages(folder, pdf):
    file = folder / "paper.pdf"
    file.write_bytes(pdf)
    told = subprocess.run(["pdfinfo", file], check=True, capture_output=True, text=True).stdout
    said = dict(line.split(":", 1) for line in told.splitlines())
    return int(said["Pages"]), said["Page size"].strip()


@pytest.mark.parametrize("size", PaperSize)
def test_a_label_is_read_by_any_scanner_at_any_size(tmp_path, size):
    pdf = paper_pdf(Paper.LABEL, paper_facts(), size)
    address = f"https://farlight.example.org/t/{CODE}#3fa9c1d2"
    assert scanned(tmp_path, pdf) == [[("Code128", CODE.upper()), ("QRCode", address)]]


def test_a_label_says_what_people_need(tmp_path):
    said = words(tmp_path, paper_pdf(Paper.LABEL, paper_facts(conditions="Gloves."), PaperSize.THERMAL))
    for word in (
        "Dewar DLS-MX-0001 “Big blue”", "mx2341-7 on sim1", "GREEN", "3fa9c1d2", "Thu 3 Dec 2026, 09:00 CET",
        "Piet de Vries", "Universität Uppsala, Institutionen för biologi", "Sweden", "CPS-0001, 16 samples",
        "Conditions: Gloves.", "Cryogenic dry shipper. Not restricted, ADR A346", "Remove old paperwork",
    ):  # fmt: skip
        assert word in said.replace("\n", " ").replace("  ", " ") or word in said


@pytest.mark.parametrize(
    ("colour", "word"), [("green", "GREEN"), ("yellow", "YELLOW"), ("red", "RED"), ("", "NOT APPROVED")]
)
def test_a_label_tells_the_hazard_without_colours(tmp_path, colour, word):
    assert word in words(tmp_path, paper_pdf(Paper.LABEL, paper_facts(colour=colour), PaperSize.A4))


def test_a_label_names_eight_containers_and_counts_the_others(tmp_path):
    facts = paper_facts(containers=tuple(puck(n) for n in range(1, 12)), loose=(piece(1), piece(2)), tools=("T-bar",))
    pdf = paper_pdf(Paper.LABEL, facts, PaperSize.THERMAL)
    said = words(tmp_path, pdf)
    assert ("CPS-0008" in said, "CPS-0009" in said, "plus 3 more" in said, "2 samples beside" in said) == (
        True, False, True, True
    )  # fmt: skip
    assert pages(tmp_path, pdf) == (1, "283.465 x 425.197 pts")


def test_a_label_with_the_longest_of_everything_keeps_its_codes(tmp_path):
    long = "Institut für " + "Wirklichsehrlangewörter" * 8
    facts = paper_facts(
        name="n" * 100,
        conditions="Keep away from everything. " * 20,
        sender=FACILITY.__class__(**{**FACILITY.__dict__, "institute": long, "city": long}),
        containers=tuple(PackedContainer(code="c", name="x" * 60, barcode="B" * 60, kind="k") for _ in range(9)),
        tools=tuple("t" * 200 for _ in range(9)),
    )
    pdf = paper_pdf(Paper.LABEL, facts, PaperSize.THERMAL)
    assert [kind for kind, _ in scanned(tmp_path, pdf)[0]] == ["Code128", "QRCode"]
    assert pages(tmp_path, pdf)[0] == 1


def test_address_labels_go_there_and_back(tmp_path):
    facts = paper_facts(courier="hermes", tracking="H-1", return_courier="hermes", return_tracking="H-2")
    out = words(tmp_path, paper_pdf(Paper.OUTBOUND, facts, PaperSize.LETTER))
    back = words(tmp_path, paper_pdf(Paper.RETURN, facts, PaperSize.LETTER))
    assert (out.index("FRANCE") < out.index("SWEDEN"), "H-1" in out, "H-2" in out) == (True, True, False)
    assert (back.index("SWEDEN") < back.index("FRANCE"), "H-2" in back, "mx2341-7" in back) == (True, True, False)


def test_contents_list_every_piece_on_as_many_pages_as_they_need(tmp_path):
    facts = paper_facts(containers=tuple(puck(n) for n in range(1, 8)), loose=(piece(17, slot=""),), tools=("T-bar",))
    pdf = paper_pdf(Paper.CONTENTS, facts, PaperSize.A4)
    said = words(tmp_path, pdf)
    assert (said.count("lyso-16"), "lyso-17" in said, "T-bar" in said, "7 containers, 113 samples" in said) == (
        7, True, True, True
    )  # fmt: skip
    assert pages(tmp_path, pdf)[0] >= 4


def test_letters_of_the_world_are_there_or_said_to_be_missing(tmp_path):
    facts = paper_facts(loose=(piece(1, sample="Ψ-κ Жук №"), piece(2, sample="ไทย", substance="")))
    said = words(tmp_path, paper_pdf(Paper.CONTENTS, facts, PaperSize.A4))
    assert ("Ψ-κ Жук №" in said, "□□□" in said, "stands for letters" in said) == (True, True, True)
    plain = words(tmp_path, paper_pdf(Paper.CONTENTS, paper_facts(), PaperSize.A4))
    assert "stands for letters" not in plain


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Łódź", [("DejaVuSans", "Łódź")]),
        ("結晶", [("STSong-Light", "結晶")]),
        ("結晶の", [("HeiseiKakuGo-W5", "結晶の")]),
        ("A 한글", [("DejaVuSans", "A "), ("HYSMyeongJo-Medium", "한글")]),
        ("a\x00\u200bไ", [("DejaVuSans", "a□")]),
    ],
)
def test_each_letter_gets_a_font_that_has_it(text, expected):
    found = list(fonts.runs(text))
    merged = [(found[0][0], "".join(piece for _, piece in found))] if len({f for f, _ in found}) == 1 else found
    assert merged == expected


def test_without_its_font_nothing_is_printed(monkeypatch):
    monkeypatch.setattr(fonts, "_FOLDERS", ("/nowhere",))
    fonts.load_fonts.cache_clear()
    try:
        with pytest.raises(Unavailable, match="fonts-dejavu-core"):
            paper_pdf(Paper.LABEL, paper_facts(), PaperSize.A4)
    finally:
        monkeypatch.undo()
        fonts.load_fonts.cache_clear()


def test_an_invoice_leaves_open_what_nobody_said(tmp_path):
    said = words(tmp_path, paper_pdf(Paper.INVOICE, paper_facts(tools=("T-bar",), weight_kg=None), PaperSize.A4))
    said = " ".join(said.split())
    for word in (
        "EORI SE2021002932",
        "EORI ____",
        "2500.00 EUR",
        "48",
        "DLS-MX-0001",
        "T-bar",
        "DAP (Inc",
        "Sweden",
    ):
        assert word in said
    assert "no commercial value" in said


def test_dangerous_goods_are_noted_and_never_called_compliant(tmp_path):
    said = words(tmp_path, paper_pdf(Paper.DANGEROUS_GOODS, paper_facts(dangerous=(DRY_ICE, STRANGE)), PaperSize.A4))
    flat = " ".join(said.split())
    assert ("UN 1845, carbon dioxide" in flat, "There is no note of this site about this number" in flat) == (
        True,
        True,
    )
    assert ("5 kg" in flat, "not said" in flat, "do not say that the consignment complies" in flat) == (
        True,
        True,
        True,
    )


def test_the_site_changes_the_words(tmp_path, settings):
    (tmp_path / "papers").mkdir()
    own = tmp_path / "papers" / "dry-shipper.txt"
    own.write_text("Title: Ours\nReview-by: 2020-01-01\n\nDewar {{ parcel.dewar }} & <friends>.\n")
    settings.FARLIGHT_TEXTS_DIR = tmp_path
    said = words(tmp_path, paper_pdf(Paper.DRY_SHIPPER, paper_facts(), PaperSize.A4))
    assert ("Dewar DLS-MX-0001 & <friends>." in said, "To whom" in said) == (True, False)


def test_puck_labels_hold_a_code_each(tmp_path):
    facts = paper_facts(containers=tuple(puck(n) for n in range(1, 31)))
    pdf = paper_pdf(Paper.PUCKS, facts, PaperSize.A4)
    found = [code for page in scanned(tmp_path, pdf, dots=300) for code in page]
    assert found == [("DataMatrix", f"CPS-{n:04}") for n in range(1, 31)]


def test_pins_are_ticked_off(tmp_path):
    said = words(tmp_path, paper_pdf(Paper.PINS, paper_facts(containers=(puck(1), puck(2, 0))), PaperSize.A4))
    assert (said.count("☐"), said.count("HX562B"), "Empty." in said) == (16, 16, True)


def test_the_same_facts_give_the_same_bytes():
    for paper in (Paper.LABEL, Paper.CONTENTS, Paper.PUCKS):
        assert paper_pdf(paper, paper_facts(), PaperSize.A4) == paper_pdf(paper, paper_facts(), PaperSize.A4)


def test_every_size_of_a_data_matrix_is_read(tmp_path):
    """Every corner of the placement and every length, by the scanner itself."""
    texts = [("A1B2C3D4E5F6G7H8J9K0L1M2N3P4Q5R6S7T8U9V0W1X2Y3Z4")[:room] for _, room, _ in SIZES]
    facts = paper_facts(containers=tuple(PackedContainer(code="c", name=t[:8], barcode=t, kind="k") for t in texts))
    assert [len(data_matrix(text)) for text in texts] == [side for side, _, _ in SIZES]
    found = scanned(tmp_path, paper_pdf(Paper.PUCKS, facts, PaperSize.A4), dots=300)
    assert found == [sorted(("DataMatrix", text) for text in texts)]


@pytest.mark.parametrize("text", ["", "Ä", "x" * 45])
def test_what_no_data_matrix_can_hold_is_refused(text):
    with pytest.raises(Invalid):
        data_matrix(text)


def test_two_digits_are_one_codeword():
    assert (len(data_matrix("123456")), len(data_matrix("ABCDEF"))) == (10, 14)


def test_all_papers_are_one_file_with_an_outline(tmp_path):
    papers = (Paper.OUTBOUND, Paper.CONTENTS, Paper.PUCKS)
    facts = paper_facts(containers=(puck(1),))
    whole = papers_pdf(papers, facts, PaperSize.A4)
    said = words(tmp_path, whole)
    assert [word in said for word in ("71 avenue des Martyrs", "Contents", "lyso-16", "CPS-0001")] == [True] * 4
    assert whole.count(b"/Type /Page\n") == sum(
        paper_pdf(paper, facts, PaperSize.A4).count(b"/Type /Page\n") for paper in papers
    )
    assert [paper.label.encode() in whole for paper in papers] == [True] * 3
    assert whole == papers_pdf(papers, facts, PaperSize.A4)
