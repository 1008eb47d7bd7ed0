/* What the chosen year does, group by group; the same rows on the screen and on paper. */

function closureTable(rows) {
  if (!rows.length) { return null; }
  const head = [say("school"), {text: say("pupils"), class: "num"}, say("receiver"),
    {text: say("minutes"), class: "num"}];
  return table("closures", head, rows.map((change) => [
    schoolCell(change.school, change.what), {text: number(change.pupils), class: "num"},
    receiverCell(change), changeMinutes(change),
  ]), (row, i) => pointing(row, rows[i].school));
}

/* A school's name that can be clicked, with its township and what else there is to say. */
function schoolCell(school, what) {
  return el("span", {}, el("button", {type: "button", class: "name", text: short(schools[school]),
    on: {click: () => visit(school)}}),
  el("small", {text: schools[school].township}), what ? el("small", {text: said(what)}) : null);
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

function receiverCell(change) {
  const ways = join(change.modes.map((mode) => said(DATA.modes[mode])));
  return el("span", {}, receiverNames(change) || "–", el("small", {text: ways}));
}

/* Receivers of the same township by their short names, others in full. */
function receiverNames(change) {
  const home = schools[change.school].township;
  return join(change.receivers.map((r) => (schools[r].township === home ? short(schools[r])
    : schools[r].name)));
}

function minutesCell(minutes, long) {
  return {text: (long ? "! " : "") + number(minutes), class: long ? "num long" : "num"};
}

/* The longest daily way of a change, boarders' weekly one below it. */
function changeMinutes(change) {
  const own = moves.filter((m) => m.year === change.year && m.old === change.school && m.pupils);
  const told = minutesCell(change.minutes, own.some(isLong));
  const weekly = change.weekly === null ? null
    : el("small", {text: say("weekly_part", {n: number(change.weekly)})});
  return {class: told.class, children: [told.text, weekly]};
}

/* The groups of a year after its closures. */
function otherLists(year) {
  const group = (word, rows, made) => (rows.length ? el("section", {class: "group", "data-group": word},
    el("h2", {}, say(word, {year: YEARS[year]}), el("span", {class: "count", text: rows.length})),
    made(rows)) : null);
  return [
    group("merges_of", changesOf(year, "merge_form"), closureTable),
    group("downgrades_of", changesOf(year, "downgrade"), closureTable),
    group("works_of", changesOf(year, "works"), worksTable),
    group("reliefs_of", changesOf(year, "relief"), reliefTable),
    relievedSoFar(year),
  ];
}

function worksTable(rows) {
  const head = [say("school"), say("work"), {text: say("cost"), class: "num"}];
  return table("works", head, rows.map((change) => [schoolCell(change.school),
    said(change.what || ["–", "–"]), {text: money(change.cost), class: "num"}]),
  (row, i) => pointing(row, rows[i].school));
}

/* Redirections school by school: one row for each that takes entrants. */
function reliefTable(rows) {
  const head = [say("from_to"), say("homes"), {text: say("entrants"), class: "num"},
    {text: say("minutes"), class: "num"}];
  const named = (change, i) => el("span", {}, i && rows[i - 1].school === change.school ? null
    : schoolCell(change.school), el("small", {class: "to", text: "→ " + receiverNames(change)}));
  return table("reliefs", head, rows.map((change, i) => [named(change, i),
    el("small", {text: change.what ? said(change.what) : ""}),
    {text: number(change.pupils || null), class: "num"}, changeMinutes(change)]),
  (row, i) => pointing(row, rows[i].receivers[0]));
}

/* How many go elsewhere by now, from the years before too. */
function relievedSoFar(year) {
  const all = redirected(year).reduce((sum, line) => sum + line.pupils, 0);
  return all ? el("p", {class: "quiet relieved", text: say("relieved", {year: YEARS[year], n: number(all)})})
    : null;
}

/* Yuan as an office writes them: in 10,000s in Chinese. */
function money(yuan) {
  if (yuan === null || yuan === undefined) { return "–"; }
  return state.language === "zh" ? (yuan / 10000).toLocaleString("en-US", {maximumFractionDigits: 1})
    : number(yuan);
}
