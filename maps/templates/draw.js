/* The two pictures that lie over each other: the ground, and the plan on it. */

function drawGround(view, year) {
  const ctx = view.ctx;
  ctx.clearRect(0, 0, view.width, view.height);
  drawLand(view);
  if (state.zones) { drawZones(view, year); }
  ground.water.forEach((water) => {
    ctx.beginPath();
    water.lines.forEach((line) => view.trace(line));
    ctx.strokeStyle = ctx.fillStyle = COLOUR.water;
    ctx.lineWidth = 4.5 * Math.max(0.8, view.growth());
    if (water.closed) { ctx.fill("evenodd"); } else { ctx.stroke(); }
  });
  for (let width = 2; width >= 0; width--) { drawRoads(view, width); }
  drawBorders(view);
}

function drawLand(view) {
  const ctx = view.ctx;
  if (!ground.county.length) { view.cover(COLOUR.land); }
  ctx.beginPath();
  ground.county.forEach((line) => view.trace(line));
  ctx.fillStyle = COLOUR.land;
  ctx.fill();
}

function drawRoads(view, width) {
  const ctx = view.ctx;
  ctx.beginPath();
  ground.roads[width].forEach((line) => view.trace(line));
  ctx.strokeStyle = width === 2 ? COLOUR.lane : COLOUR.road;
  ctx.lineWidth = STYLE.road_widths[width] * Math.min(2, view.growth());
  ctx.stroke();
}

function drawBorders(view) {
  const ctx = view.ctx;
  ctx.beginPath();
  ground.townships.forEach((township) => township.lines.forEach((line) => view.trace(line)));
  ctx.setLineDash([7, 3, 1.5, 3]);
  ctx.strokeStyle = COLOUR.border;
  ctx.lineWidth = 0.9;
  ctx.stroke();
  ctx.setLineDash([]);
  ctx.beginPath();
  ground.county.forEach((line) => view.trace(line));
  ctx.strokeStyle = COLOUR.county;
  ctx.lineWidth = 1.6;
  ctx.stroke();
}

/* Who is concerned by the chosen school: itself, and all who send or receive with it. */
function concerned(school) {
  const set = new Set([school]);
  moves.concat(spans.filter((span) => span.redirected)).forEach((move) => {
    if (move.old === school) { set.add(move.now); }
    if (move.now === school) { set.add(move.old); }
  });
  return set;
}

/* Draw moves, schools and names; tell what was drawn and where. */
function drawPlan(view, shown) {
  const ctx = view.ctx, labels = new Labels(view, shown.covered);
  const near = shown.near || shown.school >= 0;
  const only = shown.school >= 0 ? concerned(shown.school) : null;
  ctx.clearRect(0, 0, view.width, view.height);
  const marks = schoolMarks(view, shown.year, only);
  marks.forEach((mark) => labels.reserve(mark.x, mark.y, Math.min(mark.r, 12) * 0.7));
  nameTownships(view, labels);
  const lines = drawRedirections(view, shown).concat(
    drawMoves(view, shown, near ? LINES.near : LINES.far, only));
  marks.forEach((mark) => {
    ctx.globalAlpha = mark.dim ? 0.18 : 1;
    drawSymbol(ctx, mark);
  });
  marks.filter((mark) => mark.warns || mark.works).forEach((mark) => {
    ctx.globalAlpha = mark.dim ? 0.18 : 1;
    drawMarks(ctx, mark);
  });
  ctx.globalAlpha = 1;
  marks.filter((mark) => mark.school === shown.hover || mark.school === shown.school)
    .forEach((mark) => ring(ctx, mark));
  drawNames(view, labels, marks, shown);
  return {marks, lines, names: labels.written};
}

const ORDER = {closed: 0, joined: 0, private: 1, open: 2, received: 3, receives: 5, absorbed: 6, closes: 6};

/* Large below, small on top; what the year is about above all. */
function schoolMarks(view, year, only) {
  const growth = view.growth();
  return schools.map((school) => {
    const status = school.state[year], warning = school.seat_warning[year];
    const [x, y] = schoolPoint(view, school.i), built = worksOf(school, year);
    return {
      school: school.i, kind: kindOf(school, year), status, form: formOf(school, year),
      kept: keptHow(school), dim: only && !only.has(school.i),
      warns: state.warnings && !isGone(status) && warning !== "none" ? warning : "",
      works: built.some((work) => work.year === year) ? "now" : built.length ? "past" : "",
      x, y, growth, r: radius(roll(school, year), growth),
    };
  }).filter((mark) => view.sees(mark.x, mark.y, 40)).sort((a, b) => {
    const first = (ORDER[a.status] >= 6) - (ORDER[b.status] >= 6);
    return first || b.r - a.r || a.school - b.school;
  });
}

/* This year's strong and last, so that they lie above the pale ones of earlier years. */
function drawMoves(view, shown, lines, only) {
  const ctx = view.ctx, drawn = [], growth = view.growth();
  const due = lines.filter((line) => line.year <= shown.year);
  const earlier = due.filter((line) => line.year < shown.year);
  earlier.concat(due.filter((line) => line.year === shown.year)).forEach((line) => {
    const stop = radius(roll(schools[line.now], shown.year), growth) + 1.5;
    const from = line.start < 0 ? [view.x(line.from), view.y(line.from)]
      : schoolPoint(view, line.start);
    const way = bentWay(from, schoolPoint(view, line.now), stop);
    const now = line.year === shown.year, wide = moveWidth(line.pupils, growth);
    drawn.push({line, way, now});
    if (!way) { return; }
    const off = only && line.old !== shown.school && line.now !== shown.school;
    ctx.globalAlpha = off ? 0.06 : now ? 0.86 : 0.24;
    ctx.fillStyle = line.groups.some(isLong) ? COLOUR.warn : COLOUR.receives;
    drawMove(ctx, way, now ? wide : wide * 0.7, line.mode);
    if (now && !off && line.groups.some(isLong)) {
      const middle = way[Math.floor(way.length / 2)];
      ctx.globalAlpha = 1;
      drawWarning(ctx, middle[0], middle[1], 6);
    }
  });
  ctx.globalAlpha = 1;
  return drawn;
}

/* Entrants redirected: from the overfull school to those that take them. */
function drawRedirections(view, shown) {
  const ctx = view.ctx, growth = view.growth();
  return redirected(shown.year).map((line) => {
    const stop = radius(roll(schools[line.now], shown.year), growth) + 2.5;
    const way = bentWay(schoolPoint(view, line.old), schoolPoint(view, line.now), stop);
    const now = line.since === shown.year;
    const off = shown.school >= 0 && line.old !== shown.school && line.now !== shown.school;
    if (way) {
      ctx.globalAlpha = off ? 0.06 : now ? 0.95 : 0.6;
      drawRedirection(ctx, way, Math.min(4.2, Math.max(1.3, moveWidth(line.pupils, growth) * 0.3)));
    }
    ctx.globalAlpha = 1;
    return {line, way, now: !off};
  });
}

/* Township names lie under everything that the plan draws. */
function nameTownships(view, labels) {
  const closer = Math.max(0, view.zoom - fitZoom), room = Math.min(1, Math.max(0.8, view.growth()));
  ground.townships.forEach((township) => labels.spaced(township.name, view.x(township.at),
    view.y(township.at), Math.min(17, 12 + 1.4 * closer) * room));
}

/* Names by importance: the chosen, the closing, the receiving, the large. */
function drawNames(view, labels, marks, shown) {
  const closer = view.zoom - fitZoom;
  const weight = (mark) => (mark.school === shown.school || mark.school === shown.hover ? 1e6
    : isGone(mark.status) && !isPast(mark.status) ? 1e5
      : mark.status === "receives" || mark.works === "now" ? 1e4 : 0) + mark.r;
  const ranked = marks.slice().sort((a, b) => weight(b) - weight(a));
  ranked.filter((m) => weight(m) >= 1e6).forEach((mark) => nameSchool(labels, mark, true));
  ranked.filter((m) => weight(m) < 1e6 && !m.dim).forEach((mark) => {
    const important = weight(mark) >= 1e4;
    if (important || closer > 1.2 || (closer > 0.4 && mark.r > 7)) {
      if (!isPast(mark.status) || closer > 2.2) { nameSchool(labels, mark, false); }
    }
  });
}

function nameSchool(labels, mark, must) {
  const look = mark.status === "closes" || mark.status === "absorbed"
    ? {colour: COLOUR.closes, weight: 600}
    : isPast(mark.status) ? {colour: COLOUR.closed}
      : mark.status === "receives" ? {colour: "#00507d"} : {colour: COLOUR.ink};
  look.size = must ? 13.5 : 11.5;
  look.weight = must ? 600 : look.weight;
  look.must = must;
  const r = mark.status === "closes" || mark.status === "absorbed" ? closingRadius(mark)
    : mark.form === "merged" ? mark.r + 3 : mark.r;
  labels.beside(must ? schools[mark.school].name : short(schools[mark.school]), mark.x, mark.y, r, look);
}
