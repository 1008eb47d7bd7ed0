/* Attendance zones: pale areas under everything, each school's in its own tint. */

const zoneShapes = DATA.zones.shapes.map(() => null);

function zoneShape(i) {
  if (!zoneShapes[i]) { zoneShapes[i] = decoded(DATA.zones.shapes[i]); }
  return zoneShapes[i];
}

/* Pairs of school and shape in a year; a year without its own list is like the one before. */
function zonesOf(band, year) {
  const years = DATA.zones.bands[band];
  let at = year;
  while (years[at] === null) { at -= 1; }
  return years[at];
}

function drawZones(view, year) {
  const ctx = view.ctx, pairs = zonesOf(state.band, year);
  ctx.lineJoin = "round";
  pairs.forEach(([school, shape]) => {
    traceZone(view, shape);
    ctx.fillStyle = COLOUR["zone_" + DATA.zones.tints[school]];
    ctx.fill("evenodd");
    ctx.strokeStyle = COLOUR.zone_edge;
    ctx.lineWidth = 1;
    ctx.stroke();
  });
  pairs.filter(([school]) => school === state.school).forEach(([, shape]) => {
    traceZone(view, shape);
    ctx.strokeStyle = COLOUR.ink;
    ctx.lineWidth = 2;
    ctx.stroke();
  });
}

function traceZone(view, shape) {
  view.ctx.beginPath();
  zoneShape(shape).forEach((ring) => view.trace(ring));
}

/* The switches of the layers, with the grades whose zones are shown. */
function showSwitches() {
  const box = (name, word) => {
    const input = el("input", {type: "checkbox", id: "show-" + name});
    input.checked = state[name];
    input.addEventListener("change", () => { state[name] = input.checked; redraw(); });
    return el("label", {}, input, say(word));
  };
  const bands = el("select", {id: "band", "aria-label": say("band")},
    Object.keys(DATA.bands).map((band) => el("option", {value: band, text: bandWords(band)})));
  bands.value = state.band;
  bands.addEventListener("change", () => {
    state.band = bands.value;
    state.zones = true;
    byId("show-zones").checked = true;
    redraw();
  });
  const warned = schools.some((school) => school.seat_warning.some((level) => level !== "none"));
  refill(byId("switches"), el("div", {}, box("zones", "zones"), bands),
    warned ? box("warnings", "seat_warnings") : null);
}

function bandWords(band) {
  return say("band_words", {grades: bandName(band)});
}

function redraw() {
  showLegend();
  showSheets();
  groundLayer.repaint();
  planLayer.repaint();
}
