"use strict";
(() => {
  // pages/parts/dom.js
  function need(parent, selector) {
    const element = parent.querySelector(selector);
    if (!element) throw new Error(`this page has no ${selector}`);
    return (
      /** @type {T} */
      element
    );
  }
  function refill(element, nodes) {
    element.textContent = "";
    element.append(...nodes);
  }
  function showView(root2, name) {
    const views = (
      /** @type {NodeListOf<HTMLElement>} */
      root2.querySelectorAll("[data-view]")
    );
    for (const view of views) {
      const shown = view.dataset.view === name;
      if (shown && view.hidden) {
        view.hidden = false;
        const heading = view.querySelector("[data-focus]");
        if (heading instanceof HTMLElement) heading.focus();
        window.scrollTo(0, 0);
      }
      if (!shown) view.hidden = true;
    }
  }
  function onDo(root2, name, act) {
    for (const element of root2.querySelectorAll(`[data-do="${name}"]`)) element.addEventListener("click", act);
  }
  function showGroups(element, parts) {
    refill(element, parts.map((part) => Object.assign(document.createElement("span"), { textContent: part })));
  }

  // pages/parts/fresh-key.js
  function freshKey() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = bytes[6] & 15 | 64;
    bytes[8] = bytes[8] & 63 | 128;
    const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  }

  // protocol/refusal.js
  var Refusal = class extends Error {
    /**
     * @param {string} code a short name in the words of the rulebook, such as `key_not_listed`
     * @param {Record<string, string | number>} [details] what the words need: which question, which number
     */
    constructor(code, details = {}) {
      super(code);
      this.name = "Refusal";
      this.code = code;
      this.details = details;
    }
  };

  // pages/parts/texts.js
  function text(name, values = {}) {
    const template = document.querySelector(`template[data-text="${name}"]`);
    if (!(template instanceof HTMLTemplateElement)) {
      console.error(`this page has no text "${name}"`);
      return name;
    }
    const words = template.content.textContent ?? "";
    return words.trim().replace(/\{(\w+)\}/g, (whole, key) => String(values[key] ?? whole));
  }
  var hasText = (name) => document.querySelector(`template[data-text="${name}"]`) !== null;
  var announcing = /* @__PURE__ */ new WeakMap();
  function say(place, words) {
    for (const element of document.querySelectorAll(`[data-message="${place}"]`)) tell(element, words);
  }
  function tell(element, words) {
    clearTimeout(announcing.get(element));
    element.textContent = "";
    element.toggleAttribute("hidden", words === "");
    announcing.set(element, setTimeout(() => element.textContent = words, 30));
  }
  function wordsFor(refusal) {
    const { code, details, message } = (
      /** @type {any} */
      refusal
    );
    if (typeof code === "string" && hasText(code)) return text(code, details);
    if (refusal instanceof ServerRefusal) return message;
    return text("program_failed", { code: code ?? String(message) });
  }
  var ServerRefusal = class extends Error {
    /** @param {string} code @param {string} message */
    constructor(code, message) {
      super(message);
      this.code = code;
    }
  };

  // pages/parts/network.js
  var LONGEST_SILENCE = 2e4;
  var LONGEST_PAUSE = 15e3;
  var Unreachable = class extends Error {
    /** @param {number} [pause] milliseconds the server asked for */
    constructor(pause2 = 0) {
      super("unreachable");
      this.pause = pause2;
    }
  };
  var officeJson = (url = "", onWaiting) => patiently(async () => json(await request(url, { credentials: "same-origin", redirect: "manual" }, fileOf)), onWaiting, Infinity);
  var postOffice = (url = "", fields, onWaiting) => patiently(async () => {
    const body = new URLSearchParams(fields);
    return json(await request(url, { method: "POST", body, credentials: "same-origin", redirect: "manual" }, fileOf));
  }, onWaiting, Infinity);
  async function request(url, init, take) {
    const attempt = new AbortController();
    let silence;
    const alive = () => {
      clearTimeout(silence);
      silence = setTimeout(() => attempt.abort(), LONGEST_SILENCE);
    };
    try {
      alive();
      const response = await fetch(url, {
        redirect: "error",
        ...init,
        signal: attempt.signal,
        cache: "no-store",
        referrerPolicy: "no-referrer"
      });
      alive();
      return await take(response, alive);
    } catch (error) {
      throw [ServerRefusal, Refusal, Unreachable].some((known) => error instanceof known) ? error : new Unreachable();
    } finally {
      clearTimeout(silence);
    }
  }
  async function fileOf(response, alive) {
    if (response.type === "opaqueredirect") throw new Refusal("signed_out");
    if (!response.ok) throw await refusalIn(response);
    return bodyOf(response, alive);
  }
  async function bodyOf(response, alive) {
    var _a;
    const reader = (_a = response.body) == null ? void 0 : _a.getReader();
    const pieces = [];
    for (; ; ) {
      const { done, value } = await (reader == null ? void 0 : reader.read()) ?? { done: true };
      if (done) break;
      alive();
      pieces.push(value);
    }
    const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
    pieces.reduce((at, piece) => (whole.set(piece, at), at + piece.length), 0);
    return whole;
  }
  async function refusalIn(response) {
    const busy = response.status >= 500 || [408, 425, 429].includes(response.status);
    if (busy) return new Unreachable(retryAfter(response));
    const { error, message } = Object(await response.json().catch(() => null));
    return typeof error === "string" ? new ServerRefusal(error, String(message ?? error)) : new Unreachable();
  }
  function retryAfter(response) {
    const asked = Number(response.headers.get("Retry-After")) * 1e3;
    return Number.isFinite(asked) ? Math.min(asked, 6e4) : 0;
  }
  function json(body) {
    try {
      return JSON.parse(new TextDecoder().decode(body));
    } catch {
      throw new Unreachable();
    }
  }
  async function patiently(attempt, onWaiting, attempts) {
    for (let failures = 1; ; failures += 1) {
      try {
        return await attempt();
      } catch (error) {
        if (!(error instanceof Unreachable)) throw error;
        if (failures >= attempts) throw new Refusal("files_unavailable");
        onWaiting();
        await pause(Math.max(error.pause, backoff(failures)));
      }
    }
  }
  var backoff = (failures) => Math.min(1e3 * 2 ** (failures - 1), LONGEST_PAUSE) * (1 + Math.random() / 2);
  function pause(milliseconds) {
    return new Promise((resolve) => {
      const seen = () => document.hidden || done();
      const done = () => {
        window.removeEventListener("online", done);
        document.removeEventListener("visibilitychange", seen);
        clearTimeout(timer);
        resolve(void 0);
      };
      const timer = setTimeout(done, milliseconds);
      window.addEventListener("online", done);
      document.addEventListener("visibilitychange", seen);
    });
  }

  // pages/parts/script.js
  var fetched = /* @__PURE__ */ new Map();
  function fetchScript(src, integrity) {
    const before = fetched.get(src);
    if (before) return before;
    const script = Object.assign(document.createElement("script"), { src, integrity });
    const arrives = (
      /** @type {Promise<void>} */
      new Promise((resolve, reject) => {
        script.addEventListener("load", () => resolve());
        script.addEventListener("error", () => reject(new Error(`${src} did not load`)));
      })
    );
    fetched.set(src, arrives);
    arrives.catch(() => fetched.delete(src));
    document.head.append(script);
    return arrives;
  }

  // pages/parts/qr.js
  var SVG = "http://www.w3.org/2000/svg";
  var fetchQr = ({ dataset: { qrScript = "", qrIntegrity = "" } }) => fetchScript(qrScript, qrIntegrity);
  var wanted = /* @__PURE__ */ new WeakMap();
  async function drawQr(element, content) {
    wanted.set(element, content);
    element.textContent = "";
    const root2 = (
      /** @type {HTMLElement | null} */
      element.closest("[data-qr-script]")
    );
    if (content === "" || !root2) return;
    try {
      await fetchQr(root2);
    } catch (error) {
      console.error(error);
      if (wanted.get(element) === content) element.textContent = text("qr_not_loaded");
      return;
    }
    if (wanted.get(element) === content) element.append(picture(content, element.dataset.qrLabel ?? ""));
  }
  function picture(content, label) {
    const { size, path } = window.piaojueQr(content);
    const svg = shape("svg", { viewBox: `0 0 ${size} ${size}`, role: "img", "aria-label": label });
    svg.append(
      shape("rect", { width: `${size}`, height: `${size}`, fill: "#fff" }),
      shape("path", { d: path, fill: "#000", "shape-rendering": "crispEdges" })
    );
    return svg;
  }
  function shape(name, attributes) {
    const element = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    return element;
  }

  // pages/parts/save.js
  function save(name, content) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([content, "\n"], { type: "text/plain" }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 6e4);
  }

  // pages/parts/storage.js
  function seedOf(ceremony2) {
    const key = `piaojue.seed.${ceremony2}`;
    return {
      read: () => localStorage.getItem(key),
      write: (seed) => localStorage.setItem(key, seed),
      remove: () => localStorage.removeItem(key)
    };
  }
  function forgetSeeds(ceremony2) {
    const seeds = Object.keys(localStorage).filter((key) => key.startsWith("piaojue.seed."));
    for (const key of seeds) if (key !== `piaojue.seed.${ceremony2}`) localStorage.removeItem(key);
  }
  function storageWorks() {
    try {
      for (const storage of [localStorage, sessionStorage]) {
        storage.setItem("piaojue.probe", "1");
        if (storage.getItem("piaojue.probe") !== "1") return false;
        storage.removeItem("piaojue.probe");
      }
      return true;
    } catch {
      return false;
    }
  }

  // pages/parts/worker.js
  function startWorker(root2, onNews = () => {
  }, name = "worker") {
    const { [name]: url = "", [`${name}Integrity`]: integrity } = root2.dataset;
    const waiting = /* @__PURE__ */ new Map();
    let calls = 0;
    const started = checkedBytes(url, integrity).then((bytes) => {
      const worker = new Worker(name === "verifier" ? url : URL.createObjectURL(bytes));
      worker.onmessage = ({ data }) => {
        var _a;
        if ("news" in data) return onNews(data.news);
        (_a = waiting.get(data.id)) == null ? void 0 : _a(data);
        waiting.delete(data.id);
      };
      const broken = new Promise((_, reject) => worker.onerror = reject);
      broken.catch(() => {
      });
      return { worker, broken };
    });
    started.catch(() => {
    });
    const call = async (task, ...args) => {
      const answered = started.then(({ worker, broken }) => {
        const id = calls += 1;
        worker.postMessage({ id, task, args });
        return Promise.race([new Promise((resolve) => waiting.set(id, resolve)), broken]);
      });
      const { result, refusal } = await answered.catch(() => Promise.reject(new Refusal("worker_not_loaded")));
      if (refusal) throw new Refusal(refusal.code, refusal.details);
      return result;
    };
    return Object.assign(call, { stop: () => void started.then(({ worker }) => worker.terminate(), () => {
    }) });
  }
  async function checkedBytes(url, integrity) {
    if (!integrity) throw new Refusal("worker_not_loaded");
    const answer = await fetch(url, { integrity });
    if (!answer.ok) throw new Refusal("worker_not_loaded");
    return new Blob([await answer.arrayBuffer()], { type: "text/javascript" });
  }

  // pages/key.js
  var BETWEEN_LOOKS = 1500;
  var FINDINGS = {
    ceremony_message_wrong: "part",
    ceremony_differs: "certificates",
    ceremony_incomplete: "certificates",
    signature_wrong: "certificates",
    seed_of_other_scrutineer: "certificates",
    message_unreadable: "own"
  };
  var LAST = 6;
  var root = need(document, "[data-key]");
  var { stage, ceremony = "", csrf = "", statusUrl, messagesUrl, refusalsUrl } = root.dataset;
  if (!storageWorks()) {
    if (stage === "running" || stage === "made") stop("storage_unavailable");
  } else if (stage === "running" || stage === "made") {
    forgetSeeds(ceremony);
    hold();
  } else {
    forgetSeeds(void 0);
  }
  if (stage === "waiting" || stage === "void") void untilItBegins();
  async function untilItBegins() {
    const same = (status) => status.stage === stage && status.ceremony === ceremony;
    try {
      while (same(await officeJson(statusUrl, () => {
      }))) await new Promise((resolve) => setTimeout(resolve, BETWEEN_LOOKS));
    } finally {
      location.reload();
    }
  }
  window.addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
  function hold() {
    const call = startWorker(root);
    const draft = seedOf(ceremony);
    let people = [];
    let driving = null;
    const waiting = (place) => () => say(place, text("waiting_to_load"));
    const look = (place) => officeJson(statusUrl, waiting(place));
    onDo(root, "reload", () => location.reload());
    onDo(root, "begin", () => void begin());
    onDo(root, "retry", () => void drive());
    onDo(root, "save", () => save(text("slip_name"), text("slip_file", { seed: inGroups(draft.read() ?? "").join(" ") })));
    onDo(root, "check", () => {
      hideSeed();
      showView(root, "check");
    });
    onDo(root, "back", () => showSeed());
    need(root, "[data-enter-form]").addEventListener("submit", (event) => void enter(event));
    need(root, "[data-copy-form]").addEventListener("submit", (event) => compare(event));
    async function open() {
      const status = await look("loading");
      if (changed(status)) return location.reload();
      show(status);
      const seed = draft.read();
      if (seed !== null && status.verification_key !== null && !await isMine(seed, status.verification_key)) {
        draft.remove();
        return showView(root, "enter");
      }
      if (seed !== null) return drive();
      showView(root, status.verification_key === null ? "begin" : "enter");
    }
    async function isMine(seed, key) {
      try {
        await call("checkSeed", seed, key);
        return true;
      } catch (error) {
        if (
          /** @type {any} */
          error.code === "seed_of_other_scrutineer"
        ) return false;
        throw error;
      }
    }
    function changed(status) {
      return status.ceremony !== ceremony || !["running", "made"].includes(status.stage);
    }
    async function begin() {
      try {
        const seed = await call("newSeed");
        if (draft.read() === null) draft.write(seed);
      } catch (error) {
        return stopFor(error);
      }
      return drive();
    }
    function drive() {
      driving ??= goOn().catch(troubled).finally(() => driving = null);
      return driving;
    }
    async function goOn() {
      const seed = draft.read();
      if (seed === null) return location.reload();
      showSeed();
      trouble("");
      for (; ; ) {
        let status = await look("progress");
        while (!changed(status) && status.next !== null) {
          show(status);
          say("progress", text("working"));
          const message = await make(seed, status);
          status = await postOffice(messagesUrl, {
            csrf,
            key: freshKey(),
            ceremony,
            step: status.next,
            message: JSON.stringify(message)
          }, waiting("progress"));
        }
        if (changed(status)) return location.reload();
        show(status);
        if (status.certificates) await showCode(status.certificates);
        if (status.stage === "made") return made();
        say("progress", text(`waiting_${doneSteps(status)}`));
        await new Promise((resolve) => setTimeout(resolve, BETWEEN_LOOKS));
      }
    }
    function make(seed, { next, size, threshold, index, certificates, vinput }) {
      if (next === "certificate") return call("makeCertificate", seed, { size, threshold, index });
      if (next === "polynomial") return call("makePolynomial", seed, certificates);
      return call("makeVerification", seed, certificates, vinput);
    }
    function doneSteps(status) {
      var _a;
      const mine = (_a = status.people.find((person) => person.place === status.index)) == null ? void 0 : _a.standing;
      return { dealt: "polynomial", checked: "verification" }[
        /** @type {string} */
        mine
      ] ?? "certificate";
    }
    function made() {
      say("progress", text("made"));
      need(root, "[data-made]").hidden = false;
    }
    function troubled(error) {
      const { code, details } = (
        /** @type {any} */
        error
      );
      if (code === "ceremony_gone") return location.reload();
      if (!code) console.error(error);
      say("progress", "");
      trouble(wordsFor(error));
      const finding = FINDINGS[
        /** @type {keyof typeof FINDINGS} */
        code
      ];
      if (finding) void report(finding, details.scrutineer ?? "");
    }
    async function report(finding, about) {
      const form = { csrf, key: freshKey(), ceremony, finding, about: String(about) };
      try {
        let status = await postOffice(refusalsUrl, form, () => {
        });
        say("progress", text("refusal_reported"));
        while (!changed(status) && driving === null) {
          show(status);
          await new Promise((resolve) => setTimeout(resolve, BETWEEN_LOOKS));
          status = await look("progress");
        }
        if (changed(status)) location.reload();
      } catch (error) {
        say("progress", wordsFor(error));
      }
    }
    function trouble(words) {
      need(root, '[data-slot="trouble"]').textContent = words;
      need(root, "[data-trouble]").hidden = words === "";
    }
    function show(status) {
      var _a;
      if (JSON.stringify(people) === JSON.stringify(status.people)) return;
      const before = people;
      people = status.people;
      const news = [];
      for (const { place, standing } of people) {
        const line = document.querySelector(`[data-people] [data-place="${place}"]`);
        if (!(line instanceof HTMLElement)) continue;
        line.className = ["checked", "copied"].includes(standing) ? "done" : standing === "absent" ? "" : "now";
        const words = text(`standing-${standing}`);
        need(line, "[data-standing]").textContent = words;
        const moved = before.length > 0 && ((_a = before.find((known) => known.place === place)) == null ? void 0 : _a.standing) !== standing;
        if (moved) news.push(`${need(line, "b").textContent} ${words}`);
      }
      if (news.length > 0) say("people", news.join("\n"));
    }
    async function showCode(certificates) {
      const part = need(root, "[data-code]");
      if (!part.hidden) return;
      showGroups(need(part, "[data-code-shown]"), (await call("codeOfCertificates", certificates)).match(/.{4}/g));
      part.hidden = false;
    }
    function showSeed() {
      const seed = draft.read();
      if (seed === null) return location.reload();
      showGroups(need(root, "[data-seed-shown]"), inGroups(seed));
      void drawQr(need(root, '[data-qr="seed"]'), seed);
      showView(root, "seed");
    }
    function hideSeed() {
      need(root, "[data-seed-shown]").textContent = "";
      void drawQr(need(root, '[data-qr="seed"]'), "");
      need(root, "[data-last]").value = "";
      say("last", "");
    }
    async function enter(event) {
      event.preventDefault();
      const field = (
        /** @type {HTMLInputElement} */
        need(root, "[data-seed]")
      );
      say("seed", "");
      try {
        const status = await look("seed");
        if (changed(status)) return location.reload();
        const seed = await call("checkSeed", field.value, status.verification_key);
        field.value = "";
        if (status.stage === "made") return (
          /** @type {HTMLFormElement} */
          need(root, "[data-copy-form]").submit()
        );
        draft.write(seed);
        return await drive();
      } catch (error) {
        say("seed", wordsFor(error));
        field.focus();
      }
    }
    function compare(event) {
      var _a;
      const field = (
        /** @type {HTMLInputElement} */
        need(root, "[data-last]")
      );
      if (field.value.replace(/\s/g, "") === ((_a = draft.read()) == null ? void 0 : _a.slice(-LAST))) return;
      event.preventDefault();
      say("last", text("last_differs"));
      field.focus();
    }
    open().catch(stopFor);
  }
  var inGroups = (seed) => [seed.slice(0, 4), seed.slice(4, 8), seed.slice(8, 12), seed.slice(12, 16), seed.slice(16)];
  function stopFor(error) {
    if (!/** @type {any} */
    error.code) console.error(error);
    say("stopped", wordsFor(error));
    showView(root, "stopped");
  }
  function stop(name) {
    say("stopped", text(name));
    onDo(root, "reload", () => location.reload());
    showView(root, "stopped");
  }
})();
