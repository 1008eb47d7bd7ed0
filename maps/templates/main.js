/* The page put together. */

let map = null, groundLayer = null, planLayer = null, drawn = {marks: [], lines: [], names: []};

function shown() {
  return {year: state.year, school: state.school, hover: state.hover,
    near: map.getZoom() - fitZoom > 1.6, covered: covered()};
}

/* Everything outside a window, as boxes. */
function edges([left, top, right, bottom]) {
  const far = 1e5;
  return [[-far, -far, left + 4, far], [right - 4, -far, far, far], [-far, -far, far, top + 4],
    [-far, bottom - 4, far, far]];
}

/* Boxes of the plan's picture where no name is read: under the legend, outside the window. */
function covered() {
  const box = map.getContainer().getBoundingClientRect(), zero = planLayer.point([0, 0]);
  const boxes = ["legend", "finder", "north", "switches"].map((id) => byId(id).getBoundingClientRect());
  const own = boxes.map((b) => [b.left - box.left + zero.x, b.top - box.top + zero.y,
    b.right - box.left + zero.x, b.bottom - box.top + zero.y]);
  return own.concat(edges([zero.x, zero.y, zero.x + box.width, zero.y + box.height]));
}

function setYear(year) {
  state.year = Math.max(0, Math.min(YEARS.length - 1, year));
  showTimeline();
  showKeyFigures();
  showPanel();
  if (state.zones) { groundLayer.repaint(); }
  planLayer.repaint();
}

/* Choose a school; -1 chooses none. */
function choose(school) {
  state.school = school;
  document.body.classList.toggle("up", school >= 0 || document.body.classList.contains("up"));
  showPanel();
  if (state.zones) { groundLayer.repaint(); }
  planLayer.repaint();
  if (school >= 0 && isPhone()) {
    map.setView([schools[school].lat / STEPS, schools[school].lon / STEPS], map.getZoom(),
      {animate: false});
    map.panBy([0, hidden() / 2], {animate: false});
  }
}

function isPhone() {
  return window.innerWidth <= 760;
}

/* Pixels of the map that the raised sheet of a phone covers. */
function hidden() {
  const sheet = isPhone() ? byId("panel").offsetHeight : 0;
  return Math.max(0, map.getContainer().getBoundingClientRect().bottom - window.innerHeight + sheet);
}

function point(school) {
  if (state.hover === school) { return; }
  state.hover = school;
  planLayer.repaint();
}

/* Choose a school and bring it and all who send or receive with it into view. */
function visit(school) {
  choose(school);
  const bounds = L.latLngBounds(Array.from(concerned(school)).map(
    (i) => [schools[i].lat / STEPS, schools[i].lon / STEPS]));
  map.fitBounds(bounds.pad(0.3), {maxZoom: fitZoom + 2, paddingBottomRight: [0, hidden()]});
}

function footParts() {
  const head = DATA.head, parts = [say("as_of", {date: head.as_of}), say("run", {run: head.run})];
  if (head.contact) { parts.push(say("contact", {contact: head.contact})); }
  return parts.concat([say("internal") + (state.language === "zh" ? "，" : "; ") + say("review")]);
}

function labelLine() {
  const head = DATA.head, tags = ["planned"];
  if (head.synthetic) { tags.push("synthetic"); }
  if (head.method !== "network") { tags.push(head.method); }
  return el("p", {class: "labels"}, tags.map((tag) => el("span", {class: "tag " + tag,
    text: say(tag)})), head.version ? el("span", {class: "tag version", text: said(head.version)})
    : null);
}

function northMark() {
  return svg("svg", {viewBox: "0 0 24 40", class: "north-mark", role: "img",
    "aria-label": say("north")},
  svg("path", {d: "M12 14 L17 36 L12 31 L7 36 Z"}),
  svg("text", {x: 12, y: 10, text: say("north")}));
}

/* Everything that is written in words, in the chosen language. */
function showWords() {
  document.documentElement.lang = state.language === "zh" ? "zh-CN" : "en";
  byId("county").textContent = DATA.head.county + " · " + say("subtitle");
  byId("plan-title").textContent = said(DATA.head.title);
  byId("plan-title").className = isLengthy(said(DATA.head.title)) ? "lengthy" : "";
  refill(byId("labels"), labelLine());
  byId("language").textContent = say("other_language");
  byId("print").textContent = say("print");
  byId("loosened").hidden = !DATA.head.loosened.length;
  byId("loosened").textContent = say("loosened") + join(DATA.head.loosened.map(said));
  byId("search").placeholder = say("search");
  byId("search").setAttribute("aria-label", say("search"));
  refill(byId("north"), northMark());
  ["foot", "foot-small"].forEach((id) => refill(byId(id),
    footParts().map((text) => el("span", {text}))));
  nameGrip();
  byId("map_plan").setAttribute("aria-label", say("map_of", {county: DATA.head.county}));
  showSwitches();
  showLegend();
  showKeyFigures();
  showTimeline();
  showPanel();
  showSheets();
}

/* A title that would take more than a line or two in large letters. */
function isLengthy(title) {
  return title.length > (state.language === "zh" ? 22 : 40);
}

function nameGrip() {
  byId("grip").setAttribute("aria-label",
    say(document.body.classList.contains("up") ? "hide_panel" : "show_panel"));
}

function showTip(event) {
  if (window.matchMedia("(hover: none)").matches) { return; }
  const hit = under(drawn, planLayer.point(event.containerPoint)), tip = byId("tip");
  point(hit && hit.school !== undefined ? hit.school : -1);
  map.getContainer().style.cursor = hit ? "pointer" : "";
  tip.hidden = !hit;
  if (!hit) { return; }
  refill(tip, hit.line ? moveTip(hit.line) : schoolTip(schools[hit.school]));
  const at = event.originalEvent;
  tip.style.left = Math.min(at.clientX + 14, window.innerWidth - tip.offsetWidth - 8) + "px";
  tip.style.top = Math.min(at.clientY + 14, window.innerHeight - tip.offsetHeight - 8) + "px";
}

function schoolTip(school) {
  return [el("b", {text: school.name}),
    el("span", {text: said(DATA.kinds[kindOf(school, state.year)]) + " · " + say("roll") + " " +
      number(roll(school, state.year))}),
    el("span", {text: sentence(school)}),
    warningWords(school) ? el("span", {class: "alarm", text: warningWords(school)}) : null,
    decisionSentence(school) ? el("span", {class: "decision", text: decisionSentence(school)})
      : school.kept ? el("span", {text: said(school.kept)}) : null];
}

function moveTip(line) {
  if (line.redirected) { return redirectionTip(line); }
  return [el("b", {text: say("is_move", {from: schools[line.old].name, to: schools[line.now].name,
    n: number(line.pupils), mode: said(DATA.modes[line.mode])})}),
  el("span", {text: say(line.mode === "board" ? "weekly" : "longest") + " " + number(line.minutes) +
    " " + say("minutes_unit") + " · " + kilometres(Math.max(...line.groups.map((group) => group.km || 0)))})];
}

function redirectionTip(line) {
  return [el("b", {text: say("is_redirection", {from: schools[line.old].name,
    to: schools[line.now].name, n: number(line.pupils), year: YEARS[line.since]})}),
  el("span", {text: join(Array.from(line.modes, (mode) => said(DATA.modes[mode]))) + " · " +
    say("longest") + " " + number(line.minutes) + " " + say("minutes_unit") + " · " +
    kilometres(line.km)})];
}

/* Show the whole county beside the legend; returns its bounds. */
function fitCounty() {
  const size = map.getSize(), corner = (x, y) => map.unproject(L.point(x, y).multiplyBy(256), 0);
  const bounds = L.latLngBounds(corner(extent[0], extent[3]), corner(extent[2], extent[1]));
  const aside = size.x > 760 ? byId("legend").offsetWidth * 0.8 : 8;
  map.fitBounds(bounds, {paddingTopLeft: [aside, 14], paddingBottomRight: [12, 14], animate: false});
  fitZoom = map.getZoom();
  return bounds;
}

function setUpMap(given) {
  map = given;
  const bounds = fitCounty();
  map.setMinZoom(fitZoom - 1);
  map.setMaxBounds(bounds.pad(isPhone() ? 2 : 0.6));
  L.control.zoom({position: "bottomright", zoomInTitle: "+", zoomOutTitle: "−"}).addTo(map);
  L.control.scale({imperial: false, position: "bottomright", maxWidth: 130}).addTo(map);
  groundLayer = new PictureLayer((view) => drawGround(view, state.year), {pane: paneFor(map, "ground", 200)}).addTo(map);
  planLayer = new PictureLayer((view) => { drawn = drawPlan(view, shown()); },
    {pane: paneFor(map, "plan", 400)});
  planLayer.addTo(map);
  byId("legend").addEventListener("toggle", () => planLayer.repaint());
  map.on("mousemove", showTip);
  map.on("mouseout", () => { byId("tip").hidden = true; point(-1); });
  map.on("click", (event) => {
    const hit = under(drawn, planLayer.point(event.containerPoint));
    choose(hit ? (hit.school !== undefined ? hit.school : hit.line.old) : -1);
  });
}

/* What the page shows, for programs that look at it; nothing can be changed through it. */
function publish() {
  const told = ({line, now}) => line.groups.map((group) => ({
    year: YEARS[group.year], this_year: now, place: group.home < 0 ? schools[-1 - group.home].id
      : DATA.places.place_id[group.home],
    band: group.band, from: schools[group.old].id, to: schools[group.now].id, mode: group.mode,
    pupils: group.pupils, minutes: group.minutes,
  }));
  const hedian = {
    year: () => YEARS[state.year],
    school: () => (state.school < 0 ? null : schools[state.school].id),
    moves: () => drawn.lines.filter(({line}) => !line.redirected).flatMap(told),
    redirections: () => drawn.lines.filter(({line}) => line.redirected).map(({line}) => ({
      from: schools[line.old].id, to: schools[line.now].id, pupils: line.pupils,
      since: YEARS[line.since]})),
    schools: () => drawn.marks.map((mark) => ({id: schools[mark.school].id, state: mark.status,
      form: mark.form, kind: mark.kind, warning: mark.warns, works: mark.works,
      dim: Boolean(mark.dim), x: mark.x, y: mark.y, r: mark.r})),
    zones: () => (state.zones ? zonesOf(state.band, state.year).map(([school]) =>
      schools[school].id) : []),
    names: () => drawn.names.map(({text, box}) => ({text, box: box.slice()})),
    language: () => state.language,
    screen: (id) => {
      const mark = drawn.marks.find((m) => schools[m.school].id === id);
      const corner = planLayer.point([0, 0]), box = map.getContainer().getBoundingClientRect();
      return {x: mark.x - corner.x + box.left, y: mark.y - corner.y + box.top};
    },
  };
  Object.defineProperty(window, "hedian", {value: Object.freeze(hedian), writable: false});
}

function start(given) {
  byId("legend").open = !isPhone();
  setUpTimeline();
  showWords();
  given.invalidateSize({animate: false});
  setUpMap(given);
  setUpSearch();
  setUpPaper();
  byId("language").addEventListener("click", () => {
    state.language = state.language === "zh" ? "en" : "zh";
    const whole = map.getZoom() <= fitZoom;
    showWords();
    map.invalidateSize({animate: false});
    if (whole) { fitCounty(); }
  });
  byId("print").addEventListener("click", () => window.print());
  byId("grip").addEventListener("click", () => {
    document.body.classList.toggle("up");
    nameGrip();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && state.school >= 0) { choose(-1); }
    if (event.key === "/" && event.target.tagName !== "INPUT") {
      byId("search").focus();
      event.preventDefault();
    }
  });
  publish();
}
