// What the page does in the browser itself: it draws what it is sent, and knows a few keys.
"use strict";

const KEYS = { " ": "kz-start", ArrowRight: "kz-step", Backspace: "kz-reset" };
const NARROW = "(max-width: 1000px)";

// What a chart that is scrolled out of sight is to show when it comes into sight, by its element.
const waiting = new Map();
const seen = new WeakSet();
const sight = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) {
    if (isIntersecting) seen.add(target);
    else seen.delete(target);
    if (isIntersecting && waiting.has(target)) apply(target, waiting.get(target));
  }
});
const watched = new WeakSet();

function apply(element, [chart, option]) {
  waiting.delete(element);
  option.series.filter((each) => each.symbols).forEach(shape);
  chart.setOption(option, { replaceMerge: ["series"] });
}

// Each dot comes as [x, y, size, number of its symbol].
function shape(series) {
  series.symbolSize = (dot) => dot[2];
  series.symbol = (dot) => series.symbols[dot[3]];
}

window.killzone = {
  // The ids of charts are NiceGUI's; the answer tells the server that the day is drawn.
  draw(shown) {
    for (const [id, option] of Object.entries(shown.charts)) {
      const { $el, chart } = getElement(Number(id)) ?? {};
      if (!chart) continue;
      if (!watched.has($el)) sight.observe($el);
      watched.add($el);
      if (shown.all || seen.has($el)) apply($el, [chart, option]);
      else waiting.set($el, [chart, option]);
    }
    for (const [id, text] of Object.entries(shown.texts)) {
      const element = document.getElementById(id);
      if (element && element.textContent !== text) element.textContent = text;
    }
    return true;
  },

  dark() {
    return document.body.classList.contains("body--dark");
  },

  // On a narrow page the settings would stand before everything else.
  begin() {
    const settings = document.getElementById("kz-settings");
    if (settings && matchMedia(NARROW).matches) settings.open = false;
  },

  fill(values) {
    for (const [id, value] of Object.entries(values)) {
      const field = document.getElementById(id);
      if (field && field.value !== value) field.value = value;
    }
  },

  say(text) {
    const said = document.getElementById("kz-said");
    said.textContent = text;
    setTimeout(() => (said.textContent = ""), 4000);
  },
};

document.addEventListener("keydown", (event) => {
  document.body.classList.toggle("kz-no-hints", event.key === "Escape");
  const busy = event.target.closest("input, select, textarea, button, a, summary, [contenteditable]");
  const id = KEYS[event.key];
  if (!id || busy || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  document.getElementById(id)?.click();
});

matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
  setTimeout(() => emitEvent("scheme"), 100);
});
