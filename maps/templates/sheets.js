/* Paper: one sheet a year with map, figures, table, legend and a line to sign. */

const PICTURE = {width: 600, height: 480, ratio: 3};

function showSheets() {
  refill(byId("sheets"), YEARS.map((year, i) => sheet(year, i)));
}

function sheet(year, i) {
  const rows = sheetRows(i), figure = DATA.figures[i];
  const title = rows.every((row) => row.action === "close") ? "closures_of" : "changes_of";
  const head = el("header", {}, el("div", {},
    el("p", {text: DATA.head.county + " · " + said(DATA.head.title)}),
    el("h2", {text: say(title, {year})})),
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
  return rows.length > 24 || rows.some((row) => row.action !== "close") || rows.some((closure) => schools[closure.school].name.length > 15);
}

/* The rows of a year: redirections of one school together, the rest one by one. */
function sheetRows(year) {
  const rows = changesOf(year, "close", "merge_form", "downgrade", "works");
  const sent = new Map();
  changesOf(year, "relief").forEach((change) => {
    const row = sent.get(change.school) || {action: "relief", school: change.school, pupils: 0,
      year, receivers: [], modes: [], minutes: null, weekly: null, what: null};
    row.pupils += change.pupils;
    row.receivers = Array.from(new Set(row.receivers.concat(change.receivers)));
    row.modes = Array.from(new Set(row.modes.concat(change.modes)));
    row.minutes = Math.max(row.minutes, change.minutes);
    sent.set(change.school, row);
  });
  return rows.concat(Array.from(sent.values()));
}

function sumLine(figure) {
  const parts = [say("sum_closed", {closed: number(figure.closed), aim: aimWords(figure)})];
  parts.push(...otherWords(figure));
  if (DATA.total.pupils) {
    parts.push(say("sum_pupils", {pupils: number(figure.pupils)}));
    if (figure.longest !== null) {
      parts.push(say("sum_longest", {longest: number(figure.longest)}));
    }
  }
  if (figure.weekly !== null) { parts.push(say("sum_weekly", {weekly: number(figure.weekly)})); }
  return parts.join(" · ") + sentLine(figure);
}

function sentLine(figure) {
  const sent = redirected(DATA.figures.indexOf(figure)).reduce((sum, line) => sum + line.pupils, 0);
  return sent ? " · " + say("sent_sum", {n: number(sent)}) : "";
}

/* Schools without pupils share a line where a year does more than close. */
function sheetTable(rows) {
  const mixed = rows.some((row) => row.action !== "close");
  const empty = mixed ? rows.filter((row) => row.action === "close" && !row.pupils) : [];
  const listed = rows.filter((row) => !empty.includes(row));
  const body = listed.map((row, n) => sheetRow(row, n, mixed));
  const all = rows.reduce((sum, row) => sum + row.pupils, 0), blank = mixed ? [""] : [];
  body.push(["", say("total"), ...blank, "", {text: number(all), class: "num"}, "", "", ""]);
  const head = [{text: say("number"), class: "one"}, say("school"), ...(mixed ? [say("action")] : []),
    say("township"), {text: say("pupils"), class: "num"},
    say(mixed ? "receiver_or_what" : "receiver"), say("way"),
    {text: say("minutes"), class: "num"}];
  return [table("closures", head, body), empty.length ? el("p", {class: "folded",
    text: say("empty_schools", {n: empty.length}) + say("colon") +
      join(empty.map((row) => short(schools[row.school])))}) : null];
}

function sheetRow(row, n, mixed) {
  const what = row.action === "works" && row.what ? say("work_short", {what: said(row.what),
    cost: money(row.cost)}) : receiverNames(row) || "–";
  return [
    {text: n + 1, class: "num"}, oneLine(short(schools[row.school])),
    ...(mixed ? [oneLine(say("act_" + row.action))] : []),
    oneLine(schools[row.school].township),
    {text: row.action === "works" ? "–" : number(row.pupils), class: "num"}, what,
    oneLine(join(row.modes.map((mode) => said(DATA.modes[mode])))), changeMinutes(row),
  ];
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
  drawGround(page, year);
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
