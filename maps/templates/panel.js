/* The panel: what the year does, or one school. */

function showPanel() {
  const body = byId("panel-body");
  if (state.school >= 0) { refill(body, schoolPanel(schools[state.school])); }
  else { refill(body, yearPanel()); }
  body.scrollTop = 0;
}

function yearPanel() {
  const now = changesOf(state.year, "close");
  return [
    el("h2", {}, say("closures_of", {year: YEARS[state.year]}),
      el("span", {class: "count", text: now.length})),
    now.length ? null : el("p", {class: "quiet", text: say("closures_none")}),
    relievedPart(),
    closureTable(now.filter((closure) => closure.pupils)),
    emptyList(now.filter((closure) => !closure.pupils)),
    mustKeepPart(),
    otherLists(state.year),
    el("h2", {text: say("figures")}), yearTable(),
    el("p", {class: "quiet", text: said(DATA.head.targets)}), rangesPart(),
    obstaclePart(), el("h2", {text: say("outlook")}), outlookChart(), warningPart(),
  ];
}

/* When each overfull school gets within its limits, where the plan relieves them. */
function relievedPart() {
  if (!DATA.relieved.length) { return null; }
  return el("details", {class: "more", id: "relieved"}, el("summary", {text: say("relieved_when") +
    " · " + DATA.relieved.length}), el("ul", {}, DATA.relieved.map(([school, text]) => el("li", {},
    el("button", {type: "button", class: "name", text: said(text),
      on: {click: () => visit(school)}})))));
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
  const status = school.state[state.year];
  const end = changes.find((c) => c.school === school.i &&
    (c.action === "close" || c.action === "merge_form"));
  const coming = received(school.i, status === "receives");
  const values = {year: YEARS[end ? end.year : state.year], n: number(coming)};
  if (status === "closes" && !end.receivers.length) { return say("is_closes_empty", values); }
  if (status === "closes" || status === "absorbed") {
    values.to = join(end.receivers.map((r) => schools[r].name));
  }
  if (FILLS[status] && !coming) { return join2(formWords(school), say("is_sent_here")); }
  return join2(formWords(school), say("is_" + status, values));
}

/* What the school has become, in a sentence. */
function formWords(school) {
  const form = formOf(school, state.year);
  if (form) { return say("is_" + form); }
  const kind = kindOf(school, state.year);
  return kind === school.kind ? "" : say("is_converted", {kind: said(DATA.kinds[kind])});
}

function join2(first, second) {
  return first + (first && state.language === "en" ? " " : "") + second;
}

/* The seat warning of a school in words, or nothing. */
function warningWords(school) {
  const level = school.seat_warning[state.year];
  if (!level || level === "none" || isGone(school.state[state.year])) { return ""; }
  return say("warn_level", {level: say("level_" + level), why: say("warn_" + level)});
}

function received(school, thisYear) {
  return moves.filter((m) => m.now === school && (thisYear ? m.year === state.year
    : m.year <= state.year)).reduce((sum, m) => sum + m.pupils, 0);
}

function schoolPanel(school) {
  const year = state.year, status = school.state[year];
  const title = el("h2", {class: "school"},
    stateIcon(kindOf(school, year), status, {kept: keptHow(school),
      form: formOf(school, year)}), school.name);
  return [
    el("button", {type: "button", id: "back", text: "← " + say("back"),
      on: {click: () => choose(-1)}}),
    title,
    el("p", {class: "quiet", text: [said(DATA.kinds[kindOf(school, year)]), school.township, school.id]
      .join(" · ")}),
    el("p", {class: "sentence", text: sentence(school)}),
    reasonsPart(school) || [school.kept ? el("p", {class: "kept", text: said(school.kept)}) : null,
      obstacleOf(school)],
    worksPart(school), rollChart(school), schoolFigures(school, year),
    schoolMoves(school),
  ];
}

function obstacleOf(school) {
  return DATA.obstacles.filter(([place]) => place === school.i).map(([, what, change]) => el("div",
    {class: "kept"}, el("b", {text: say("stays_because")}), el("p", {text: said(what)}),
    el("p", {text: say("would_change", {change: said(change)})})));
}

function worksPart(school) {
  const rows = changes.filter((c) => c.action === "works" && c.school === school.i);
  return rows.map((work) => el("p", {class: "work"}, icon(14, 14, (ctx, x, y) =>
    drawWorks(ctx, x, y, 4.5, work.year === state.year ? "now" : "past")),
  say("work_line", {year: YEARS[work.year], what: said(work.what || ["", ""]),
    cost: money(work.cost)})));
}

function schoolFigures(school, year) {
  const pair = (word, value) => el("div", {}, el("dt", {text: say(word)}),
    el("dd", {text: number(value)}));
  const warning = warningWords(school), lack = roomsWords(school, year);
  return el("div", {}, el("dl", {class: "facts"}, pair("roll", school.pupils[year]),
    pair("seats", school.seats[year]), pair("boarders", school.boarders[year]),
    pair("beds", school.beds[year]), pair("classes", school.classes[year]),
    pair("classrooms", roomsOf(school, year))),
  warning ? el("p", {class: "alarm " + school.seat_warning[year], text: warning}) : null,
  lack ? el("p", {class: "alarm rooms", text: lack}) : null);
}

function roomsOf(school, year) {
  return Array.isArray(school.rooms) ? school.rooms[year] : school.rooms;
}

/* What a school lacks in classrooms, in words, or nothing. */
function roomsWords(school, year) {
  const cause = (school.rooms_cause || [])[year];
  return cause ? say("rooms_" + cause, {n: number(school.classes[year] - roomsOf(school, year))}) : "";
}

/* Rolls from before the plan to its end as bars, zero-based, with the seats as a line. */
function rollChart(school) {
  const values = [school.base].concat(school.pupils), seats = school.seats[state.year];
  const top = Math.max(...values, ...school.seats, 1), wide = 286, step = wide / values.length;
  const up = (value) => 14 + 54 - 54 * value / top;
  const bars = values.map((value, i) => svg("g", {},
    svg("rect", {x: i * step + step * 0.18, width: step * 0.64, y: up(value),
      height: 54 * value / top, class: i - 1 === state.year ? "bar now" : "bar"}),
    svg("text", {x: i * step + step / 2, y: up(value) - 3, text: number(value)}),
    svg("text", {x: i * step + step / 2, y: 81, class: "axis",
      text: i ? YEARS[i - 1] : DATA.base_year})));
  const steps = school.seats.map((now, i) => svg("line", {x1: i ? step * (i + 1) : 0,
    x2: step * (i + 2), y1: up(now), y2: up(now), class: "seats"}));
  const line = seats ? [...steps, svg("text", {x: wide + 8, y: up(seats) + 3.5, class: "limit",
    text: say("seats") + " " + number(seats)})] : [];
  line.push(...capLine(school, values, up, wide));
  return svg("svg", {viewBox: "0 0 350 84", class: "rolls", role: "img",
    "aria-label": say("roll_years", {first: DATA.base_year, last: YEARS[YEARS.length - 1]})},
  line.concat(bars));
}

/* The size cap, where a school is over it in any year. */
function capLine(school, values, up, wide) {
  const cap = DATA.caps[kindOf(school, state.year)];
  if (!cap || Math.max(...values) <= cap) { return []; }
  return [svg("line", {x1: 0, x2: wide + 4, y1: up(cap), y2: up(cap), class: "cap"}),
    svg("text", {x: wide + 8, y: up(cap) + 3.5, class: "limit",
      text: say("cap") + " " + number(cap)})];
}

function schoolMoves(school) {
  const sent = spans.filter((s) => s.redirected && s.pupils && s.first <= state.year &&
    s.last >= state.year);
  const past = moves.filter((move) => move.pupils && move.year <= state.year);
  const comes = past.filter((move) => move.now === school.i);
  const goes = past.filter((move) => move.old === school.i);
  const stays = spans.filter((s) => s.now === school.i && s.mode === "stay" && s.pupils &&
    s.first <= state.year && s.last >= state.year);
  return [groupTable("who_goes", goes, "receiver", (move) => schools[move.now].name),
    groupTable("who_comes", comes, "from_school", (move) => schools[move.old].name),
    groupTable("sent_away", sent.filter((s) => s.old === school.i), "receiver",
      (s) => schools[s.now].name),
    groupTable("sent_here", sent.filter((s) => s.now === school.i), "zone_before",
      (s) => schools[s.old].name),
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
  const told = minutesCell(row.minutes, isLong(row));
  return {class: told.class, children: [told.text, el("small", {text: kilometres(row.km)})]};
}

function bandName(band) {
  const ends = DATA.bands[band];
  return ends ? ends.join("–") : band;
}
