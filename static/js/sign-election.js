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
  function submitNow(form, held) {
    if (form.requestSubmit) form.requestSubmit(
      /** @type {SubmitEvent} */
      held.submitter
    );
    else form.submit();
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

  // protocol/base58.js
  var isBase58 = (text2) => /^[1-9A-HJ-NP-Za-km-z]*$/.test(text2);

  // pages/parts/seed-form.js
  function seedForm(root2, resultName, make) {
    const form = (
      /** @type {HTMLFormElement} */
      need(root2, "[data-seed-form]")
    );
    const seed = (
      /** @type {HTMLInputElement} */
      need(form, "[data-seed]")
    );
    const result = (
      /** @type {HTMLInputElement} */
      need(form, `input[name="${resultName}"]`)
    );
    const file = (
      /** @type {HTMLInputElement | null} */
      form.querySelector("[data-seed-file]")
    );
    let working = false;
    result.value = "";
    seed.removeAttribute("name");
    file == null ? void 0 : file.removeAttribute("name");
    form.addEventListener("submit", async (event) => {
      if (result.value !== "") return;
      event.preventDefault();
      if (working) return;
      working = true;
      say("seed", "");
      say("working", text("working"));
      try {
        result.value = await make(seed.value);
        wipe();
        submitNow(form, event);
      } catch (error) {
        if (!(error instanceof Refusal)) console.error(error);
        say("working", "");
        say("seed", wordsFor(error));
        seed.focus();
      } finally {
        working = false;
      }
    });
    file == null ? void 0 : file.addEventListener("change", async () => {
      var _a, _b;
      const content = await ((_b = (_a = file.files) == null ? void 0 : _a[0]) == null ? void 0 : _b.text()) ?? "";
      const found = content.split(/[^0-9A-Za-z]+/).filter((word) => word.length === 22 && isBase58(word));
      file.value = "";
      if (found.length === 1) seed.value = found[0];
      say("seed", found.length === 1 ? "" : text("seed_not_in_file"));
    });
    function wipe() {
      seed.value = "";
      if (file) file.value = "";
    }
    window.addEventListener("pagehide", () => {
      wipe();
      result.value = "";
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

  // pages/sign-election.js
  var root = need(document, "[data-sign-election]");
  var { owner, fingerprint, electionUrl, trusteesUrl } = root.dataset;
  var call = startWorker(root);
  seedForm(root, "signature", async (seed) => {
    const waiting = () => say("working", text("waiting_to_load"));
    const [election, trustees] = await Promise.all([electionUrl, trusteesUrl].map((url) => publicFile(url, waiting)));
    say("working", text("working"));
    return call("signElection", { election, trustees, owner: Number(owner), fingerprint, seed });
  });
})();
