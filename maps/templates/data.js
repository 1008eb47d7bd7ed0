/* What the page knows: the data block, the chosen language, year and school. */

const DATA = JSON.parse(document.getElementById("hedian-data").textContent);
const STYLE = DATA.style, COLOUR = DATA.style.colours, YEARS = DATA.years;
const STEPS = 100000;
const state = {language: DATA.language, year: 0, school: -1, hover: -1, zones: false,
  band: Object.keys(DATA.bands)[0], warnings: true};

/* Of a pair [Chinese, English], the one of the chosen language. */
function said(pair) {
  return pair[state.language === "zh" ? 0 : 1];
}

/* A wording by its name, `{key}` filled from values. */
function say(name, values) {
  const text = said(DATA.words[name]);
  return values ? text.replace(/\{(\w+)\}/g, (_, key) => values[key]) : text;
}

function number(value) {
  return value === null || value === undefined ? "–" : Math.round(value).toLocaleString("en-US");
}

function kilometres(km) {
  return km === null ? "–" : km.toFixed(1) + " " + say("km_unit");
}

function join(parts) {
  return parts.join(state.language === "zh" ? "、" : ", ");
}

/* Web Mercator, the whole world as the unit square. */
function mercator(lonSteps, latSteps) {
  const sine = Math.sin((latSteps / STEPS) * Math.PI / 180);
  return [lonSteps / STEPS / 360 + 0.5, 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)];
}

/* Lines told as count, first point, steps: a list of flat arrays x, y, x, y, ... */
function decoded(numbers) {
  const lines = [];
  for (let at = 0; at < numbers.length;) {
    const count = numbers[at++], line = new Float64Array(2 * count);
    let lon = 0, lat = 0;
    for (let i = 0; i < count; i++) {
      lon += numbers[at++];
      lat += numbers[at++];
      const point = mercator(lon, lat);
      line[2 * i] = point[0];
      line[2 * i + 1] = point[1];
    }
    lines.push(line);
  }
  return lines;
}

const ground = {
  townships: DATA.ground.townships.map((t) => ({
    name: t.name, at: mercator(t.label[0], t.label[1]), lines: decoded(t.lines),
  })),
  county: decoded(DATA.ground.county),
  water: DATA.ground.water.map((w) => ({closed: w.closed, lines: decoded(w.lines)})),
  roads: DATA.ground.roads.map(decoded),
};

const schools = DATA.schools.school_id.map((id, i) => {
  const of = {i, id, at: mercator(DATA.schools.lon[i], DATA.schools.lat[i])};
  for (const name of ["name", "township", "kind", "base", "kept", "must", "lon", "lat"]) {
    of[name] = DATA.schools[name][i];
  }
  for (const name of ["state", "pupils", "seats", "beds", "boarders", "seat_warning", "classes",
    "rooms"]) {
    of[name] = DATA.schools[name][i];
  }
  of.kinds = DATA.schools.kinds[i] || null;
  of.forms = DATA.schools.forms[i] || null;
  of.rooms_cause = DATA.schools.rooms_cause[i] || null;
  return of;
});

const places = DATA.places.name.map((name, i) => ({
  name, at: mercator(DATA.places.lon[i], DATA.places.lat[i]),
}));

const spans = DATA.spans.map((row) => ({
  home: row[0], band: row[1], old: row[2], now: row[3], mode: row[4],
  pupils: row[5], km: row[6], minutes: row[7], first: row[8], last: row[9],
  redirected: Boolean(row[10]),
}));

const changes = DATA.changes.map((row) => ({
  year: row[0], school: row[1], action: row[2], pupils: row[3], receivers: row[4], minutes: row[5],
  modes: row[6], what: row[7], cost: row[8], weekly: row[9],
}));

/* What the plan does in a year, of some kinds. */
function changesOf(year, ...actions) {
  return changes.filter((change) => change.year === year && actions.includes(change.action));
}

/* What a school teaches in a year: the kind that stands in the table, or what it has become. */
function kindOf(school, year) {
  return school.kinds ? school.kinds[year] : school.kind;
}

function formOf(school, year) {
  return school.forms ? school.forms[year] : "";
}

/* Works in use at a school by a year. */
function worksOf(school, year) {
  return changes.filter((c) => c.action === "works" && c.school === school.i && c.year <= year);
}

/* How a school is kept: no lawful plan closes it, people were against, it is decided; or nothing. */
function keptHow(school) {
  return mustKeep(school) ? "must_keep" : school.must ? "must" : school.kept ? "decided" : "";
}

/* Gone in an earlier year. */
function isPast(status) {
  return status === "closed" || status === "joined";
}

function isGone(status) {
  return status === "closes" || status === "absorbed" || isPast(status);
}

/* A school's name without the township's, where that stands in front of it. */
function short(school) {
  const rest = school.name.startsWith(school.township) ? school.name.slice(school.township.length)
    : "";
  return rest.length > 3 ? rest : school.name;
}

function homeName(home) {
  return home < 0 ? say("own_point") : places[home].name;
}

function homeAt(home) {
  return home < 0 ? schools[-1 - home].at : places[home].at;
}

/* The pupils a school has in a year; of one that is closed, those it had before. */
function roll(school, year) {
  const now = school.pupils[year];
  if (!isGone(school.state[year])) { return now; }
  const before = school.state.findIndex(isGone) - 1;
  return before >= 0 ? school.pupils[before] : school.base;
}

/* Where the county lies, as corners in the unit square. */
const extent = (function () {
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  const take = (x, y) => {
    box[0] = Math.min(box[0], x);
    box[1] = Math.min(box[1], y);
    box[2] = Math.max(box[2], x);
    box[3] = Math.max(box[3], y);
  };
  schools.concat(places).forEach((s) => take(s.at[0], s.at[1]));
  ground.county.forEach((line) => {
    for (let i = 0; i < line.length; i += 2) { take(line[i], line[i + 1]); }
  });
  return box;
})();
