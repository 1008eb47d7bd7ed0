/* Moves: who changes school when, and the tapering lines that show it. */

/* Every group's move once, in the year in which it happens. */
const moves = (function () {
  const first = new Map();
  spans.forEach((span) => {
    if (span.mode === "stay" || span.redirected) { return; }
    const key = [span.home, span.band, span.old, span.now].join("|");
    const known = first.get(key);
    if (!known || span.first < known.first) { first.set(key, span); }
  });
  return Array.from(first.values()).map((span) => Object.assign({year: span.first}, span));
})();

/* Lines to draw: near by from each home, on the overview from the school that closes. */
function bundled(near) {
  const lines = new Map();
  moves.forEach((move) => {
    if (!move.pupils) { return; }
    const key = [move.year, near ? move.home : "", move.old, move.now, move.mode].join("|");
    const line = lines.get(key) || {
      year: move.year, old: move.old, now: move.now, mode: move.mode, home: move.home,
      pupils: 0, minutes: 0, groups: [], from: homeAt(move.home),
      start: !near ? move.old : move.home < 0 ? -1 - move.home : -1,
    };
    line.pupils += move.pupils;
    line.minutes = Math.max(line.minutes, move.minutes || 0);
    line.groups.push(move);
    lines.set(key, line);
  });
  return Array.from(lines.values()).sort((a, b) => b.pupils - a.pupils);
}

const LINES = {near: bundled(true), far: bundled(false)};

/* Entrants redirected in a year, a line for each pair of schools. */
function redirected(year) {
  const lines = new Map(), since = new Map();
  spans.filter((span) => span.redirected).forEach((span) => {
    const key = span.old + "|" + span.now;
    since.set(key, Math.min(span.first, since.has(key) ? since.get(key) : span.first));
    if (span.first > year || span.last < year || !span.pupils) { return; }
    const line = lines.get(key) || {old: span.old, now: span.now, redirected: true, pupils: 0,
      minutes: 0, km: 0, modes: new Set(), groups: []};
    line.pupils += span.pupils;
    line.minutes = Math.max(line.minutes, span.minutes || 0);
    line.km = Math.max(line.km, span.km || 0);
    line.modes.add(span.mode);
    line.groups.push(span);
    lines.set(key, line);
  });
  lines.forEach((line, key) => { line.since = since.get(key); });
  return Array.from(lines.values()).sort((a, b) => b.pupils - a.pupils);
}

/* An even line of dots and dashes with an open head: nobody moves, entrants go elsewhere. */
function drawRedirection(ctx, way, wide) {
  const end = way[way.length - 1], before = way[way.length - 3];
  const turn = Math.atan2(end[1] - before[1], end[0] - before[0]), head = 5 + wide;
  ctx.strokeStyle = COLOUR.redirects;
  ctx.lineWidth = wide;
  ctx.lineCap = "butt";
  ctx.setLineDash([7, 2.5, 1.6, 2.5]);
  ctx.beginPath();
  way.forEach((p, n) => (n ? ctx.lineTo(p[0], p[1]) : ctx.moveTo(p[0], p[1])));
  ctx.stroke();
  ctx.setLineDash([]);
  ctx.lineCap = "round";
  ctx.lineWidth = Math.max(1.2, wide * 0.7);
  ctx.beginPath();
  [-0.5, 0.5].forEach((aside) => {
    ctx.moveTo(end[0] - head * Math.cos(turn + aside), end[1] - head * Math.sin(turn + aside));
    ctx.lineTo(end[0], end[1]);
  });
  ctx.stroke();
}

/* Whether a group's way is over the plan's limit: the daily one of its grades, or the weekly. */
function isLong(group) {
  const limit = DATA.limits[group.mode === "board" ? "board" : group.band];
  return group.minutes !== null && limit !== null && group.minutes > limit + 0.05;
}

/* Points of the slightly bent way from a to b, ending short of b by `stop` pixels. */
function bentWay([ax, ay], [bx, by], stop) {
  const length = Math.hypot(bx - ax, by - ay);
  if (length < stop + 3) { return null; }
  const bend = 0.1, mx = (ax + bx) / 2 - (by - ay) * bend, my = (ay + by) / 2 + (bx - ax) * bend;
  const ends = 1 - stop / length, count = Math.max(10, Math.min(60, Math.round(length / 5)));
  const way = [];
  for (let i = 0; i <= count; i++) {
    const t = ends * i / count, u = 1 - t;
    way.push([u * u * ax + 2 * u * t * mx + t * t * bx, u * u * ay + 2 * u * t * my + t * t * by]);
  }
  return way;
}

function moveWidth(pupils, growth) {
  const grown = STYLE.move_px_per_root_pupil * Math.sqrt(pupils);
  return Math.min(STYLE.move_widest_px, Math.max(2.6, grown)) * Math.min(1.5, growth);
}

/* Fill the band between points i and j of a way whose width falls from `wide` to a point. */
function fillTaper(ctx, way, wide, i, j) {
  const last = way.length - 1, left = [], right = [];
  for (let k = i; k <= j; k++) {
    const a = way[Math.max(0, k - 1)], b = way[Math.min(last, k + 1)];
    const length = Math.hypot(b[0] - a[0], b[1] - a[1]) || 1;
    const half = (wide * (1 - k / last) + 1.1) / 2;
    const nx = -(b[1] - a[1]) / length * half, ny = (b[0] - a[0]) / length * half;
    left.push([way[k][0] + nx, way[k][1] + ny]);
    right.unshift([way[k][0] - nx, way[k][1] - ny]);
  }
  ctx.beginPath();
  left.concat(right).forEach((p, n) => (n ? ctx.lineTo(p[0], p[1]) : ctx.moveTo(p[0], p[1])));
  ctx.closePath();
  ctx.fill();
}

/* Bus solid, boarding dashed, walking dotted. */
function drawMove(ctx, way, wide, mode) {
  const last = way.length - 1;
  if (mode === "board") {
    for (let k = 0; k < last; k += 4) { fillTaper(ctx, way, wide, k, Math.min(last, k + 2)); }
  } else if (mode === "walk") {
    dotted(ctx, way, wide);
  } else {
    fillTaper(ctx, way, wide, 0, last);
  }
}

function dotted(ctx, way, wide) {
  const last = way.length - 1;
  let gone = 0, next = 0;
  for (let k = 1; k <= last; k++) {
    gone += Math.hypot(way[k][0] - way[k - 1][0], way[k][1] - way[k - 1][1]);
    if (gone < next) { continue; }
    const r = Math.max(1.1, wide * (1 - k / last) / 2);
    ctx.beginPath();
    ctx.arc(way[k][0], way[k][1], r, 0, 2 * Math.PI);
    ctx.fill();
    next = gone + 2 * r + 2.2;
  }
}
