/* Paper: one sheet a year with map, figures, table, legend and a line to sign. */

const PICTURE = {width: 640, height: 520, ratio: 3};

function showSheets() {
  refill(byId("sheets"), YEARS.map((year, i) => sheet(year, i)));
}

function sheet(year, i) {
  const rows = closures.filter((closure) => closure.year === i), figure = DATA.figures[i];
  const head = el("header", {}, el("div", {},
    el("p", {text: DATA.head.county + " · " + say("subtitle")}),
    el("h2", {text: say("closures_of", {year})})),
  el("p", {class: "sum", text: sumLine(figure)}), labelLine());
  const foot = el("footer", {}, el("p", {class: "sign", text: say("signatures")}),
    el("p", {text: footParts().concat(say("page_of", {n: i + 1, all: YEARS.length})).join("　")}));
  return el("section", {class: "sheet", "data-year": year}, head,
    el("div", {class: "picture"}, el("canvas", {"data-year": i}), el("div", {class: "north"},
      northMark())),
    el("div", {class: rows.length > 24 ? "list dense" : "list"}, sheetTable(rows)),
    el("div", {class: "key"}, legendRows()), foot);
}

function sumLine(figure) {
  return [say("asked") + " " + number(figure.planned) + " " + say("schools_unit") + "（" +
    say("of_asked", {asked: figure.asked}) + "）", say("pupils_move") + " " +
    number(figure.pupils), say("longest") + " " + number(figure.longest) + " " +
    say("minutes_unit")].join(" · ");
}

function sheetTable(rows) {
  const body = rows.map((closure, n) => [
    {text: n + 1, class: "num"}, {text: short(schools[closure.school]), class: "one"},
    {text: schools[closure.school].township, class: "one"},
    {text: number(closure.pupils), class: "num"},
    join(closure.receivers.map((r) => short(schools[r]))) || "–",
    join(closure.modes.map((mode) => said(DATA.modes[mode]))), minutesCell(closure.minutes),
  ]);
  const all = rows.reduce((sum, closure) => sum + closure.pupils, 0);
  body.push(["", say("total"), "", {text: number(all), class: "num"}, "", "", ""]);
  return table("closures", [say("number"), say("school"), say("township"), {text: say("pupils"), class: "num"},
    say("receiver"), say("way"), {text: say("minutes"), class: "num"}], body);
}

/* The pictures are drawn only when a printer asks for them. */
function drawSheets() {
  document.querySelectorAll("#sheets canvas[data-year]").forEach((canvas) => {
    const over = document.createElement("canvas");
    drawGround(wholeView(canvas, PICTURE.width, PICTURE.height, PICTURE.ratio));
    const view = wholeView(over, PICTURE.width, PICTURE.height, PICTURE.ratio);
    const before = fitZoom;
    fitZoom = view.zoom;
    drawPlan(view, {year: Number(canvas.dataset.year), school: -1, hover: -1, near: false});
    fitZoom = before;
    const ctx = canvas.getContext("2d");
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.drawImage(over, 0, 0);
  });
}

function setUpPaper() {
  window.addEventListener("beforeprint", drawSheets);
  window.matchMedia("print").addEventListener("change", (event) => {
    if (event.matches) { drawSheets(); }
  });
}
