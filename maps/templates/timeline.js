/* The years: a native slider under a bar for each year, and a play button. */

let playing = 0;

function showTimeline() {
  const other = othersSum;
  const most = Math.max(1, ...DATA.figures.map((f) => Math.max(f.closed + other(f), f.asked)));
  const tall = (n) => n ? Math.round(2 + 26 * n / most) : 0;
  refill(byId("bars"), YEARS.map((year, i) => {
    const figure = DATA.figures[i], bar = el("i"), rest = el("u", {hidden: ""});
    rest.hidden = !other(figure);
    rest.style.height = tall(other(figure)) + "px";
    bar.style.height = (tall(figure.closed) || (rest.hidden ? 2 : 0)) + "px";
    const missing = el("s", {hidden: ""});
    missing.hidden = figure.planned >= figure.asked;
    missing.style.height = Math.round(26 * (figure.asked - figure.planned) / most) + "px";
    const made = el("span", {class: i === state.year ? "year now" : i < state.year ? "year past"
      : "year"}, el("em", {text: figure.closed + (other(figure) ? " + " + other(figure) : "")}),
      missing, rest, bar, el("b", {text: year}));
    made.addEventListener("click", () => setYear(i));
    return made;
  }));
  const slider = byId("year");
  slider.value = state.year;
  slider.setAttribute("aria-label", say("choose_year"));
  slider.setAttribute("aria-valuetext", say("closures_bar",
    {year: YEARS[state.year], n: DATA.figures[state.year].closed,
      asked: DATA.figures[state.year].asked, others: othersSum(DATA.figures[state.year])}));
  const play = byId("play");
  play.textContent = playing ? "❚❚" : "▶";
  play.setAttribute("aria-label", say(playing ? "pause" : "play"));
  play.title = say(playing ? "pause" : "play");
}

function setUpTimeline() {
  const slider = byId("year");
  slider.min = 0;
  slider.max = YEARS.length - 1;
  slider.style.setProperty("--years", YEARS.length);
  byId("bars").style.setProperty("--years", YEARS.length);
  slider.addEventListener("input", () => {
    const wanted = Number(slider.value);
    stop();
    setYear(wanted);
  });
  byId("play").addEventListener("click", () => (playing ? stop() : play()));
}

function play() {
  if (state.year === YEARS.length - 1) { setYear(0); }
  playing = window.setInterval(() => {
    setYear(state.year + 1);
    if (state.year === YEARS.length - 1) { stop(); }
  }, 1800);
  showTimeline();
}

function stop() {
  window.clearInterval(playing);
  playing = 0;
  showTimeline();
}
