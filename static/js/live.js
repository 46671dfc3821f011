"use strict";
(() => {
  // pages/parts/live.js
  var SILENCE = 25e3;
  var ASK_EVERY = 3e3;
  function follow(address, onState, onBeat = () => {
  }) {
    let source;
    let heard = performance.now();
    const ask = async () => {
      try {
        const answer = await fetch(address, { headers: { accept: "application/json" }, cache: "no-store" });
        if (answer.ok) onState(await answer.json());
      } catch {
      }
      setTimeout(source ? watch : ask, ASK_EVERY);
    };
    const giveUp = () => {
      if (!source) return;
      source.close();
      source = void 0;
      void ask();
      setTimeout(open, 6e4);
    };
    const open = () => {
      heard = performance.now();
      source = new EventSource(address);
      source.addEventListener("state", ({ data }) => {
        heard = performance.now();
        onState(JSON.parse(data));
      });
      source.addEventListener("beat", ({ data }) => {
        heard = performance.now();
        onBeat(Number(data));
      });
      source.addEventListener("error", () => {
        if ((source == null ? void 0 : source.readyState) === EventSource.CLOSED) giveUp();
      });
      setTimeout(watch, SILENCE);
    };
    const watch = () => {
      if (!source) return;
      if (performance.now() - heard > SILENCE) giveUp();
      else setTimeout(watch, ASK_EVERY);
    };
    open();
  }
  function show(root, state) {
    for (const element of all(root, "data-live")) say(element, String(state[of(element, "data-live")] ?? ""));
    for (const element of all(root, "data-live-words")) {
      say(element, of(element, "data-live-words").replace(/\{(\w+)\}/g, (whole, name) => String(state[name] ?? whole)));
    }
    for (const element of all(root, "data-live-if")) element.toggleAttribute("hidden", !state[of(element, "data-live-if")]);
    for (const element of all(root, "data-live-unless")) {
      element.toggleAttribute("hidden", Boolean(state[of(element, "data-live-unless")]));
    }
    for (const element of all(root, "data-live-ring")) {
      const [part, whole] = of(element, "data-live-ring").split("/").map((name) => Number(state[name]));
      element.setAttribute("pathLength", String(whole || 1));
      element.setAttribute("stroke-dasharray", whole > 0 && part >= whole ? "none" : `${part} ${whole || 1}`);
    }
  }
  var all = (root, name) => root.querySelectorAll(`[${name}]`);
  var of = (element, name) => element.getAttribute(name) ?? "";
  function say(element, words) {
    if (element.textContent !== words) element.textContent = words;
  }

  // pages/live.js
  for (
    const root of
    /** @type {NodeListOf<HTMLElement>} */
    document.querySelectorAll("[data-live-events]")
  ) {
    follow(root.dataset.liveEvents ?? "", (state) => show(root, state));
  }
  var EVERY = 1e4;
  function isBegun() {
    const fields = (
      /** @type {NodeListOf<HTMLInputElement | HTMLTextAreaElement>} */
      document.querySelectorAll("main input:not([type=hidden]), main textarea")
    );
    if (document.querySelector("main details.confirm[open]")) return true;
    return [...fields].some((field) => field === document.activeElement || field.value !== field.defaultValue);
  }
  var again = (
    /** @type {HTMLElement | null} */
    document.querySelector("[data-reload]")
  );
  if (again) {
    setInterval(() => {
      if (!isBegun()) location.href = again.dataset.reload ?? "";
    }, EVERY);
  }
})();
