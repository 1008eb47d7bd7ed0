"""What the sheets share: fonts and number formats, page set-up, title rows, widths of text."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from math import ceil
from typing import TYPE_CHECKING, Any, Literal
from unicodedata import east_asian_width

from planner import presentation
from planner.words import Text

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from planner.run import Run
    from planner.words import Language

type Kind = Literal["text", "count", "year", "decimal", "money"]

A4 = 9
LINE_HEIGHT = 16
ROW_HEIGHT = 19
TITLE_HEIGHT = 32

_PAGE = Text("第 &P 页，共 &N 页", "page &P of &N")
_RUN = Text("方案编号 {run}", "run {run}")

_HEADING = Text("{county}{title}", "{county}: {title}")

_HEADING_FONT = Text("黑体", "Arial")
_BODY_FONT = Text("仿宋", "Arial")

# A blank as wide as a blank between a number and its border: programs differ on indents.
_GAP = "_ "

_NUMBERS: dict[str, str] = {
    "text": "@",
    "count": f"#,##0{_GAP}",
    "year": f"0{_GAP}",
    "decimal": f"#,##0.0{_GAP}",
    "money": f"#,##0{_GAP}",
}

_GRID = {"border": 1, "border_color": "#8C8C8C"}
_STYLES: dict[str, dict[str, Any]] = {
    "title": {"font_size": 16, "align": "center"},
    "labels": {"font_size": 10, "align": "center", "font_color": "#595959", "text_wrap": True},
    "section": {"font_size": 12, "bottom": 1},
    "alert": {"font_size": 11, "text_wrap": True, "bg_color": "#FCE4D6", "border": 1},
    "note": {"font_size": 11, "text_wrap": True, "align": "left"},
    "header": {
        **_GRID,
        "font_size": 11,
        "align": "center",
        "text_wrap": True,
        "bg_color": "#E7E6E1",
    },
    "cell": {**_GRID, "font_size": 11},
    "total": {**_GRID, "font_size": 11, "top": 2, "bg_color": "#F6F4EE"},
}
_HEADED = {"title", "section", "header", "total"}


@dataclass(frozen=True)
class Book:
    """A workbook in the making, with the run that it shows."""

    workbook: Workbook
    run: Run
    language: Language
    _formats: dict[tuple[str, str], Format] = field(default_factory=dict)

    def style(self, name: str, kind: Kind = "text") -> Format:
        """Return a cell format, the same object for the same wishes."""
        if (name, kind) not in self._formats:
            font = (_HEADING_FONT if name in _HEADED else _BODY_FONT).say(self.language)
            shape = _shape(name, kind)
            wishes = {"font_name": font, "valign": "vcenter", **_STYLES[name], **shape}
            self._formats[name, kind] = self.workbook.add_format(wishes)
        return self._formats[name, kind]

    def sheet(self, name: str) -> Worksheet:
        """Return a new sheet that prints on A4 across, one page wide, with the run's id below."""
        sheet = self.workbook.add_worksheet(name)
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        sheet.center_horizontally()
        run = _RUN.filled(run=self.run.run_id.replace("&", "&&")).say(self.language)
        state = presentation.PLANNED.say(self.language)
        sheet.set_footer(f"&L{run}&C{state}&R{_PAGE.say(self.language)}")
        return sheet

    def head(self, sheet: Worksheet, title: str, *, last: int, extra: tuple[str, ...] = ()) -> int:
        """Write title and labels across the columns up to `last`; return the next free row."""
        said = [label.say(self.language) for label in presentation.labels(self.run)]
        below = "  ·  ".join([self.run.assumptions.title.say(self.language), *said, *extra])
        across(
            sheet,
            0,
            last,
            _HEADING.filled(county=self.run.dataset.name, title=title).say(self.language),
            self.style("title"),
        )
        across(sheet, 1, last, below, self.style("labels"))
        sheet.set_row(0, TITLE_HEIGHT)
        sheet.set_row(1, LINE_HEIGHT * 2)
        return 2


def _shape(name: str, kind: Kind) -> dict[str, Any]:
    if name not in {"cell", "total"}:
        return {}
    if kind == "text":
        return {"text_wrap": True, "align": "left", "indent": 1, "num_format": _NUMBERS[kind]}
    return {"align": "right", "num_format": _NUMBERS[kind]}


def across(sheet: Worksheet, row: int, last: int, text: str, style: Format) -> None:
    """Write `text` over the columns from the first to `last`."""
    if last > 0:
        sheet.merge_range(row, 0, row, last, "", style)
    sheet.write_string(row, 0, text, style)


@lru_cache(maxsize=2**16)
def width(text: str) -> float:
    """Return how many digits wide `text` is; a Chinese character takes a little over two."""
    return sum(2.1 if east_asian_width(sign) in "WF" else 1.1 for sign in text)


def rows_needed(text: str, columns: float) -> int:
    """Return the lines that `text` fills in a cell `columns` digits wide."""
    return sum(max(1, ceil(width(line) / columns)) for line in text.split("\n"))


def put(sheet: Worksheet, row: int, column: int, value: object, style: Format) -> None:
    """Write one value as what it is: text as text, a number as a number, nothing as blank."""
    if value is None:
        sheet.write_blank(row, column, None, style)
    elif isinstance(value, str):
        sheet.write_string(row, column, value, style)
    else:
        sheet.write_number(row, column, value, style)
