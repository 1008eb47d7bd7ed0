/* Elements made of plain text only; nothing from the data is ever read as markup. */

function el(tag, given, ...children) {
  const made = document.createElement(tag);
  Object.entries(given || {}).forEach(([name, value]) => {
    if (name === "text") { made.textContent = value; }
    else if (name === "on") { Object.entries(value).forEach((e) => made.addEventListener(...e)); }
    else if (name === "class") { made.className = value; }
    else { made.setAttribute(name, value); }
  });
  children.flat(3).forEach((child) => { if (child) { made.append(child); } });
  return made;
}

function byId(id) {
  return document.getElementById(id);
}

function refill(parent, ...children) {
  parent.replaceChildren(...children.flat(3).filter(Boolean));
}

/* A table; cells are text, {text, class}, {children, class} or elements. */
function table(className, head, rows, onRow) {
  const cell = (tag) => (value) => {
    if (value instanceof Node) { return el(tag, {}, value); }
    if (typeof value !== "object" || value === null) { return el(tag, {text: value}); }
    return value.children ? el(tag, {class: value.class}, value.children) : el(tag, value);
  };
  return el("table", {class: className},
    el("thead", {}, el("tr", {}, head.map(cell("th")))),
    el("tbody", {}, rows.map((row, i) => {
      const made = el("tr", {}, row.map(cell("td")));
      if (onRow) { onRow(made, i); }
      return made;
    })));
}

/* A small canvas with a picture; the same marks as on the map. */
function icon(width, height, paint) {
  const canvas = el("canvas", {"aria-hidden": "true", class: "icon"});
  canvas.width = width * 2;
  canvas.height = height * 2;
  canvas.style.width = width + "px";
  canvas.style.height = height + "px";
  const ctx = canvas.getContext("2d");
  ctx.scale(2, 2);
  paint(ctx, width / 2, height / 2);
  return canvas;
}

function stateIcon(kind, status, more) {
  return icon(18, 16, (ctx, x, y) => drawSymbol(ctx,
    Object.assign({kind, status, x, y, r: 5.2}, more || {})));
}

function svg(tag, given, ...children) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  Object.entries(given).forEach(([name, value]) => {
    if (name === "text") { made.textContent = value; } else { made.setAttribute(name, value); }
  });
  children.flat(3).forEach((child) => made.append(child));
  return made;
}
