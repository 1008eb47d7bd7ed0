/* The legend: only what the map can show, with the map's own marks. */

const KINDS = [["primary", "kind_primary"], ["junior", "kind_junior"],
  ["nine_year", "kind_nine_year"], ["twelve_year", "kind_twelve_year"]];
const STATES = ["open", "receives", "received", "closes", "absorbed", "closed", "joined", "private"];
const FORMS = ["merged", "downgraded"];
const LEVELS = ["yellow", "orange", "red"];

function legendRows() {
  const known = new Set(schools.flatMap((s) => [s.kind].concat(s.kinds || []))
    .map((kind) => (kind === "teaching_point" ? "primary" : kind)));
  const used = new Set(schools.map((s) => s.state).flat());
  const row = (picture, text) => el("li", {}, picture, el("span", {text}));
  const group = (word, rows) => (rows.length ? el("section", {}, el("h3", {text: say(word)}),
    el("ul", {}, rows)) : null);
  const states = STATES.filter((s) => used.has(s)).map((s) => row(stateIcon("primary", s),
    say("state_" + s)));
  ["must_keep", "must", "decided"].filter((how) => schools.some((s) => keptHow(s) === how)).forEach((how) =>
    states.push(row(stateIcon("primary", "open", {kept: how}), say("kept_" + how))));
  const forms = new Set(schools.flatMap((s) => s.forms || []));
  states.push(...FORMS.filter((form) => forms.has(form)).map((form) => row(stateIcon(
    form === "merged" ? "nine_year" : "primary", "open", {form, r: form === "merged" ? 3.6 : 5.2}),
  say("state_" + form))));
  if (changes.some((change) => change.action === "works")) {
    const both = icon(30, 16, (ctx, x, y) => {
      drawWorks(ctx, x - 7, y, 4.5, "now");
      drawWorks(ctx, x + 6, y, 4.5, "past");
    });
    states.push(row(both, say("works_marks")));
  }
  return [
    group("kinds", KINDS.filter(([kind]) => known.has(kind)).map(([kind, word]) => row(
      stateIcon(kind, "open"), say(word))).concat(sizeRow(row))),
    group("states", states), group("seat_warnings", levelRows(row)),
    group("ways", moveRows(row)), group("ground", groundRows(row)),
  ];
}

/* The levels that the plan reaches in any year, by colour, sign and word. */
function levelRows(row) {
  const reached = new Set(schools.flatMap((s) => s.seat_warning.filter((_, year) =>
    !isGone(s.state[year]))));
  return LEVELS.filter((level) => reached.has(level)).map((level) => row(icon(18, 16,
    (ctx, x, y) => drawSeatWarning(ctx, x, y, 5.4, level)),
  say("mark_" + level)));
}

function sizeRow(row) {
  return row(icon(46, 18, (ctx, x, y) => [[100, 8], [1000, 30]].forEach(([pupils, at]) => drawSymbol(
    ctx, {kind: "primary", status: "open", x: at, y, r: Math.min(8.6, radius(pupils, 1))}))),
  say("size"));
}

function moveRows(row) {
  const line = (mode, colour, alpha) => icon(40, 14, (ctx, x, y) => {
    ctx.fillStyle = colour;
    ctx.globalAlpha = alpha;
    drawMove(ctx, bentWay([2, y - 1], [40, y - 1], 2), 7, mode);
  });
  const used = new Set(moves.map((move) => move.mode));
  const rows = moves.length ? [el("li", {class: "quiet", text: say("move_now")})] : [];
  rows.push(...["bus", "walk", "board"].filter((mode) => used.has(mode)).map((mode) => row(
    line(mode, COLOUR.receives, 0.9), said(DATA.modes[mode]))));
  if (new Set(moves.map((move) => move.year)).size > 1) {
    rows.push(row(line("bus", COLOUR.receives, 0.26), say("move_earlier")));
  }
  if (spans.some((span) => span.redirected)) {
    rows.push(row(icon(40, 14, (ctx, x, y) => drawRedirection(ctx, bentWay([2, y - 1], [40, y - 1],
      2), 2)), say("redirection")));
  }
  if (moves.some((move) => move.pupils && isLong(move))) {
    rows.push(row(line("bus", COLOUR.warn, 1), say("move_long")));
  }
  return rows;
}

function groundRows(row) {
  const stroke = (colour, width, dash) => icon(40, 14, (ctx, x, y) => {
    ctx.strokeStyle = colour;
    ctx.lineWidth = width;
    ctx.setLineDash(dash || []);
    ctx.beginPath();
    ctx.moveTo(2, y);
    ctx.lineTo(38, y);
    ctx.stroke();
  });
  const roads = ground.roads.some((lines) => lines.length);
  const tints = icon(40, 14, (ctx, x, y) => [0, 1, 3].forEach((tint, n) => {
    ctx.fillStyle = COLOUR["zone_" + tint];
    ctx.strokeStyle = COLOUR.zone_edge;
    ctx.fillRect(4 + 11 * n, y - 5, 11, 10);
    ctx.strokeRect(4 + 11 * n, y - 5, 11, 10);
  }));
  return [
    state.zones ? row(tints, say("zone_areas")) : null,
    ground.townships.length ? row(stroke(COLOUR.border, 1.2, [7, 3, 1.5, 3]),
      say("township_border")) : null,
    ground.water.length ? row(stroke(COLOUR.water, 4.5), say("river")) : null,
    roads ? row(stroke(COLOUR.road, 2.4), say(DATA.ground.roads_thinned ? "roads_thinned"
      : "road")) : null,
  ].filter(Boolean);
}

function showLegend() {
  byId("legend").querySelector("summary").textContent = say("legend");
  refill(byId("legend-body"), legendRows());
}
