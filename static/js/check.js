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
  function onDo(root2, name, act) {
    for (const element of root2.querySelectorAll(`[data-do="${name}"]`)) element.addEventListener("click", act);
  }

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

  // pages/booth/receipt.js
  var shortOf = (tracker) => tracker.slice(0, 16);
  var inFours = (tracker) => (tracker.match(/.{1,4}/g) ?? []).join(" ");
  var onScreen = (whole) => inFours(whole.slice(0, 16));

  // pages/parts/begun.js
  function begun(part) {
    const around = (
      /** @type {HTMLElement} */
      part.closest("[data-needs-script]") ?? part
    );
    around.dataset.begun = "";
    for (const words of around.querySelectorAll("[data-lost]")) words.toggleAttribute("hidden", true);
  }

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
    const call2 = async (task, ...args) => {
      const answered = started.then(({ worker, broken }) => {
        const id = calls += 1;
        worker.postMessage({ id, task, args });
        return Promise.race([new Promise((resolve) => waiting.set(id, resolve)), broken]);
      });
      const { result, refusal } = await answered.catch(() => Promise.reject(new Refusal("worker_not_loaded")));
      if (refusal) throw new Refusal(refusal.code, refusal.details);
      return result;
    };
    return Object.assign(call2, { stop: () => void started.then(({ worker }) => worker.terminate(), () => {
    }) });
  }
  async function checkedBytes(url, integrity) {
    if (!integrity) throw new Refusal("worker_not_loaded");
    const answer = await fetch(url, { integrity });
    if (!answer.ok) throw new Refusal("worker_not_loaded");
    return new Blob([await answer.arrayBuffer()], { type: "text/javascript" });
  }

  // pages/check.js
  var root = need(document, "[data-check]");
  begun(root);
  var input = (
    /** @type {HTMLInputElement} */
    need(root, "[data-code]")
  );
  var call = startWorker(root);
  async function isSlip(typed) {
    const call2 = startWorker(root, () => {
    }, "slipWorker");
    try {
      await call2("codeIn", typed);
      const bytes = await publicFile(root.dataset.slipsUrl, () => say("loading", text("waiting_to_load")));
      const { session, fingerprint, rounds } = JSON.parse(new TextDecoder().decode(bytes));
      const on = await call2("roundsOf", rounds, typed);
      if (on === 0) return false;
      const same = await call2("fingerprintOfKeys", rounds[0].keys) === fingerprint;
      fill(root, { session, "slip-list": onScreen(fingerprint) });
      say("slip", same && on === rounds.length ? "" : text("slip_wrong", { on, of: rounds.length }));
      need(root, "[data-slip-good]").toggleAttribute("hidden", !same || on < rounds.length);
      showView(root, "slip");
      return true;
    } catch (error) {
      if (
        /** @type {any} */
        error.code === "code_malformed"
      ) return false;
      throw error;
    } finally {
      call2.stop();
    }
  }
  async function check(typed) {
    const code = typed.replace(/\s/g, "");
    say("code", "");
    if (code === "") return again(new Refusal("no_check_code"));
    showView(root, "loading");
    try {
      if (await isSlip(typed)) return;
    } catch (error) {
      say("bad", wordsFor(error));
      return showView(root, "bad");
    }
    if (!/^[A-Za-z0-9+/]{16,43}$/.test(code)) return again(new Refusal("no_check_code"));
    showView(root, "loading");
    try {
      const url = (root.dataset.fileUrl ?? "") + encodeURIComponent(code);
      const bytes = await publicFile(url, () => say("loading", text("waiting_to_load")));
      const opened = await call("checkOpened", bytes);
      if (!opened.tracker.startsWith(code)) throw new Refusal("opening_differs", { question: 0 });
      show(opened);
    } catch (error) {
      const { code: why } = (
        /** @type {any} */
        error
      );
      if (why === "not_opened" || why === "no_check_code") return again(error);
      if (!(error instanceof Refusal)) console.error(error);
      say("bad", wordsFor(error));
      showView(root, "bad");
    }
  }
  function again(refusal) {
    showView(root, "code");
    say("code", wordsFor(refusal));
    input.focus();
  }
  function show({ fingerprint, tracker, questions, choices }) {
    fill(root, {
      tracker: inFours(shortOf(tracker)),
      rest: inFours(tracker.slice(shortOf(tracker).length)),
      fingerprint: onScreen(fingerprint)
    });
    const template = (
      /** @type {HTMLTemplateElement} */
      need(root, 'template[data-template="mark-row"]')
    );
    const rows = marksOf(questions, choices).map(({ title, mark }, i) => {
      const row = (
        /** @type {DocumentFragment} */
        template.content.cloneNode(true)
      );
      fill(row, { number: String(i + 1), title, mark });
      return row;
    });
    refill(need(root, "[data-mark-list]"), rows);
    showView(root, "good");
  }
  function marksOf(questions, choices) {
    return questions.flatMap(({ question, answers, min, max }, i) => {
      const chosen = (j) => choices[i][j] === 1;
      if (min === 1 && max === 1) return [{ title: question, mark: answers.filter((_, j) => chosen(j)).join() }];
      return answers.map((title, j) => ({ title, mark: text(chosen(j) ? "chosen" : "not_chosen") }));
    });
  }
  need(root, "[data-code-form]").addEventListener("submit", (event) => {
    event.preventDefault();
    void check(input.value);
  });
  onDo(root, "another", () => {
    input.value = "";
    showView(root, "code");
  });
  function codeFromLink() {
    const given = new URLSearchParams(location.hash.slice(1)).get("code");
    if (given === null) return;
    history.replaceState(history.state, "", location.pathname + location.search);
    input.value = inFours(given);
    void check(given);
  }
  window.addEventListener("hashchange", codeFromLink);
  codeFromLink();
})();
