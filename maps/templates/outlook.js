/* Pupils of the county by stage: counted in the base year, expected from then on. */

function outlookChart() {
  const {years, lines, basis} = DATA.outlook;
  const top = Math.max(1, ...lines.flatMap(([, pupils]) => pupils));
  const wide = 218, high = 92, left = 46;
  const x = (i) => left + (years.length > 1 ? wide * i / (years.length - 1) : 0);
  const y = (n) => 12 + high - high * n / top;
  const highest = Math.max(...lines.map(([, pupils]) => pupils[pupils.length - 1]));
  const drawn = lines.map(([name, pupils], row) => {
    const way = pupils.map((n, i) => (i ? "L" : "M") + x(i).toFixed(1) + " " + y(n).toFixed(1));
    const last = pupils.length - 1, kind = "stage stage-" + row;
    const beside = pupils[last] === highest ? y(highest)
      : Math.max(y(pupils[last]) + 4, y(highest) + 13);
    return [
      svg("path", {d: way.join(" "), class: kind}),
      svg("circle", {cx: x(0), cy: y(pupils[0]), r: 3, class: kind + " counted"}),
      svg("text", {x: x(0) - 6, y: y(pupils[0]) + 4, class: "first", text: number(pupils[0])}),
      svg("text", {x: x(last) + 6, y: beside,
        text: said(name) + " " + number(pupils[last])}),
    ];
  });
  const now = years.indexOf(YEARS[state.year]), every = Math.ceil(years.length / 5);
  const axis = years.map((year, i) => (i % every && i !== years.length - 1 ? []
    : svg("text", {x: x(i), y: high + 26, class: i === now ? "axis now" : "axis", text: year})));
  const marks = [svg("line", {x1: left, x2: left + wide, y1: y(0), y2: y(0), class: "zero"}),
    svg("line", {x1: x(now), x2: x(now), y1: 6, y2: y(0), class: "here"})];
  return [svg("svg", {viewBox: "0 0 352 122", class: "outlook", role: "img",
    "aria-label": say("outlook")}, marks, drawn, axis),
  el("details", {class: "basis"}, el("summary", {text: say("outlook_basis")}),
    el("ul", {}, basis.map((text) => el("li", {text: said(text)}))))];
}
