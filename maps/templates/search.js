/* Find a school by its name: type, choose with the arrow keys or the pointer. */

let hits = [], active = 0;

function setUpSearch() {
  const input = byId("search");
  input.addEventListener("input", showHits);
  input.addEventListener("focus", showHits);
  input.addEventListener("blur", () => window.setTimeout(hideHits, 150));
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const step = event.key === "ArrowDown" ? 1 : hits.length - 1;
      active = hits.length ? (active + step) % hits.length : 0;
      listHits();
      event.preventDefault();
    } else if (event.key === "Enter" && hits.length) {
      found(hits[active]);
    } else if (event.key === "Escape") {
      hideHits();
    }
  });
}

function showHits() {
  const wanted = byId("search").value.trim().toLowerCase();
  hits = wanted ? schools.filter((s) => (s.name + " " + s.township + " " + s.id).toLowerCase()
    .includes(wanted)).slice(0, 8) : [];
  active = 0;
  listHits();
}

function listHits() {
  const list = byId("hits"), wanted = byId("search").value.trim();
  refill(list, hits.map((school, i) => {
    const item = el("li", {role: "option", id: "hit-" + i, "aria-selected": String(i === active)},
      stateIcon(school.kind, school.state[state.year], {kept: keptHow(school)}),
      el("span", {text: school.name}), el("small", {text: school.township}));
    item.addEventListener("mousedown", () => found(school));
    return item;
  }), wanted && !hits.length ? el("li", {class: "quiet", text: say("search_none")}) : null);
  list.hidden = !wanted;
  byId("search").setAttribute("aria-expanded", String(Boolean(wanted)));
  byId("search").setAttribute("aria-activedescendant", hits.length ? "hit-" + active : "");
}

function hideHits() {
  byId("hits").hidden = true;
  byId("search").setAttribute("aria-expanded", "false");
}

function found(school) {
  byId("search").value = school.name;
  hideHits();
  visit(school.i);
}
