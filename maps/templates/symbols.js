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
  } else if (status === "closes") {
    drawClosing(ctx, mark);
  } else {
    drawStanding(ctx, mark);
  }
  if (mark.warns) { drawWarning(ctx, x + r * 0.8 + 1.5, y - r * 0.8 - 1.5, 4.4 * Math.min(1, mark.growth)); }
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
  cross(ctx, mark.x, mark.y, r * 0.45, r < 4.5 ? 1.4 : 1.9, COLOUR.closes);
}

function drawStanding(ctx, mark) {
  const {kind, status, x, y, r} = mark;
  outline(ctx, kind, x, y, r);
  ctx.fillStyle = COLOUR[FILLS[status] || "white"];
  const alpha = ctx.globalAlpha;
  ctx.globalAlpha = alpha * (status === "private" ? 0.35 : status === "open" ? 0.9 : 1);
  ctx.fill();
  ctx.globalAlpha = alpha;
  if (status === "downgraded") { fillHalf(ctx, mark); }
  ctx.strokeStyle = status === "private" ? COLOUR.private
    : status === "receives" || status === "received" ? "#004a75" : COLOUR.ink;
  ctx.lineWidth = mark.kept ? 3 * Math.min(1, mark.growth || 1) : 1.1;
  if (mark.kept) { ctx.strokeStyle = "#000000"; }
  outline(ctx, kind, x, y, r);
  ctx.stroke();
  if (status === "merged") {
    outline(ctx, kind, x, y, r + 3);
    ctx.stroke();
  }
}

function fillHalf(ctx, mark) {
  ctx.save();
  ctx.clip();
  ctx.fillStyle = COLOUR.soft;
  ctx.fillRect(mark.x - 2 * mark.r, mark.y, 4 * mark.r, 2 * mark.r);
  ctx.restore();
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
