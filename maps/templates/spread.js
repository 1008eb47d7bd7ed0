/* Schools that stand side by side: moved apart a little, so that none hides another. */

const SPREAD_AT_MOST_PX = 9;
const spreadKnown = new Map();

/* Shifts in pixels of all schools at a zoom; the same in every year, so that nothing jumps. */
function spread(view) {
  const key = view.zoom.toFixed(3) + "/" + fitZoom.toFixed(3);
  if (!spreadKnown.has(key)) { spreadKnown.set(key, shifts(view.scale, view.growth())); }
  return spreadKnown.get(key);
}

function shifts(scale, growth) {
  const marks = schools.map((school) => ({
    x0: school.at[0] * scale, y0: school.at[1] * scale, x: school.at[0] * scale,
    y: school.at[1] * scale, r: radius(school.base, growth),
  }));
  for (let round = 0; round < 14; round++) {
    partNeighbours(marks);
    marks.forEach(holdNear);
  }
  return marks.map((mark) => [mark.x - mark.x0, mark.y - mark.y0]);
}

/* Only marks whose x lie near each other can touch. */
function partNeighbours(marks) {
  const order = marks.map((_, i) => i).sort((a, b) => marks[a].x - marks[b].x || a - b);
  const widest = 2 * Math.max(...marks.map((mark) => mark.r)) + 1;
  order.forEach((i, at) => {
    for (let n = at + 1; n < order.length; n++) {
      if (marks[order[n]].x - marks[i].x > widest + 2 * SPREAD_AT_MOST_PX) { break; }
      part(marks[i], marks[order[n]], i + order[n]);
    }
  });
}

function part(a, b, turn) {
  const want = (a.r + b.r) * 0.92 + 1;
  let dx = b.x - a.x, dy = b.y - a.y;
  if (Math.abs(dx) > want || Math.abs(dy) > want) { return; }
  let away = Math.hypot(dx, dy);
  if (away >= want) { return; }
  if (away < 0.01) {
    dx = Math.cos(turn);
    dy = Math.sin(turn);
    away = 1;
  }
  const push = (want - Math.min(away, want)) / 2 / away;
  a.x -= dx * push;
  a.y -= dy * push;
  b.x += dx * push;
  b.y += dy * push;
}

function holdNear(mark) {
  const dx = mark.x - mark.x0, dy = mark.y - mark.y0, away = Math.hypot(dx, dy);
  if (away <= SPREAD_AT_MOST_PX) { return; }
  mark.x = mark.x0 + dx * SPREAD_AT_MOST_PX / away;
  mark.y = mark.y0 + dy * SPREAD_AT_MOST_PX / away;
}

/* Where a school is drawn. */
function schoolPoint(view, school) {
  const shift = spread(view)[school];
  return [view.x(schools[school].at) + shift[0], view.y(schools[school].at) + shift[1]];
}
