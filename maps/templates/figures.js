/* The line of key figures at the head, and the year-by-year table. */

function keyFigure(value, unit, name, note, alarm) {
  return el("div", {class: alarm ? "figure alarm" : "figure"},
    el("dt", {text: name}),
    el("dd", {}, el("b", {text: value}), el("span", {class: "unit", text: unit}),
      note ? el("span", {class: "note", text: note}) : null));
}

/* What is asked for, and what of the plan counts toward it, in a few words. */
function aimWords(figure) {
  const aim = [say("of_asked", {asked: number(figure.asked)})];
  if (figure.planned < figure.asked) { aim.push(say("missed")); }
  if (figure.planned > figure.asked) { aim.push(say("more_than_asked")); }
  if (figure.mergers) { aim.push(say("merged_part", {n: figure.mergers})); }
  if (figure.closed + figure.mergers !== figure.planned) {
    aim.push(say("counted_part", {n: figure.planned}));
  }
  if (figure.empty) { aim.push(say("empty_part", {n: figure.empty})); }
  return commas(aim);
}

function commas(parts) {
  return parts.join(state.language === "zh" ? "，" : ", ");
}

function showKeyFigures() {
  const now = DATA.figures[state.year], young = now.young_boarders;
  const weekly = now.weekly === null ? "" : say("weekly_part", {n: number(now.weekly)});
  byId("key-figures").className = overFigure(0) || othersFigure({others: {}}) ? "many" : "";
  refill(byId("key-figures"),
    el("div", {class: "figure the-year"}, el("dt", {text: say("choose_year")}),
      el("dd", {}, el("b", {text: YEARS[state.year]}))),
    keyFigure(number(now.closed), say("schools_unit"), say("asked"), aimWords(now),
      now.planned < now.asked),
    othersFigure(now),
    movesAny() ? keyFigure(number(now.pupils), say("pupils_unit"), say("pupils_move")) : null,
    movesAny() ? keyFigure(number(now.longest), say("minutes_unit"), say("longest"), weekly,
      now.long) : null,
    redirectedFigure(now),
    overFigure(now.over_cap_pupils),
    young === null ? null : keyFigure(young ? number(young) : say("young_none"),
      young ? say("pupils_unit") : "", say("young"), "", young > 0));
}

/* Whether pupils change school; a plan that only redirects entrants has another figure. */
function movesAny() {
  return DATA.total.pupils > 0 || !DATA.figures.some((figure) => figure.redirected);
}

/* Pupils at the schools to which entrants are redirected, where the plan has any. */
function redirectedFigure(now) {
  if (!DATA.figures.some((figure) => figure.redirected)) { return null; }
  const note = now.sent_longest === null ? "" : say("redirected_note",
    {minutes: number(now.sent_longest)});
  return keyFigure(number(now.redirected), say("pupils_unit"), say("redirected"), note);
}

/* Pupils over seats or cap, where any year of the plan has them. */
function overFigure(over) {
  if (!DATA.figures.some((figure) => figure.over_cap_pupils)) { return null; }
  return keyFigure(number(over), say("pupils_unit"), say("over"), "", over > 0);
}

/* What the year does beside closing, where the plan does so in any year. */
function othersFigure(figure) {
  if (!DATA.figures.some((one) => Object.keys(one.others).length)) { return null; }
  return keyFigure(number(othersSum(figure)), say("items_unit"), say("others"),
    commas(otherWords(figure)));
}

function otherWords(figure) {
  return Object.entries(figure.others).map(([action, n]) => say("n_" + action, {n}));
}

/* A conversion is one of the works. */
function othersSum(figure) {
  return Object.entries(figure.others).reduce((sum, [action, n]) =>
    sum + (action === "convert" ? 0 : n), 0);
}

/* The figures of the table; of what a plan may do, only what this one does. */
const YEAR_ROWS = [["closed_n", "closed"], ["asked_n", "asked"], ["merged_n", "merged", "may"],
  ["downgraded_n", "downgraded", "may"], ["works_n", "works", "may"], ["seats_n", "seats", "may"],
  ["beds_n", "beds", "may"], ["converted_n", "converted", "may"], ["pupils_n", "pupils"],
  ["longest_n", "longest"], ["weekly_n", "weekly", "may"], ["mean_n", "minutes_mean_moved"],
  ["bus_n", "bus_pupils"], ["board_n", "boarders"], ["redirected_n", "redirected", "may"],
  ["open_n", "open"], ["small_n", "small_schools"], ["over_n", "over_cap_pupils"]]
  .filter(([, key, may]) => !may || DATA.figures.some((figure) => figure[key]));

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
  const few = YEAR_ROWS.filter(([, key]) => ["closed", "merged", "downgraded", "works", "pupils",
    "redirected", "boarders", "small_schools", "over_cap_pupils"].includes(key) &&
    DATA.figures.some((figure) => figure[key])).slice(0, 6);
  const row = (name, figure, status) => [{text: name, class: status}].concat(few.map(([, key]) => ({
    text: number(figure[key]), class: "num " + status})));
  return table("years rows", [""].concat(few.map(([word]) => ({text: say(word), class: "num"}))),
    YEARS.map((year, i) => row(year, DATA.figures[i], i === state.year ? "now" : ""))
      .concat([row(say("whole_plan"), DATA.total, "")]));
}
