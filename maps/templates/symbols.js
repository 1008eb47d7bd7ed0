/* Schools: shape by kind, fill and stroke by state, area by roll. */

function outline(ctx, kind, x, y, r) {
  ctx.beginPath();
  if (kind === "junior") {
    const half = r * 0.886;
    ctx.rect(x - half, y - half, 2 * half, 2 * half);
  } else if (kind === "nine_year") {
    corners(ctx, x, y, r * 1.2533, 4, 0);
  } else if (kind === "twelve_year") {
    corners(ctx, x, y, r * 1.0996, 6, Math.PI / 6);
  } else {
    ctx.arc(x, y, r, 0, 2 * Math.PI);
  }
}

function corners(ctx, x, y, r, count, turn) {
  for (let i = 0; i < count; i++) {
    const angle = turn + 2 * Math.PI * i / count;
    ctx.lineTo(x + r * Math.cos(angle), y + r * Math.sin(angle));
  }
  ctx.closePath();
}

function cross(ctx, x, y, half, width, colour) {
  ctx.beginPath();
  ctx.moveTo(x - half, y - half);
  ctx.lineTo(x + half, y + half);
  ctx.moveTo(x + half, y - half);
  ctx.lineTo(x - half, y + half);
  ctx.strokeStyle = colour;
  ctx.lineWidth = width;
  ctx.stroke();
}

const FILLS = {receives: "receives", received: "received"};

/* The root of the roll, so that area is pupils. */
function radius(pupils, growth) {
  return Math.max(STYLE.smallest_px / 2, STYLE.pixels_per_root_pupil * Math.sqrt(pupils)) * growth;
}

function drawSymbol(ctx, mark) {
  const {kind, status, x, y, r} = mark;
  if (status === "closed") {
    cross(ctx, x, y, Math.max(2.6, Math.min(r, 4)), 1.3, COLOUR.closed);
  } else if (status === "joined") {
    disc(ctx, x, y, 2.4, COLOUR.closed);
  } else if (status === "closes" || status === "absorbed") {
    drawClosing(ctx, mark);
  } else {
    drawStanding(ctx, mark);
  }
}

/* Small marks at the corners of a school: its seat warning above, its works below. */
function drawMarks(ctx, mark) {
  const {x, y, r} = mark;
  const small = Math.min(1, mark.growth || 1), corner = r * 0.8 + 1.5;
  if (mark.warns) { drawSeatWarning(ctx, x + corner, y - corner, 4.6 * small, mark.warns); }
  if (mark.works) { drawWorks(ctx, x + corner, y + corner, 3.6 * small, mark.works); }
}

/* A thin ring around a school that is pointed at or chosen. */
function ring(ctx, mark) {
  ctx.beginPath();
  ctx.arc(mark.x, mark.y, Math.max(mark.r, closingRadius(mark)) + 5, 0, 2 * Math.PI);
  ctx.strokeStyle = COLOUR.ink;
  ctx.lineWidth = 1.2;
  ctx.stroke();
}

/* What closes is never too small to be seen. */
function closingRadius(mark) {
  return Math.max(mark.r, 5.2 * Math.min(1, mark.growth || 1));
}

function drawClosing(ctx, mark) {
  const r = closingRadius(mark);
  outline(ctx, mark.kind, mark.x, mark.y, r);
  ctx.fillStyle = COLOUR.white;
  ctx.fill();
  ctx.strokeStyle = COLOUR.closes;
  ctx.lineWidth = r < 4.5 ? 1.6 : 2.2;
  ctx.stroke();
  if (mark.status === "absorbed") {
    outline(ctx, mark.kind, mark.x, mark.y, r * 0.42);
    ctx.fillStyle = COLOUR.closes;
    ctx.fill();
  } else {
    cross(ctx, mark.x, mark.y, r * 0.45, r < 4.5 ? 1.4 : 1.9, COLOUR.closes);
  }
}

/* What must be kept is never too small for its colour to be seen. */
function standingRadius(mark) {
  return mark.kept === "must_keep" ? Math.max(mark.r, 4.6 * Math.min(1, mark.growth || 1)) : mark.r;
}

function drawStanding(ctx, mark) {
  const {kind, status, x, y} = mark, r = standingRadius(mark);
  outline(ctx, kind, x, y, r);
  ctx.fillStyle = COLOUR[FILLS[status] || (mark.kept === "must_keep" ? "keeps" : "white")];
  const alpha = ctx.globalAlpha;
  ctx.globalAlpha = alpha * (status === "private" ? 0.35 : status === "open" ? 0.9 : 1);
  ctx.fill();
  ctx.globalAlpha = alpha;
  if (mark.form === "downgraded") { fillHalf(ctx, mark); }
  ctx.strokeStyle = status === "private" ? COLOUR.private
    : status === "receives" || status === "received" ? "#004a75" : COLOUR.ink;
  ctx.lineWidth = (mark.kept || "").startsWith("must") ? 3 * Math.min(1, mark.growth || 1) : 1.1;
  if (mark.kept) { ctx.strokeStyle = "#000000"; }
  outline(ctx, kind, x, y, r);
  ctx.stroke();
  if (mark.kept === "decided") { keptLine(ctx, mark); }
  if (mark.form === "merged") {
    ctx.lineWidth = 1.1;
    outline(ctx, kind, x, y, r + 2.8);
    ctx.stroke();
  }
}

/* Kept by decision: two short bars beside the school; an outline is for what must be kept. */
function keptLine(ctx, {x, y, r}) {
  ctx.beginPath();
  [-1, 1].forEach((side) => {
    ctx.moveTo(x + side * (r + 2.6), y - Math.min(r, 4.5));
    ctx.lineTo(x + side * (r + 2.6), y + Math.min(r, 4.5));
  });
  ctx.lineWidth = 1.7;
  ctx.stroke();
}

function fillHalf(ctx, mark) {
  ctx.save();
  ctx.clip();
  ctx.fillStyle = COLOUR.soft;
  ctx.fillRect(mark.x - 2 * mark.r, mark.y, 4 * mark.r, 2 * mark.r);
  ctx.restore();
}

/* Seats: yellow with a dot, orange with one sign, red with two; the sign tells what colour does. */
function drawSeatWarning(ctx, x, y, r, level) {
  if (level === "yellow") {
    disc(ctx, x, y, r * 0.62, COLOUR.seats_yellow);
    return;
  }
  disc(ctx, x, y, r, level === "red" ? COLOUR.seats_red : COLOUR.seats_orange);
  ctx.fillStyle = level === "red" ? COLOUR.white : COLOUR.ink;
  (level === "red" ? [-1.5, 1.5] : [0]).forEach((aside) => {
    ctx.fillRect(x + aside - 0.7, y - r * 0.6, 1.4, r * 0.7);
    ctx.fillRect(x + aside - 0.7, y + r * 0.32, 1.4, 1.4);
  });
}

function disc(ctx, x, y, r, colour) {
  ctx.beginPath();
  ctx.arc(x, y, r, 0, 2 * Math.PI);
  ctx.fillStyle = colour;
  ctx.fill();
  ctx.strokeStyle = COLOUR.white;
  ctx.lineWidth = 1;
  ctx.stroke();
}

/* Building works: a green square with a plus, hollow once it is in use. */
function drawWorks(ctx, x, y, half, when) {
  ctx.beginPath();
  ctx.rect(x - half, y - half, 2 * half, 2 * half);
  ctx.fillStyle = when === "now" ? COLOUR.works : COLOUR.white;
  ctx.fill();
  ctx.strokeStyle = when === "now" ? COLOUR.white : COLOUR.works;
  ctx.lineWidth = 1;
  ctx.stroke();
  ctx.fillStyle = when === "now" ? COLOUR.white : COLOUR.works;
  ctx.fillRect(x - half * 0.6, y - 0.6, half * 1.2, 1.2);
  ctx.fillRect(x - 0.6, y - half * 0.6, 1.2, half * 1.2);
}

/* An amber mark with an exclamation sign. */
function drawWarning(ctx, x, y, r) {
  ctx.beginPath();
  ctx.arc(x, y, r, 0, 2 * Math.PI);
  ctx.fillStyle = COLOUR.warn;
  ctx.fill();
  ctx.strokeStyle = COLOUR.white;
  ctx.lineWidth = 1;
  ctx.stroke();
  ctx.fillStyle = COLOUR.ink;
  ctx.fillRect(x - 0.8, y - r * 0.6, 1.6, r * 0.7);
  ctx.fillRect(x - 0.8, y + r * 0.32, 1.6, 1.6);
}
