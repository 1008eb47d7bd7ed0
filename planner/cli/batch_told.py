"""What a batch says: a line for each county as it ends, and a table of all."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from planner.batch.book import FAILED, WAITING
from planner.cli.columns import aligned
from planner.cli.screen import findings_lines
from planner.errors import Finding
from planner.presentation import MISSING, money, percent, proof_words, target_words
from planner.words import Text, same

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from planner.batch.book import Book, Row
    from planner.plan import TargetLine
    from planner.words import Language

READING = Text("正在读入{n}个县", "reading {n} counties")
ROUND = Text(
    "分配共同目标：第{n}轮，询问{m}个县",
    "sharing out the target: round {n}, asking {m} counties",
)
STOPPED = Text(
    "已中断：{m}个县中{n}个已有方案，均已保留；再次运行同一命令即可继续",
    "Stopped: {n} of {m} counties have a plan, and all of them are kept; run the same command "
    "again to continue",
)
STATUS = {
    WAITING: Text("未进行", "not done"),
    FAILED: Text("未完成", "failed"),
    "optimal": Text("已证明", "proven"),
    "feasible": Text("有方案", "planned"),
    "infeasible": Text("无方案", "no plan"),
}
_LINE = Text("[{n}/{m}] {county}：{status}{more}", "[{n}/{m}] {county}: {status}{more}")
_KEPT = Text("（沿用已有结果）", " (the run that was there)")
_AGAIN = Text("（第{n}次才完成）", " (at attempt {n})")
_HEAD = (
    Text("县", "county"),
    Text("结果", "result"),
    Text("规划/目标", "planned/asked"),
    Text("资金（万元）", "yuan"),
    Text("不低于（万元）", "at least"),
    Text("相差", "apart"),
    Text("秒", "seconds"),
)
_ALL = Text("合计", "all")
_PROVINCE = Text(
    "{year}年：共同目标{asked}所，各县合计规划{planned}所；{words}",
    "{year}: {asked} asked of all together, {planned} planned; {words}",
)
_PRICE = Text(
    "再多撤并一所，资金约增加（元，负数为减少）：{prices}",
    "One closure more adds about (yuan; negative: saves): {prices}",
)
_BOUND = Text(
    "任何分法的资金都不会低于{bound}：各县按同一单价分别证明的下限相加，再加单价乘以撤并数",
    "No split costs less than {bound}: what is proven of each county at one price, added up, plus "
    "the price times the closures",
)
_PART = Text(
    "只合计了已有方案的县（{n}/{m}）", "only counties with a plan are added up ({n} of {m})"
)
_WRITTEN = Text("结果在 {folder}", "Written to {folder}")
_OF = Text("{county}：{what}", "{county}: {what}")


def county_line(row: Row, number: int, counties: int) -> Text:
    """Return what became of a county, for the screen."""
    more = _KEPT if row.kept else _AGAIN.filled(n=row.attempts) if row.attempts > 1 else same("")
    names = {"county": row.county, "status": STATUS[row.status], "more": more}
    return _LINE.filled(n=number, m=counties, **names)


def error_lines(book: Book, language: Language) -> Iterator[str]:
    """Yield what is wrong in each county, with its findings."""
    for row in book.rows.values():
        if row.error:
            yield _OF.filled(county=row.county, what=Text(**row.error)).say(language)
            found = [Finding.from_dict(dict(values)) for values in row.findings]
            yield from findings_lines(found, language)


def table(book: Book, language: Language) -> Iterator[str]:
    """Yield the counties and their sums as a table, then what is proven of all together."""
    rows = [_cells(row, language) for row in book.rows.values()]
    head = [text.say(language) for text in _HEAD]
    yield from aligned([head, *rows, _total(book, language)], words=2)
    if book.province is not None and book.split is not None:
        yield from _shared(book, language)
    if book.proof is not None and not book.whole:
        yield _PART.filled(n=len(book.finished), m=len(book.rows)).say(language)
    elif book.proof is not None:
        early = any(row.status == "feasible" for row in book.finished)
        shown = replace(book.proof, status="feasible" if early else "optimal")
        yield proof_words(shown).say(language)
    yield _WRITTEN.filled(folder=book.out).say(language)


def _shared(book: Book, language: Language) -> Iterator[str]:
    assert book.province is not None  # noqa: S101 - the caller looked
    assert book.split is not None  # noqa: S101 - the caller looked
    for line in book.lines:
        words = target_words(line, book.province.rule)
        numbers = {"year": line.year, "asked": line.asked, "planned": line.planned}
        yield _PROVINCE.filled(**numbers, words=words).say(language)
    prices = zip(book.years, book.split.price, strict=True)
    said = [f"{year}: {price:,.0f}" for year, price in prices]
    joined = Text("，".join(said), ", ".join(said))
    yield _PRICE.filled(prices=joined).say(language)
    if book.proof is not None and book.whole:
        bound = money(book.proof.bound, language) + Text("万元", " yuan").say(language)
        yield _BOUND.filled(bound=bound).say(language)


def _cells(row: Row, language: Language) -> list[str]:
    figures, status = row.figures, STATUS[row.status].say(language)
    if not row.planned:
        return [row.county, status, *[MISSING] * 5]
    return [
        row.county,
        status,
        _counts(row.targets),
        money(figures["objective"], language),
        money(figures["bound"], language),
        _apart(figures["gap_controllable"]),
        f"{figures['seconds']['total']:.1f}",
    ]


def _total(book: Book, language: Language) -> list[str]:
    proof, name = book.proof, _ALL.say(language)
    done = f"{len(book.finished)}/{len(book.rows)}"
    if proof is None:
        return [name, done, *[MISSING] * 5]
    sums = [money(proof.objective, language), money(proof.bound, language)]
    seconds = f"{book.as_dict()['totals']['seconds']:.1f}"
    return [name, done, _counts(book.lines), *sums, _apart(proof.gap_controllable), seconds]


def _counts(lines: Sequence[TargetLine]) -> str:
    return " ".join(f"{line.planned}/{line.asked}" for line in lines)


def _apart(share: float | None) -> str:
    return MISSING if share is None else percent(share)
