/* Why a school closes or stays: the words of its panel, its tooltip and the list of the kept. */

/* What is said of a school, or null: decision, year, firmness, reasons. */
function explainedOf(school) {
  const row = DATA.explained && DATA.explained[school.i];
  return row ? {decision: row[0], year: row[1], firmness: row[2], reasons: row[3]} : null;
}

function mustKeep(school) {
  const told = explainedOf(school);
  return Boolean(told) && told.decision === "must_keep";
}

/* The decision in words, with its year. */
function decisionWords(told) {
  const name = said(DATA.decisions[told.decision]);
  return told.year === null ? name : say("decided_in", {name, year: YEARS[told.year]});
}

/* The decision and its first reason, for pointing; what closes says so in its own sentence. */
function decisionSentence(school) {
  const told = explainedOf(school);
  if (!told || told.decision === "not_candidate") { return ""; }
  return decisionWords(told) + say("colon") + said(told.reasons[0][0]);
}

function reasonsPart(school) {
  const told = explainedOf(school);
  if (!told) { return null; }
  const firm = told.firmness ? el("span", {class: "firm " + told.firmness,
    title: said(DATA.firm_note), text: said(DATA.firmness[told.firmness])}) : null;
  return el("div", {class: "kept reasons " + told.decision},
    el("p", {class: "decision"}, el("b", {text: decisionWords(told)}), firm),
    el("ul", {}, told.reasons.map(([why, flip]) => el("li", {}, said(why),
      flip ? el("p", {class: "quiet", text: say("would_change", {change: said(flip)})}) : null))));
}

/* Schools that no lawful plan closes, beside the closures of the year. */
function mustKeepPart() {
  const kept = schools.filter(mustKeep);
  if (!kept.length) { return null; }
  return el("details", {class: "more", id: "must-keep"},
    el("summary", {text: say("must_keep_list") + " · " + kept.length}),
    el("ul", {}, kept.map((school) => pointing(el("li", {},
      el("button", {type: "button", class: "name", text: school.name,
        on: {click: () => visit(school.i)}}),
      explainedOf(school).reasons.map(([why]) => el("p", {text: said(why)}))), school.i))));
}

function rangesPart() {
  return DATA.ranges.map((range) => el("p", {class: "quiet", text: said(range)}));
}
