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
  if (now.empty) { aim.push(say("empty_part", {n: now.empty})); }
  const young = now.young_boarders;
  refill(byId("key-figures"),
    el("div", {class: "figure the-year"}, el("dt", {text: say("choose_year")}),
      el("dd", {}, el("b", {text: YEARS[state.year]}))),
    keyFigure(number(now.planned), say("schools_unit"), say("asked"), aim.join(
      state.language === "zh" ? "，" : ", "), missed),
    keyFigure(number(now.pupils), say("pupils_unit"), say("pupils_move")),
    keyFigure(number(now.longest), say("minutes_unit"), say("longest"), "", isLong(now.longest)),
    young === null ? null : keyFigure(young ? number(young) : say("young_none"),
      young ? say("pupils_unit") : "", say("young"), "", young > 0));
}

const YEAR_ROWS = [["closed_n", "planned"], ["asked_n", "asked"], ["pupils_n", "pupils"],
  ["longest_n", "longest"], ["mean_n", "minutes_mean_moved"], ["bus_n", "bus_pupils"],
  ["board_n", "boarders"], ["open_n", "open"], ["small_n", "small_schools"]];

/* Years as columns, like a timetable; the chosen one stands out. */
function yearTable() {
  const mark = (i) => (i === state.year ? "num now" : "num");
  return table("years", [""].concat(YEARS.map((year, i) => ({text: year, class: mark(i)})))
      .concat({text: say("whole_plan"), class: "num"}),
    YEAR_ROWS.map(([word, key]) => [say(word)].concat(DATA.figures.map(
      (figure, i) => ({text: number(figure[key]), class: mark(i)})),
    {text: number(DATA.total[key]), class: "num"})));
}
