"use strict";
(() => {
  // pages/parts/live.js
  var SILENCE = 25e3;
  var ASK_EVERY = 3e3;
  function follow(address, onState2, onBeat = () => {
  }) {
    let source;
    let heard = performance.now();
    const ask = async () => {
      try {
        const answer = await fetch(address, { headers: { accept: "application/json" }, cache: "no-store" });
        if (answer.ok) onState2(await answer.json());
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
        onState2(JSON.parse(data));
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

  // pages/parts/reveal.js
  var LONGEST = 12e4;
  var PAUSE = 6e3;
  var SLOWEST = 4e3;
  function schedule(rounds) {
    const rows2 = rounds.reduce((sum, { below, above }) => sum + below + above, 0);
    const pauses = rounds.filter(({ below, above }) => below > 0 && above > 0).length;
    const pause = Math.min(PAUSE, LONGEST / 4 / Math.max(pauses, 1));
    const step = Math.floor(Math.min(SLOWEST, (LONGEST - pause * pauses) / Math.max(rows2, 1)));
    let time2 = 0;
    return rounds.flatMap(
      ({ below, above }) => Array.from({ length: below + above }, (_, i) => time2 += step + (i === below && below > 0 ? pause : 0))
    );
  }
  function reveal(stage, elapsed) {
    const skip = (
      /** @type {HTMLButtonElement | null} */
      stage.querySelector('[data-do="skip"]')
    );
    const says = stage.querySelector("[data-reveal-says]");
    const rounds = [...rows(stage, "table"), ...rows(stage, ".chosen-list")].map((round) => ({
      rest: rows(round, "tbody.rest tr").reverse(),
      cut: rows(round, "tbody.cut tr"),
      chosen: [...rows(round, "tbody.chosen tr"), ...rows(round, "[data-reveal-row]")].reverse()
    }));
    const times = schedule(rounds.map(({ rest, chosen }) => ({ below: rest.length, above: chosen.length })));
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    const all2 = rounds.flatMap(({ rest, cut, chosen }) => [...rest, ...cut, ...chosen]);
    for (const row of all2) row.classList.add("waiting");
    const timers = [];
    const open = (row, aloud = true) => {
      row.classList.remove("waiting");
      if (aloud && says) says.textContent = (row.textContent ?? "").replace(/\s+/g, " ").trim();
    };
    const end = () => {
      timers.forEach(clearTimeout);
      for (const row of all2) open(row, false);
      document.removeEventListener("keydown", onKey);
      if (skip) skip.hidden = true;
    };
    const onKey = ({ key }) => {
      if (key === "Escape") end();
    };
    document.addEventListener("keydown", onKey);
    if (skip) {
      skip.hidden = false;
      skip.addEventListener("click", end);
    }
    const at = (time2, act) => timers.push(setTimeout(act, Math.max(0, time2 - elapsed)));
    let shown = 0;
    for (const { rest, cut, chosen } of rounds) {
      for (const row of rest) at(times[shown++] ?? 0, () => open(row));
      for (const row of cut) at((times[shown - 1] ?? 0) + 400, () => open(row, false));
      for (const row of chosen) at(times[shown++] ?? 0, () => open(row));
    }
    at(times[times.length - 1] ?? 0, () => setTimeout(end, 1500));
  }
  var rows = (root, css) => (
    /** @type {HTMLElement[]} */
    Array.from(root.querySelectorAll(css))
  );

  // pages/screen.js
  var ahead = 0;
  var now = () => Date.now() + ahead;
  var view = () => (
    /** @type {HTMLElement} */
    document.querySelector(".view")
  );
  var time = new Intl.DateTimeFormat("zh-CN", { timeZone: "Asia/Shanghai", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  function begin() {
    const clock = (
      /** @type {HTMLElement | null} */
      document.querySelector("[data-clock]")
    );
    if (clock) ahead = Number(clock.dataset.clock) - Date.now();
    const stage = (
      /** @type {HTMLElement | null} */
      document.querySelector("[data-reveal]")
    );
    if (stage) reveal(stage, Number(stage.dataset.elapsed));
    tick();
  }
  function tick() {
    for (const clock of document.querySelectorAll("[data-clock]")) clock.textContent = time.format(now());
    for (
      const element of
      /** @type {NodeListOf<HTMLElement>} */
      document.querySelectorAll("[data-countdown]")
    ) {
      const left = Math.ceil((Number(element.dataset.countdown) - now()) / 1e3);
      const words = left > 0 ? `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}` : element.dataset.over ?? "";
      if (element.textContent !== words) element.textContent = words;
    }
  }
  async function change() {
    const answer = await fetch(location.href, { cache: "no-store" });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!document.querySelector(".ribbon") !== !page.querySelector(".ribbon")) {
      location.reload();
      return;
    }
    for (const css of [".band", "main"]) {
      const [old, fresh] = [document.querySelector(css), page.querySelector(css)];
      if (old && fresh) old.replaceWith(document.adoptNode(fresh));
    }
    begin();
  }
  var changing = false;
  async function onState(state) {
    var _a;
    if (state.layout !== view().dataset.layout) {
      if (changing) return;
      changing = true;
      try {
        await change();
      } finally {
        changing = false;
      }
      return;
    }
    show(view(), state);
    if (state.countdown) {
      for (const element of document.querySelectorAll("[data-countdown]")) {
        element.setAttribute("data-countdown", String(state.countdown.ends));
      }
    }
    const { code } = state;
    const digits = document.querySelector("[data-live-code]");
    if (code && digits && digits.textContent !== code.digits) {
      digits.textContent = code.digits;
      const qr = document.querySelector(".qr");
      qr == null ? void 0 : qr.setAttribute("viewBox", `0 0 ${code.qr.size} ${code.qr.size}`);
      (_a = qr == null ? void 0 : qr.querySelector("path")) == null ? void 0 : _a.setAttribute("d", code.qr.path);
    }
  }
  begin();
  setInterval(tick, 1e3);
  follow(view().dataset.liveEvents ?? "", (state) => void onState(state), (server) => ahead = server - Date.now());
})();
