"""The first sheet: targets, key figures, money, how far the plan is proven, what it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner import explanation, key_figures, presentation
from planner.ledger.book import LINE_HEIGHT, ROW_HEIGHT, across, put, rows_needed
from planner.words import Text

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

    from planner.key_figures import Figure
    from planner.ledger.book import Book, Kind

_LABEL_WIDTH = 48
_YEAR_WIDTH = 15

# As many years as an upright page holds at a readable size.
_UPRIGHT_YEARS = 5

_YEAR = Text("{year}年", "{year}")
_SHEET = Text("汇总", "Summary")
_TITLE = Text("学校布局调整台账汇总", "school layout adjustment, summary")
_LOOSENED = Text(
    "本方案放宽了以下硬性规则：", "This plan was made with these hard rules loosened: "
)


@dataclass
class _Pen:
    """Where the next row of the sheet goes."""

    book: Book
    sheet: Worksheet
    last: int
    row: int

    def line(self, text: str, style: str = "note") -> None:
        """Write a sentence across the sheet, as high as it needs."""
        columns = _LABEL_WIDTH + _YEAR_WIDTH * self.last
        across(self.sheet, self.row, self.last, text, self.book.style(style))
        self.sheet.set_row(self.row, LINE_HEIGHT * rows_needed(text, columns))
        self.row += 1

    def section(self, heading: Text) -> None:
        """Write the heading of a section after a blank row."""
        self.row += 1
        self.line(heading.say(self.book.language), "section")

    def header(self) -> None:
        """Write the years above a block of figures."""
        language, style = self.book.language, self.book.style("header")
        self.sheet.write_string(self.row, 0, Text("项目", "Figure").say(language), style)
        years = [_YEAR.filled(year=year) for year in self.book.run.assumptions.years]
        for column, name in enumerate([*years, key_figures.WHOLE_PLAN], start=1):
            self.sheet.write_string(self.row, column, name.say(language), style)
        self.sheet.set_row(self.row, ROW_HEIGHT)
        self.row += 1

    def figure(self, figure: Figure, kind: Kind, style: str = "cell") -> None:
        """Write a figure: its label, its years, its total."""
        language = self.book.language
        self.sheet.write_string(
            self.row, 0, figure.label.say(language), self.book.style(style, "text")
        )
        for column, value in enumerate([*figure.by_year, figure.total], start=1):
            put(self.sheet, self.row, column, value, self.book.style(style, kind))
        self.sheet.set_row(self.row, ROW_HEIGHT)
        self.row += 1


def draw_summary(book: Book) -> None:
    """Draw the summary as the first sheet of the workbook."""
    sheet = book.sheet(_SHEET.say(book.language))
    last = len(book.run.assumptions.years) + 1
    if len(book.run.assumptions.years) <= _UPRIGHT_YEARS:
        sheet.set_portrait()
        sheet.fit_to_pages(1, 1)
    sheet.set_column(0, 0, _LABEL_WIDTH)
    sheet.set_column(1, last, _YEAR_WIDTH)
    head = book.head(sheet, _TITLE.say(book.language), last=last)
    pen = _Pen(book=book, sheet=sheet, last=last, row=head)
    _loosened(pen)
    sheet.freeze_panes(head, 0)
    sheet.repeat_rows(0, head - 1)
    for part in (_targets, _figures, _money, _proof, _basis):
        part(pen)


def _loosened(pen: _Pen) -> None:
    language = pen.book.language
    rules = [rule.say(language) for rule in presentation.loosened(pen.book.run.assumptions)]
    if rules:
        pen.line(_LOOSENED.say(language) + presentation.listed(rules, language), "alert")


def _targets(pen: _Pen) -> None:
    pen.section(Text("一、撤并目标与规划", "1. Closures asked for and planned"))
    pen.header()
    for figure in key_figures.target_figures(pen.book.run):
        pen.figure(figure, "count")
    basis = presentation.target_basis(pen.book.run)
    pen.line(presentation.sentence(basis).say(pen.book.language))
    rule = pen.book.run.assumptions.closures.rule
    for line in pen.book.run.plan.targets:
        said = Text("{year}年：{said}。", "{year}: {said}.").filled(
            year=line.year, said=presentation.target_words(line, rule)
        )
        pen.line(said.say(pen.book.language))
    _lawful(pen)


def _lawful(pen: _Pen) -> None:
    """Write how many closures the rules allow, year by year where a target is near or beyond."""
    run, language = pen.book.run, pen.book.language
    for one, line in explanation.telling(run):
        said = explanation.range_words(one, line.asked)
        pen.line(presentation.sentence(said).say(language))
    if explanation.ranges(run) and not explanation.telling(run):
        pen.line(explanation.all_within(run).say(language))


def _figures(pen: _Pen) -> None:
    run = pen.book.run
    pen.section(Text("二、主要指标", "2. Key figures"))
    pen.header()
    for figure in (*key_figures.decisions(run), *key_figures.counts(run)):
        pen.figure(figure, "count")
    for which, whose in (("moved", _OF_MOVED), ("all", _OF_ALL)):
        for figure in key_figures.minutes(run, which):
            pen.figure(_called(figure, whose), "decimal")


def _money(pen: _Pen) -> None:
    language = pen.book.language
    pen.section(Text("三、资金（元）", "3. Money (yuan)"))
    pen.header()
    *accounts, total = key_figures.money(pen.book.run)
    for figure in accounts:
        pen.figure(figure, "money")
    pen.figure(total, "money", "total")
    works = key_figures.works_cost(pen.book.run)
    if works.total:
        pen.figure(works, "money")
    for sentence in presentation.money_words(pen.book.run.plan.proof, language):
        pen.line(sentence)
    pen.line(presentation.ROUNDED.say(language))


def _proof(pen: _Pen) -> None:
    pen.section(Text("四、复核结论", "4. What was checked"))
    pen.line(presentation.proof_words(pen.book.run.plan.proof).say(pen.book.language))


def _basis(pen: _Pen) -> None:
    pen.section(Text("五、依据", "5. What it rests on"))
    for label, value in presentation.basis(pen.book.run, pen.book.language):
        colon = "：" if pen.book.language == "zh" else ": "
        pen.line(f"{label}{colon}{value}")


_OF_MOVED = Text("转学走读学生单程分钟：{label}", "Minutes of day pupils who change: {label}")
_OF_ALL = Text("全部走读学生单程分钟：{label}", "Minutes of all day pupils: {label}")


def _called(figure: Figure, whose: Text) -> Figure:
    label = whose.filled(label=figure.label)
    return key_figures.Figure(label, figure.by_year, figure.total, figure.is_count)
