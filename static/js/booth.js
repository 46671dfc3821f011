"use strict";
(() => {
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

  // pages/booth/alone.js
  var PATIENCE = 3e4;
  async function alone(name, act) {
    if (!navigator.locks) return act();
    const waiting = new AbortController();
    const timer = setTimeout(() => waiting.abort(), PATIENCE);
    let entered = false;
    try {
      return await navigator.locks.request(name, { signal: waiting.signal }, () => {
        entered = true;
        clearTimeout(timer);
        return act();
      });
    } catch (error) {
      if (entered) throw error;
      return act();
    }
  }

  // pages/booth/choices.js
  var counted = (marks) => marks.filter((mark) => mark === 0).length;
  var marked = (marks) => marks.filter((mark) => mark !== null).length;
  var unmarked = (marks) => marks.flatMap((mark, i) => mark === null ? [i + 1] : []);
  function showsPaper({ form, titles, answers, cap }, questions) {
    if (form === "choose_up_to") {
      const [question, ...more] = questions;
      return more.length === 0 && same(question.answers, titles) && question.min === 0 && question.max === cap;
    }
    return form === "approve_each" && same(questions.map(({ question }) => question), titles) && questions.every((question) => same(question.answers, answers) && question.min === 1 && question.max === 1);
  }
  var same = (a, b) => a.length === b.length && a.every((text2, i) => text2 === b[i]);
  function choicesOf({ form, answers }, marks) {
    if (form === "choose_up_to") return [marks.map((mark) => mark === 0 ? 1 : 0)];
    return marks.map((mark) => answers.map((_, i) => i === (mark ?? answers.length - 1) ? 1 : 0));
  }
  var capBeside = ({ form, cap }) => form === "approve_each" ? cap : null;

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
  var publicFile = (url, onWaiting) => getBytes(url, "omit", onWaiting, Infinity);
  var getBytes = (url = "", credentials, onWaiting, attempts) => patiently(() => request(url, { credentials }, fileOf), onWaiting, attempts);
  var postBallot = (url = "", body, onWaiting) => patiently(async () => {
    const headers = { "Content-Type": "application/json" };
    return json(await request(url, { method: "POST", headers, body, credentials: "omit" }, fileOf));
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
  async function untilOpen(attempt, onClosedYet) {
    for (; ; ) {
      try {
        return await attempt();
      } catch (error) {
        if (!(error instanceof ServerRefusal) || error.code !== "not_open_yet") throw error;
        onClosedYet();
        await pause(4e3 + Math.random() * 2e3);
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

  // pages/parts/storage.js
  function storageOf(uuid2, aside = "") {
    const key = (name) => `piaojue.${name}.${uuid2}${aside && `.${aside}`}`;
    const slot = (storage, name) => ({
      key: key(name),
      read: () => storage.getItem(key(name)),
      write: (value) => storage.setItem(key(name), value),
      remove: () => storage.removeItem(key(name))
    });
    return {
      credential: slot(localStorage, "credential"),
      draft: slot(localStorage, "draft"),
      pending: slot(localStorage, "pending"),
      receipt: slot(localStorage, "receipt"),
      owner: slot(localStorage, "owner"),
      arrived: slot(sessionStorage, "arrived")
    };
  }
  function leftToSend(uuid2) {
    const begin = `piaojue.pending.${uuid2}.`;
    const keys = Object.keys(localStorage).filter((key) => key.startsWith(begin));
    return keys.map((key) => storageOf(uuid2, key.slice(begin.length)));
  }
  function storageOfNobody() {
    const slot = (name) => {
      let kept = (
        /** @type {string | null} */
        null
      );
      return {
        key: `nowhere.${name}`,
        read: () => kept,
        write: (value) => void (kept = value),
        remove: () => void (kept = null)
      };
    };
    return {
      credential: slot("credential"),
      draft: slot("draft"),
      pending: slot("pending"),
      receipt: slot("receipt"),
      owner: slot("owner"),
      arrived: slot("arrived")
    };
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
  function readJson(slot) {
    try {
      return JSON.parse(slot.read() ?? "null");
    } catch {
      return null;
    }
  }

  // pages/booth/codes.js
  var codeInUse = (store) => store.arrived.read() ?? store.credential.read();
  function keepCode(store, code) {
    const kept = store.credential.read();
    if (kept === null) store.credential.write(code);
    else if (kept !== code) store.arrived.write(code);
    else store.arrived.remove();
  }
  function forgetCode(store, code) {
    if (store.credential.read() === code) store.owner.remove();
    for (const slot of [store.arrived, store.credential]) if (slot.read() === code) slot.remove();
  }
  function codeFromLink() {
    const given = new URLSearchParams(location.hash.slice(1)).get("code");
    if (given !== null) history.replaceState(history.state, "", location.pathname + location.search);
    return given;
  }

  // pages/booth/casting.js
  function keepBallot(store, owner, { text: text2, tracker, cap }) {
    const kept = { body: JSON.stringify({ ballot: text2, cap }), tracker, ...owner };
    store.pending.write(JSON.stringify(kept));
    return kept;
  }
  async function deliver(store, { body, tracker, code, key }, url, onWaiting) {
    const given = readJson(store.receipt);
    if ((given == null ? void 0 : given.tracker) === tracker) return given;
    const notPending = () => {
      var _a;
      return ((_a = readJson(store.pending)) == null ? void 0 : _a.tracker) === tracker && store.pending.remove();
    };
    try {
      const answer = await postBallot(url, body, onWaiting);
      if (answer.tracker !== tracker) throw new Refusal("tracker_differs", { tracker });
    } catch (error) {
      if (error instanceof ServerRefusal) {
        notPending();
        if (error.code === "already_cast") forgetUsed(store, code);
      }
      throw error;
    }
    const receipt = { tracker, time: timeOfDay(/* @__PURE__ */ new Date()), key };
    store.receipt.write(JSON.stringify(receipt));
    notPending();
    forgetUsed(store, code);
    return receipt;
  }
  function forgetUsed(store, code) {
    store.draft.remove();
    forgetCode(store, code);
  }
  var timeOfDay = (now) => now.toTimeString().slice(0, 5);

  // pages/parts/dom.js
  function need(parent, selector) {
    const element = parent.querySelector(selector);
    if (!element) throw new Error(`this page has no ${selector}`);
    return (
      /** @type {T} */
      element
    );
  }
  function fill(parent, values) {
    for (const [name, value] of Object.entries(values)) {
      for (const element of parent.querySelectorAll(`[data-slot="${name}"]`)) element.textContent = value;
    }
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
  var currentView = (root2) => {
    var _a;
    return (
      /** @type {HTMLElement | null} */
      (_a = root2.querySelector("[data-view]:not([hidden])")) == null ? void 0 : _a.dataset.view
    );
  };
  function onDo(root2, name, act) {
    for (const element of root2.querySelectorAll(`[data-do="${name}"]`)) element.addEventListener("click", act);
  }

  // pages/booth/paper.js
  function openPaper(root2) {
    const { paper: form, cap, answers } = root2.dataset;
    const rows = Array.from(root2.querySelectorAll("[data-row]"), (element) => ({
      refusal: need(element, "[data-refusal]"),
      // The ballot number, which in a re-vote is not the place on the paper.
      number: (
        /** @type {HTMLElement} */
        element.dataset.number ?? ""
      ),
      title: (
        /** @type {HTMLElement} */
        element.dataset.title ?? ""
      ),
      buttons: (
        /** @type {HTMLInputElement[]} */
        Array.from(element.querySelectorAll("input[type=radio]"))
      )
    }));
    const layout = {
      form: (
        /** @type {import('./choices.js').Form} */
        form
      ),
      titles: rows.map(({ title }) => title),
      answers: JSON.parse(answers ?? "[]"),
      cap: cap ? Number(cap) : null
    };
    let marks = rows.map(() => null);
    function show() {
      rows.forEach(({ buttons }, i) => buttons.forEach((button, position) => button.checked = position === marks[i]));
      fill(root2, {
        marked: text("marked", { marked: marked(marks), total: rows.length }),
        counted: layout.cap === null ? "" : text("counted", { counted: counted(marks), cap: layout.cap })
      });
    }
    return {
      layout,
      marks: () => marks,
      /** @param {unknown} others marks kept earlier; anything that does not fit this paper is left out */
      restore(others) {
        const fitting = Array.isArray(others) && others.length === rows.length && others.every((mark, i) => mark === null || rows[i].buttons[mark] instanceof HTMLInputElement);
        marks = fitting ? others : rows.map(() => null);
        show();
      },
      /** @param {() => void} onMark */
      listen(onMark) {
        rows.forEach(({ buttons }, i) => buttons.forEach((button, position) => {
          button.addEventListener("change", () => {
            const next = marks.map((mark, row) => row === i ? position : mark);
            const tooMany = layout.cap !== null && position === 0 && counted(next) > layout.cap;
            rows.forEach((row, place) => place === i && tooMany ? null : tell(row.refusal, ""));
            if (tooMany) tell(rows[i].refusal, text("cap_reached", { cap: layout.cap ?? 0 }));
            else {
              marks = next;
              onMark();
            }
            show();
          });
        }));
      },
      /** Lists every row with its mark in words. */
      review() {
        const template = (
          /** @type {HTMLTemplateElement} */
          need(root2, 'template[data-template="review-row"]')
        );
        const list = rows.map(({ number, title, buttons }, i) => {
          const row = (
            /** @type {DocumentFragment} */
            template.content.cloneNode(true)
          );
          const mark = marks[i];
          need(row, "li").classList.toggle("unmarked", mark === null);
          fill(row, {
            number,
            title,
            mark: mark === null ? text("unmarked_mark") : buttons[mark].dataset.word ?? ""
          });
          return row;
        });
        refill(need(root2, "[data-review-list]"), list);
        const missing = unmarked(marks).map((place) => rows[place - 1].number);
        say("review", missing.length === 0 ? "" : text("unmarked", { rows: missing.join(text("list_separator")) }));
      }
    };
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

  // pages/booth/receipt.js
  var shortOf = (tracker) => tracker.slice(0, 16);
  var inFours = (tracker) => (tracker.match(/.{1,4}/g) ?? []).join(" ");
  var onScreen = (whole) => inFours(whole.slice(0, 16));
  function fillReceipt(root2, { tracker, time }) {
    const lookup = (root2.dataset.lookupUrl ?? "") + encodeURIComponent(tracker);
    fill(root2, { tracker: inFours(tracker), time });
    for (const element of root2.querySelectorAll('[data-slot="tracker"]')) {
      element.dataset.copyText = tracker;
    }
    for (const link of root2.querySelectorAll("a[data-lookup]")) link.setAttribute("href", lookup);
    void drawQr(need(root2, '[data-qr="lookup"]'), lookup);
    for (const view of ["marking", "review", "opened", "sending"]) need(root2, `[data-view="${view}"]`).textContent = "";
    onDo(root2, "save", () => save(text("receipt_name"), text("receipt_file", { tracker: inFours(tracker), time, lookup })));
  }

  // pages/booth/scanning.js
  async function codeInPicture(root2, picture2) {
    const { scanScript = "", scanIntegrity = "" } = root2.dataset;
    await fetchScript(scanScript, scanIntegrity);
    const read = await window.piaojueScan(picture2);
    return read === null ? null : codeInText(read);
  }
  function codeInText(read) {
    const [, behind] = read.split("#");
    return behind === void 0 ? read : new URLSearchParams(behind).get("code") ?? behind;
  }

  // pages/parts/begun.js
  function begun(part) {
    const around = (
      /** @type {HTMLElement} */
      part.closest("[data-needs-script]") ?? part
    );
    around.dataset.begun = "";
    for (const words of around.querySelectorAll("[data-lost]")) words.toggleAttribute("hidden", true);
  }

  // pages/parts/camera.js
  var LOOK_EVERY = 250;
  var hasCamera = () => {
    var _a;
    return typeof ((_a = navigator.mediaDevices) == null ? void 0 : _a.getUserMedia) === "function";
  };
  async function readWithCamera(video, { dataset: { scanScript = "", scanIntegrity = "" } }, onText) {
    const [stream] = await Promise.all([
      navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } }),
      fetchScript(scanScript, scanIntegrity)
    ]);
    video.srcObject = stream;
    await video.play();
    let before = "";
    let stopped = false;
    const look = async () => {
      if (stopped) return;
      const text2 = video.videoWidth > 0 ? await window.piaojueScan(video).catch(() => null) ?? "" : "";
      if (!stopped && text2 !== "" && text2 !== before) onText(text2);
      before = text2;
      setTimeout(look, LOOK_EVERY);
    };
    void look();
    return () => {
      stopped = true;
      stream.getTracks().forEach((track) => track.stop());
      video.srcObject = null;
    };
  }

  // pages/parts/tablet.js
  var PLACE = "piaojue.tablet";
  var FORM = /^[0-9a-f-]{36}\.[0-9a-f]{32}$/;
  var SAYS_SO_EVERY = 2e4;
  var AFTER_RECEIPT = 20;
  var UNTOUCHED = 180;
  var WARNED = 30;
  var AT_START = 30;
  function tabletHere() {
    const given = new URLSearchParams(location.hash.slice(1)).get("tablet");
    try {
      if (given !== null) {
        history.replaceState(history.state, "", location.pathname + location.search);
        if (FORM.test(given)) localStorage.setItem(PLACE, given);
        else localStorage.removeItem(PLACE);
      }
      return localStorage.getItem(PLACE);
    } catch {
      return null;
    }
  }
  function sayAlive(tablet2) {
    var _a;
    document.documentElement.classList.add("tablet");
    (_a = document.querySelector(".band .name")) == null ? void 0 : _a.setAttribute("href", location.pathname);
    const say2 = () => void fetch(`/booth/tablets/${tablet2.replace(".", "/")}`, { method: "POST", credentials: "omit", cache: "no-store" }).catch(() => {
    });
    say2();
    setInterval(say2, SAYS_SO_EVERY);
  }
  function leave() {
    const { lang, classList } = document.documentElement;
    const chosen = lang !== "zh-CN" || classList.contains("large") ? "?lang=zh-CN&view=normal" : "";
    document.body.textContent = "";
    location.replace(location.pathname + chosen);
  }
  function returnsByItself(root2) {
    const bar = need(root2, "[data-tablet-bar]");
    let touched = performance.now();
    let shown = "";
    let since = touched;
    for (const act of ["pointerdown", "keydown", "scroll", "input"]) {
      window.addEventListener(act, () => touched = performance.now(), { capture: true, passive: true });
    }
    onDo(root2, "finish", leave);
    onDo(root2, "stay", () => touched = performance.now());
    function left() {
      const now = performance.now();
      const view = currentView(root2) ?? "";
      if (view !== shown) [shown, since] = [view, now];
      const seconds = (from) => (now - from) / 1e3;
      if (view === "sending") return null;
      if (view === "code") return AT_START - seconds(Math.max(since, touched));
      if (view === "receipt" || view === "stopped") return AFTER_RECEIPT - seconds(since);
      return UNTOUCHED + WARNED - seconds(Math.max(since, touched));
    }
    setInterval(() => {
      const seconds = left();
      const view = currentView(root2) ?? "";
      if (seconds !== null && seconds <= 0) return leave();
      const counted2 = view === "receipt" || view === "stopped";
      const warned = view !== "code" && seconds !== null && seconds <= WARNED;
      bar.toggleAttribute("hidden", !counted2 && !warned);
      for (const part of bar.querySelectorAll('[data-do="finish"]')) part.toggleAttribute("hidden", !counted2);
      for (const part of bar.querySelectorAll('[data-do="stay"]')) part.toggleAttribute("hidden", counted2);
      if (seconds !== null) fill(bar, { left: text("tablet_left", { seconds: Math.ceil(seconds) }) });
    }, 500);
    window.addEventListener("pagehide", () => document.body.textContent = "");
    window.addEventListener("pageshow", ({ persisted }) => persisted && leave());
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

  // pages/booth.js
  var root = need(document, "[data-booth]");
  var { election: uuid = "", fingerprint = "" } = root.dataset;
  var closed = "closed" in root.dataset;
  var tablet = tabletHere();
  begun(root);
  if (tablet !== null) {
    sayAlive(tablet);
    returnsByItself(root);
  }
  if (tablet !== null || storageWorks()) open();
  else stop(new Refusal("storage_unavailable"));
  function open() {
    const store = tablet === null ? storageOf(uuid) : storageOfNobody();
    const paper = openPaper(root);
    const call = startWorker(root);
    let voter = { code: "", key: "" };
    let unlisted = "";
    let sealing = null;
    async function enter() {
      try {
        if (tablet === null) for (const left of leftToSend(uuid)) void sendOf(left);
        const kept = readJson(store.pending);
        if (kept) return await send(async () => kept);
        const code = codeInUse(store);
        const receipt = readJson(store.receipt);
        if (code === null && receipt) return showReceipt(receipt);
        if (code === null && !closed) return showView(root, "code");
        if (code === null) throw new Refusal("round_closed");
        voter = { code, key: await call("publicKeyOf", uuid, code) };
        if ((receipt == null ? void 0 : receipt.key) !== voter.key && closed) throw new Refusal("round_closed");
        if ((receipt == null ? void 0 : receipt.key) !== voter.key) return await openPaperOfVoter();
        forgetCode(store, code);
        showReceipt(receipt);
      } catch (error) {
        stop(error);
      }
    }
    async function sendOf(other) {
      const kept = readJson(other.pending);
      if (kept) await deliver(other, kept, root.dataset.castUrl, () => {
      }).catch(() => {
      });
    }
    async function openPaperOfVoter() {
      showView(root, "loading");
      const waiting = () => say("loading", text("waiting_to_load"));
      const { electionUrl, credentialsUrl, trusteesUrl } = root.dataset;
      const files = await Promise.all([publicFile(electionUrl, waiting), publicFile(trusteesUrl, waiting)]);
      const opened = await call("open", ...files);
      if (opened.uuid !== uuid || opened.fingerprint !== fingerprint) throw new Refusal("election_differs");
      if (!showsPaper(paper.layout, opened.questions)) throw new Refusal("paper_differs");
      const credentials = await untilOpen(() => publicFile(credentialsUrl, waiting), () => showView(root, "waiting"));
      if (!JSON.parse(new TextDecoder().decode(credentials)).includes(voter.key)) {
        unlisted = voter.code;
        throw new Refusal(await whyUnlisted());
      }
      const list = await call("fingerprintOf", credentials);
      fill(root, {
        "paper-fingerprint": onScreen(opened.fingerprint),
        "list-fingerprint": onScreen(list),
        "keys-code": inFours(opened.keys)
      });
      restoreDraft();
      showView(root, "marking");
      fetchQr(root).catch(() => {
      });
    }
    async function whyUnlisted() {
      const { slipsUrl } = root.dataset;
      if (slipsUrl === void 0) return "key_not_listed";
      const printed = JSON.parse(new TextDecoder().decode(await publicFile(slipsUrl, () => {
      })));
      const round = printed.rounds.find((round2) => round2.uuid === uuid);
      return (round == null ? void 0 : round.keys.includes(voter.key)) ? "slip_struck" : "slip_foreign";
    }
    async function seal() {
      const { layout } = paper;
      fill(root, { sealed: "…" });
      sealing = call("seal", voter.code, choicesOf(layout, paper.marks()), capBeside(layout));
      try {
        fill(root, { sealed: inFours(shortOf((await sealing).tracker)) });
      } catch (error) {
        stop(error);
      }
    }
    async function openSealed() {
      if (!sealing) return;
      const { tracker } = await sealing;
      sealing = null;
      const part = (done) => need(root, '[data-part="opened"]').toggleAttribute("hidden", !done);
      part(false);
      showView(root, "opened");
      say("opened", "");
      say("opening", text("opening"));
      try {
        const opening = await call("openSealed", tracker);
        const answer = await postBallot(root.dataset.openUrl, opening, () => say("opening", text("waiting_to_open")));
        if (answer.tracker !== tracker) throw new Refusal("tracker_differs", { tracker });
        const { checkUrl = "" } = root.dataset;
        fill(root, { "opened-code": inFours(shortOf(tracker)) });
        void drawQr(need(root, '[data-qr="check"]'), `${checkUrl}#code=${encodeURIComponent(tracker)}`);
        part(true);
      } catch (error) {
        if (!(error instanceof Refusal)) console.error(error);
        say("opened", wordsFor(error));
      }
      say("opening", "");
    }
    function restoreDraft() {
      const draft = readJson(store.draft);
      paper.restore((draft == null ? void 0 : draft.key) === voter.key ? draft.marks : null);
    }
    async function send(ballot) {
      showView(root, "sending");
      say("sending", text("sending"));
      let kept = (
        /** @type {Kept | null} */
        null
      );
      try {
        const receipt = await alone(`piaojue.cast.${uuid}`, async () => {
          kept = await ballot();
          return kept && deliver(store, kept, root.dataset.castUrl, waitingToSend);
        });
        if (receipt) showReceipt(receipt);
        else await enter();
      } catch (error) {
        const receipt = readJson(store.receipt);
        const castBefore = (
          /** @type {any} */
          error.code === "already_cast" && kept && (receipt == null ? void 0 : receipt.key) === kept.key
        );
        if (!castBefore) return stop(error);
        showReceipt(receipt);
        say("receipt", wordsFor(error));
      }
    }
    const waitingToSend = () => say("sending", text("waiting_to_send"));
    async function keepMarks() {
      const { code } = voter;
      const left = readJson(store.pending);
      if (left && left.code !== code) await deliver(store, left, root.dataset.castUrl, waitingToSend);
      const madeAlready = () => {
        var _a;
        return ((_a = readJson(store.pending)) == null ? void 0 : _a.code) === code ? readJson(store.pending) : null;
      };
      if (madeAlready() || codeInUse(store) !== code) return madeAlready();
      if (!sealing) throw new Refusal("nothing_sealed");
      const made = await sealing;
      await call("forgetSealed");
      return madeAlready() ?? (codeInUse(store) === code ? keepBallot(store, voter, made) : null);
    }
    function follow() {
      var _a, _b;
      const view = currentView(root);
      const open2 = view === "marking" || view === "review" || view === "opened";
      const castElsewhere = ((_a = readJson(store.pending)) == null ? void 0 : _a.code) === voter.code || codeInUse(store) !== voter.code;
      const receiptCame = view === "stopped" && ((_b = readJson(store.receipt)) == null ? void 0 : _b.key) === voter.key;
      if (open2 && castElsewhere || receiptCame) void enter();
    }
    function showReceipt(receipt) {
      history.replaceState(null, "", location.pathname + location.search);
      document.title = text("receipt_title");
      fillReceipt(root, receipt);
      showView(root, "receipt");
    }
    paper.listen(() => store.draft.write(JSON.stringify({ key: voter.key, marks: paper.marks() })));
    function showReview() {
      paper.review();
      showView(root, "review");
      void seal();
    }
    onDo(root, "review", () => {
      history.pushState({ view: "review" }, "");
      showReview();
    });
    onDo(root, "change", () => history.back());
    onDo(root, "cast", () => void send(keepMarks));
    onDo(root, "open", () => void openSealed());
    onDo(root, "reload", () => tablet === null ? location.reload() : leave());
    onDo(root, "enter-code", () => tablet === null ? showView(root, "code") : leave());
    const input = (
      /** @type {HTMLInputElement} */
      need(root, "[data-code]")
    );
    async function enterWith(typed) {
      try {
        const code = await call("readCode", codeInText(typed));
        if (unlisted !== "") forgetCode(store, unlisted);
        keepCode(store, code);
        input.value = "";
        say("code", "");
        await enter();
      } catch (error) {
        say("code", wordsFor(error));
        input.focus();
      }
    }
    need(root, "[data-code-form]").addEventListener("submit", (event) => {
      event.preventDefault();
      void enterWith(input.value);
    });
    if (tablet !== null) {
      document.addEventListener("keydown", ({ target }) => {
        if (currentView(root) === "code" && target !== input && !(target instanceof HTMLButtonElement)) input.focus();
      });
    }
    const video = (
      /** @type {HTMLVideoElement} */
      need(root, '[data-view="code"] video')
    );
    need(root, '[data-do="live"]').toggleAttribute("hidden", !hasCamera());
    onDo(root, "live", () => {
      video.hidden = false;
      const reading = readWithCamera(video, root, (read) => {
        void reading.then((stop2) => stop2());
        video.hidden = true;
        void enterWith(read);
      });
      reading.catch(() => {
        video.hidden = true;
        say("code", text("no_camera"));
      });
    });
    const camera = (
      /** @type {HTMLInputElement} */
      need(root, "input[data-scan]")
    );
    camera.addEventListener("change", async () => {
      var _a;
      const picture2 = (_a = camera.files) == null ? void 0 : _a[0];
      if (!picture2) return;
      say("code", "");
      say("scanning", text("scanning"));
      const code = await codeInPicture(root, picture2).catch(() => null);
      say("scanning", "");
      camera.value = "";
      if (code === null) say("code", text("nothing_scanned"));
      else await enterWith(code);
    });
    window.addEventListener("popstate", ({ state }) => {
      const view = currentView(root) ?? "";
      if ((state == null ? void 0 : state.view) === "review" && view === "marking") showReview();
      else if (["review", "opened"].includes(view)) showView(root, "marking");
    });
    window.addEventListener("storage", ({ key }) => key === store.draft.key ? voter.key && restoreDraft() : follow());
    window.addEventListener("pageshow", ({ persisted }) => persisted && follow());
    window.addEventListener("hashchange", () => location.hash.includes("code=") && location.reload());
    const given = codeFromLink();
    if (given === null) void enter();
    else void call("readCode", given).then((code) => keepCode(store, code)).then(enter, stop);
  }
  function stop(error) {
    const { code } = (
      /** @type {any} */
      error
    );
    if (!(error instanceof Refusal)) console.error(error);
    say("stopped", wordsFor(error));
    const elsewhere = ["key_not_listed", "slip_struck", "slip_foreign", "code_malformed", "already_cast"].includes(code);
    for (const button of root.querySelectorAll('[data-do="enter-code"]')) button.toggleAttribute("hidden", !elsewhere);
    showView(root, "stopped");
  }
})();
