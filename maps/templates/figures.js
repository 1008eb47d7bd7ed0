/* The line of key figures at the head, and the year-by-year table. */

function keyFigure(value, unit, name, note, alarm) {
  return el("div", {class: alarm ? "figure alarm" : "figure"},
    el("dt", {text: name}),
    el("dd", {}, el("b", {text: value}), el("span", {class: "unit", text: unit}),
      note ? el("span", {class: "note", text: note}) : null));
}

function showKeyFigures() {
  const now = DATA.figures[state.year];
  const missed = now.planned < now.asked, more = now.planned > now.asked;
  const aim = [say("of_asked", {asked: now.asked})];
  if (missed) { aim.push(say("missed")); }
  if (more) { aim.push(say("more_than_asked")); }
  const merged = now.planned - now.closed;
  if (merged > 0) { aim.push(say("merged_part", {n: merged})); }
  if (now.empty) { aim.push(say("empty_part", {n: now.empty})); }
  const young = now.young_boarders;
  byId("key-figures").className = overFigure(0) || othersFigure({}) ? "many" : "";
  refill(byId("key-figures"),
    el("div", {class: "figure the-year"}, el("dt", {text: say("choose_year")}),
      el("dd", {}, el("b", {text: YEARS[state.year]}))),
    keyFigure(number(now.planned), say("schools_unit"), say("asked"), aim.join(
      state.language === "zh" ? "，" : ", "), missed),
    othersFigure(now.others),
    keyFigure(number(now.pupils), say("pupils_unit"), say("pupils_move")),
    keyFigure(number(now.longest), say("minutes_unit"), say("longest"), "", isLong(now.longest)),
    overFigure(now.over_cap_pupils),
    young === null ? null : keyFigure(young ? number(young) : say("young_none"),
      young ? say("pupils_unit") : "", say("young"), "", young > 0));
}

/* Pupils over seats or cap, where any year of the plan has them. */
function overFigure(over) {
  if (!DATA.figures.some((figure) => figure.over_cap_pupils)) { return null; }
  return keyFigure(number(over), say("pupils_unit"), say("over"), "", over > 0);
}

/* What the year does beside closing, where the plan does so in any year. */
function othersFigure(others) {
  if (!DATA.figures.some((figure) => Object.keys(figure.others).length)) { return null; }
  const parts = Object.entries(others);
  const sum = parts.reduce((all, [, n]) => all + n, 0);
  return keyFigure(number(sum), say("items_unit"), say("others"), parts.map(([action, n]) =>
    say("n_" + action, {n})).join(state.language === "zh" ? "，" : ", "));
}

const YEAR_ROWS = [["closed_n", "planned"], ["asked_n", "asked"], ["pupils_n", "pupils"],
  ["longest_n", "longest"], ["mean_n", "minutes_mean_moved"], ["bus_n", "bus_pupils"],
  ["board_n", "boarders"], ["open_n", "open"], ["small_n", "small_schools"],
  ["over_n", "over_cap_pupils"]];

/* Years as columns, like a timetable; the chosen one stands out. */
function yearTable() {
  if (YEARS.length > 5) { return yearRows(); }
  const mark = (i) => (i === state.year ? "num now" : "num");
  return table("years", [""].concat(YEARS.map((year, i) => ({text: year, class: mark(i)})))
      .concat({text: say("whole_plan"), class: "num"}),
    YEAR_ROWS.map(([word, key]) => [say(word)].concat(DATA.figures.map(
      (figure, i) => ({text: number(figure[key]), class: mark(i)})),
    {text: number(DATA.total[key]), class: "num"})));
}

/* Many years: one a row, so that the panel can hold them. */
function yearRows() {
  const few = YEAR_ROWS.filter(([, key]) => ["planned", "pupils", "bus_pupils", "boarders",
    "small_schools", "over_cap_pupils"].includes(key));
  const row = (name, figure, status) => [{text: name, class: status}].concat(few.map(([, key]) => ({
    text: number(figure[key]), class: "num " + status})));
  return table("years rows", [""].concat(few.map(([word]) => ({text: say(word), class: "num"}))),
    YEARS.map((year, i) => row(year, DATA.figures[i], i === state.year ? "now" : ""))
      .concat([row(say("whole_plan"), DATA.total, "")]));
}
