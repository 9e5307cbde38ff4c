// What the page does in the browser itself: it draws what it is sent, and knows a few keys.
"use strict";

window.killzone = {
  // The element ids are NiceGUI's; the answer tells the server that the day is drawn.
  draw(shown) {
    for (const [id, option] of Object.entries(shown.charts)) {
      getElement(Number(id))?.chart?.setOption(option, { replaceMerge: ["series"] });
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

  say(text) {
    const status = document.querySelector(".kz-pending");
    if (status) status.textContent = text;
  },
};

const KEYS = { " ": "kz-start", s: "kz-step", r: "kz-reset" };

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") document.body.classList.add("kz-no-hints");
  else document.body.classList.remove("kz-no-hints");
  const busy = event.target.closest("input, select, textarea, button, a, [contenteditable]");
  const id = KEYS[event.key.toLowerCase()];
  if (!id || busy || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  document.getElementById(id)?.click();
});

matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
  setTimeout(() => emitEvent("scheme"), 100);
});
