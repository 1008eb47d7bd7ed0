/* The panel: the year's closures, or one school. */

function showPanel() {
  const body = byId("panel-body");
  if (state.school >= 0) { refill(body, schoolPanel(schools[state.school])); }
  else { refill(body, yearPanel()); }
  body.scrollTop = 0;
}

function yearPanel() {
  const now = closures.filter((closure) => closure.year === state.year);
  return [
    el("h2", {}, say("closures_of", {year: YEARS[state.year]}),
      el("span", {class: "count", text: now.length})),
    now.length ? null : el("p", {class: "quiet", text: say("closures_none")}),
    closureTable(now.filter((closure) => closure.pupils)),
    emptyList(now.filter((closure) => !closure.pupils)),
    el("h2", {text: say("figures")}), yearTable(), obstaclePart(), warningPart(),
  ];
}

function closureTable(rows) {
  if (!rows.length) { return null; }
  const head = [say("school"), {text: say("pupils"), class: "num"}, say("receiver"),
    {text: say("minutes"), class: "num"}];
  return table("closures", head, rows.map((closure) => [
    el("span", {}, el("button", {type: "button", class: "name",
      text: short(schools[closure.school]), on: {click: () => visit(closure.school)}}),
    el("small", {text: schools[closure.school].township})),
    {text: number(closure.pupils), class: "num"},
    receiverCell(closure), minutesCell(closure.minutes),
  ]), (row, i) => pointing(row, rows[i].school));
}

/* Pointing at a line of the panel shows the school on the map. */
function pointing(element, school) {
  element.dataset.school = schools[school].id;
  element.addEventListener("mouseenter", () => point(school));
  element.addEventListener("mouseleave", () => point(-1));
  return element;
}

function emptyList(rows) {
  if (!rows.length) { return null; }
  return el("div", {class: "empties"}, el("h3", {text: say("empty_schools", {n: rows.length})}),
    el("ul", {}, rows.map((closure) => pointing(el("li", {}, el("button", {type: "button",
      class: "name", text: short(schools[closure.school]),
      on: {click: () => visit(closure.school)}}),
    el("small", {text: schools[closure.school].township})), closure.school))));
}

function receiverCell(closure) {
  const ways = join(closure.modes.map((mode) => said(DATA.modes[mode])));
  return el("span", {}, receiverNames(closure) || "–",
    el("small", {text: ways}));
}

/* Receivers of the same township by their short names, others in full. */
function receiverNames(closure) {
  const home = schools[closure.school].township;
  return join(closure.receivers.map((r) => (schools[r].township === home ? short(schools[r])
    : schools[r].name)));
}

function minutesCell(minutes) {
  const long = isLong(minutes);
  return {text: (long ? "! " : "") + number(minutes), class: long ? "num long" : "num"};
}

function obstaclePart() {
  if (!DATA.obstacles.length) { return null; }
  return el("details", {class: "more"}, el("summary", {text: say("not_closed") + " · " +
    DATA.obstacles.length}), el("ul", {}, DATA.obstacles.map(([school, what, change]) => el("li", {},
    el("button", {type: "button", class: "name", text: schools[school].name,
      on: {click: () => visit(school)}}),
    el("p", {text: said(what)}),
    el("p", {class: "quiet", text: say("would_change", {change: said(change)})})))));
}

function warningPart() {
  const {lines, all} = DATA.warnings;
  if (!all) { return null; }
  return el("details", {class: "more"}, el("summary", {text: say("warnings", {n: all})}),
    el("ul", {}, lines.map((line) => el("li", {text: said(line)})),
      all > lines.length ? el("li", {text: say("warnings_more", {n: all - lines.length})}) : null));
}

/* One sentence on a school in the chosen year. */
function sentence(school) {
  const status = school.state[state.year], closure = closures.find((c) => c.school === school.i);
  const values = {year: YEARS[closure ? closure.year : state.year],
    n: number(received(school.i, status === "receives"))};
  if (status === "closes" && !closure.receivers.length) { return say("is_closes_empty", values); }
  if (status === "closes") { values.to = join(closure.receivers.map((r) => schools[r].name)); }
  return say("is_" + status, values);
}

function received(school, thisYear) {
  return moves.filter((m) => m.now === school && (thisYear ? m.year === state.year
    : m.year <= state.year)).reduce((sum, m) => sum + m.pupils, 0);
}

function schoolPanel(school) {
  const year = state.year, status = school.state[year];
  const title = el("h2", {class: "school"},
    stateIcon(school.kind, status, {kept: Boolean(school.kept)}), school.name);
  return [
    el("button", {type: "button", id: "back", text: "← " + say("back"),
      on: {click: () => choose(-1)}}),
    title,
    el("p", {class: "quiet", text: [said(DATA.kinds[school.kind]), school.township, school.id]
      .join(" · ")}),
    el("p", {class: "sentence", text: sentence(school)}),
    school.kept ? el("p", {class: "kept", text: said(school.kept)}) : null,
    obstacleOf(school), rollChart(school), schoolFigures(school, year), schoolMoves(school),
  ];
}

function obstacleOf(school) {
  return DATA.obstacles.filter(([place]) => place === school.i).map(([, what, change]) => el("div",
    {class: "kept"}, el("b", {text: say("stays_because")}), el("p", {text: said(what)}),
    el("p", {text: say("would_change", {change: said(change)})})));
}

function schoolFigures(school, year) {
  const pair = (word, value) => el("div", {}, el("dt", {text: say(word)}),
    el("dd", {text: number(value)}));
  const warning = school.seat_warning[year];
  return el("div", {}, el("dl", {class: "facts"}, pair("roll", school.pupils[year]),
    pair("seats", school.seats[year]), pair("boarders", school.boarders[year]),
    pair("beds", school.beds[year])),
  warning && warning !== "none" ? el("p", {class: "alarm", text: "! " + say("warn_" + warning)})
    : null);
}

/* Rolls from before the plan to its end as bars, zero-based, with the seats as a line. */
function rollChart(school) {
  const values = [school.base].concat(school.pupils), seats = school.seats[state.year];
  const top = Math.max(...values, seats || 0, 1), wide = 286, step = wide / values.length;
  const up = (value) => 14 + 54 - 54 * value / top;
  const bars = values.map((value, i) => svg("g", {},
    svg("rect", {x: i * step + step * 0.18, width: step * 0.64, y: up(value),
      height: 54 * value / top, class: i - 1 === state.year ? "bar now" : "bar"}),
    svg("text", {x: i * step + step / 2, y: up(value) - 3, text: number(value)}),
    svg("text", {x: i * step + step / 2, y: 81, class: "axis",
      text: i ? YEARS[i - 1] : DATA.base_year})));
  const line = seats ? [svg("line", {x1: 0, x2: wide + 4, y1: up(seats), y2: up(seats),
    class: "seats"}), svg("text", {x: wide + 8, y: up(seats) + 3.5, class: "limit",
    text: say("seats") + " " + number(seats)})] : [];
  return svg("svg", {viewBox: "0 0 350 84", class: "rolls", role: "img",
    "aria-label": say("roll_years", {first: DATA.base_year, last: YEARS[YEARS.length - 1]})},
  line.concat(bars));
}

function schoolMoves(school) {
  const past = moves.filter((move) => move.pupils && move.year <= state.year);
  const comes = past.filter((move) => move.now === school.i);
  const goes = past.filter((move) => move.old === school.i);
  const stays = spans.filter((s) => s.now === school.i && s.mode === "stay" && s.pupils &&
    s.first <= state.year && s.last >= state.year);
  return [groupTable("who_goes", goes, "receiver", (move) => schools[move.now].name),
    groupTable("who_comes", comes, "from_school", (move) => schools[move.old].name),
    groupTable("who_stays", stays)];
}

function groupTable(title, rows, otherWord, other) {
  if (!rows.length) { return null; }
  const sum = rows.reduce((all, row) => all + row.pupils, 0);
  const head = [say("home")].concat(otherWord ? [say(otherWord)] : [],
    [say("band"), {text: say("pupils"), class: "num"}, say("way"),
      {text: say("minutes_unit"), class: "num"}]);
  const line = (row) => [homeName(row.home)].concat(other ? [other(row)] : [],
    [bandName(row.band), {text: number(row.pupils), class: "num"}, said(DATA.modes[row.mode]),
      wayCell(row)]);
  return el("div", {}, el("h3", {}, say(title), el("span", {class: "count", text: number(sum)})),
    table("groups", head, rows.map(line)));
}

/* Minutes above kilometres. */
function wayCell(row) {
  const told = minutesCell(row.minutes);
  return {class: told.class, children: [told.text, el("small", {text: kilometres(row.km)})]};
}

function bandName(band) {
  const ends = DATA.bands[band];
  return ends ? ends.join("–") : band;
}
