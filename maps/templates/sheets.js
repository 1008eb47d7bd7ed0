/* Paper: one sheet a year with map, figures, table, legend and a line to sign. */

const PICTURE = {width: 600, height: 480, ratio: 3};

function showSheets() {
  refill(byId("sheets"), YEARS.map((year, i) => sheet(year, i)));
}

function sheet(year, i) {
  const rows = closures.filter((closure) => closure.year === i), figure = DATA.figures[i];
  const head = el("header", {}, el("div", {},
    el("p", {text: DATA.head.county + " · " + DATA.head.title}),
    el("h2", {text: say("closures_of", {year})})),
  labelLine(), el("p", {class: "sum", text: sumLine(figure)}));
  const foot = el("footer", {}, el("p", {class: "sign", text: say("signatures")}),
    el("p", {text: footParts().concat(say("page_of", {n: i + 1, all: YEARS.length})).join("　")}));
  return el("section", {class: "sheet", "data-year": year}, head,
    el("div", {class: "picture"}, el("canvas"), el("img", {decoding: "sync", alt: ""}),
    el("div", {class: "north"}, northMark())),
    el("div", {class: isDense(rows) ? "list dense" : "list"}, sheetTable(rows)),
    el("div", {class: "key"}, legendRows()), foot);
}

function isDense(rows) {
  return rows.length > 24 || rows.some((closure) => schools[closure.school].name.length > 15);
}

function sumLine(figure) {
  return say("sum", {planned: number(figure.planned), asked: number(figure.asked),
    pupils: number(figure.pupils), longest: number(figure.longest)});
}

function sheetTable(rows) {
  const body = rows.map((closure, n) => [
    {text: n + 1, class: "num"}, oneLine(short(schools[closure.school])),
    oneLine(schools[closure.school].township),
    {text: number(closure.pupils), class: "num"},
    receiverNames(closure) || "–",
    oneLine(join(closure.modes.map((mode) => said(DATA.modes[mode])))),
    minutesCell(closure.minutes),
  ]);
  const all = rows.reduce((sum, closure) => sum + closure.pupils, 0);
  body.push(["", say("total"), "", {text: number(all), class: "num"}, "", "", ""]);
  return table("closures", [{text: say("number"), class: "one"}, say("school"),
    say("township"), {text: say("pupils"), class: "num"}, say("receiver"), say("way"), {text: say("minutes"), class: "num"}], body);
}

/* A short text is not broken; a long one may be. */
function oneLine(text) {
  return {text, class: text.length <= 15 ? "one" : ""};
}

/* The pictures are drawn only when a printer asks for them. A canvas itself prints too small in
   some browsers, so each is shown as a picture with the canvas below it until that is ready. */
function drawSheets() {
  document.querySelectorAll("#sheets .picture").forEach((picture, year) => {
    const canvas = picture.querySelector("canvas"), image = picture.querySelector("img");
    drawSheet(canvas, year);
    image.src = canvas.toDataURL();
  });
}

function drawSheet(canvas, year) {
  const {width, height, ratio} = PICTURE, over = document.createElement("canvas");
  const page = wholeView(canvas, width, height, ratio), view = wholeView(over, width, height, ratio);
  const before = fitZoom;
  fitZoom = view.zoom;
  drawGround(page);
  drawPlan(view, {year, school: -1, hover: -1, near: false,
    covered: edges([0, 0, width, height]).concat([[width - 40, 0, width, 60]])});
  fitZoom = before;
  page.ctx.drawImage(over, 0, 0, width, height);
  drawScale(page);
  page.ctx.globalCompositeOperation = "destination-over";
  page.cover(COLOUR.paper);
}

/* A round number of kilometres as a bar, at the lower right. */
function drawScale(view) {
  const middle = (extent[1] + extent[3]) / 2, ctx = view.ctx;
  const latitude = Math.atan(Math.sinh(Math.PI * (1 - 2 * middle)));
  const pixelsPerKm = view.scale / (40075.017 * Math.cos(latitude));
  const km = [0.5, 1, 2, 5, 10, 20, 50].filter((n) => n * pixelsPerKm < 130).pop() || 0.2;
  const right = view.width - 14, y = view.height - 14, left = right - km * pixelsPerKm;
  ctx.beginPath();
  ctx.moveTo(left, y - 6);
  ctx.lineTo(left, y);
  ctx.lineTo(right, y);
  ctx.lineTo(right, y - 6);
  ctx.strokeStyle = ctx.fillStyle = COLOUR.ink;
  ctx.lineWidth = 1.2;
  ctx.stroke();
  ctx.font = "11px " + FONT;
  ctx.textAlign = "center";
  ctx.fillText(km + " km", (left + right) / 2, y - 5);
}

function setUpPaper() {
  window.addEventListener("beforeprint", drawSheets);
  window.matchMedia("print").addEventListener("change", (event) => {
    if (event.matches) { drawSheets(); }
  });
}
