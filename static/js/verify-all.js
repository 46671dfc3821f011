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

  // pages/parts/boxes.js
  var place = (fingerprint) => `piaojue.box.${fingerprint}`;
  function rememberBox(fingerprint, code) {
    let known;
    try {
      known = localStorage.getItem(place(fingerprint));
      if (known === null) localStorage.setItem(place(fingerprint), code);
    } catch {
      throw new Refusal("storage_unavailable");
    }
    if (known !== null && known !== code) throw new Refusal("second_box", { first: known, second: code });
  }

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
  function say(place2, words) {
    for (const element of document.querySelectorAll(`[data-message="${place2}"]`)) tell(element, words);
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

  // pages/parts/checks.js
  function checkList(root2) {
    const list = need(root2, "[data-checks]");
    const template = (
      /** @type {HTMLTemplateElement} */
      need(root2, 'template[data-template="check"]')
    );
    function add(words, good) {
      const line = (
        /** @type {Element} */
        template.content.cloneNode(true)
      );
      fill(line, { check: words });
      need(line, "[data-check]").classList.add(good ? "done" : "blocked");
      list.append(line);
      list.hidden = false;
    }
    return {
      clear: () => {
        list.textContent = "";
        list.hidden = true;
      },
      /** @param {{ check: string, [detail: string]: any }} line */
      passed({ check, ...details }) {
        const name = check === "caps" && details.max === null ? "check_no_caps" : `check_${check}`;
        if (hasText(name)) add(text(name, details), true);
      },
      /** @param {string} words */
      failed: (words) => add(words, false)
    };
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
    const waiting2 = /* @__PURE__ */ new Map();
    let calls = 0;
    const started = checkedBytes(url, integrity).then((bytes) => {
      const worker = new Worker(name === "verifier" ? url : URL.createObjectURL(bytes));
      worker.onmessage = ({ data }) => {
        var _a;
        if ("news" in data) return onNews(data.news);
        (_a = waiting2.get(data.id)) == null ? void 0 : _a(data);
        waiting2.delete(data.id);
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
        return Promise.race([new Promise((resolve) => waiting2.set(id, resolve)), broken]);
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

  // verifier/pool.js
  var STEP = 4;
  var MOST_WORKERS = 8;
  async function startVerifier(root2, onWaiting) {
    const { verifierProgram, verifierProgramIntegrity = "" } = root2.dataset;
    const program = await publicFile(verifierProgram, onWaiting);
    let onProgress = () => {
    };
    const count = Math.max(1, Math.min(navigator.hardwareConcurrency || 2, MOST_WORKERS));
    const workers = Array.from({ length: count }, () => startWorker(root2, () => onProgress(), "verifier"));
    const stop = () => workers.forEach((call) => call.stop());
    let name = "script";
    try {
      [name] = await Promise.all(workers.map((call) => call("start", program, verifierProgramIntegrity)));
    } catch (error) {
      stop();
      throw error;
    }
    async function verify({ archive, caps, cap }, onLine, onBallot) {
      const begun = await Promise.all(workers.map((call) => call("begin", archive, caps, cap)));
      const { ballots } = shown(begun[0], onLine);
      let done = 0;
      onProgress = () => onBallot(done += 1, ballots);
      let next = 0;
      const refusals = [];
      await Promise.all(workers.map(async (call) => {
        while (next < ballots && refusals.length === 0) {
          const from = next;
          next = Math.min(from + STEP, ballots);
          await call("check", from, next).catch((refusal) => refusals.push(refusal));
        }
      }));
      if (refusals.length > 0) throw named(refusals.reduce((a, b) => {
        var _a, _b;
        return (((_a = b.details) == null ? void 0 : _a.ballot) ?? 0) < (((_b = a.details) == null ? void 0 : _b.ballot) ?? 0) ? b : a;
      }));
      const [first, ...others] = workers;
      const parts = await Promise.all(others.map((call) => call("part")));
      return shown(await first("finish", parts), onLine);
    }
    return { engine: name, workers: count, verify, ask: workers[0], stop };
  }
  function shown({ lines, refused, ...answer }, onLine) {
    for (const line of lines) onLine(line);
    if (refused) throw named(new Refusal(refused.code, refused.details));
    return answer;
  }
  var named = (error) => {
    var _a;
    return ((_a = error.details) == null ? void 0 : _a.ballot) ? new Refusal("box_ballot_refused", error.details) : error;
  };

  // pages/verify-all.js
  var root = need(document, "[data-verify-all]");
  var { filesUrl, archives = "[]", withCaps } = root.dataset;
  var button = (
    /** @type {HTMLButtonElement} */
    need(root, '[data-do="verify-all"]')
  );
  var progress = (
    /** @type {HTMLProgressElement} */
    need(root, "[data-progress]")
  );
  var checks = checkList(root);
  function conclude(shown2) {
    for (
      const notice of
      /** @type {NodeListOf<HTMLElement>} */
      root.querySelectorAll("[data-verdict]")
    ) {
      notice.hidden = notice.dataset.verdict !== shown2;
    }
  }
  var waiting = () => say("verifying", text("waiting_to_load"));
  var file = (name) => publicFile(`${filesUrl}${name}`, waiting);
  async function verifyAll() {
    const begun = performance.now();
    say("verifying", text("verifying_loading"));
    const boxes = JSON.parse(archives);
    const [certificate, elections, caps, ...contents] = await Promise.all([
      file("certificate.json"),
      file("elections.jsonl"),
      withCaps === void 0 ? null : file("caps.jsonl"),
      ...boxes.map(({ name }) => file(name))
    ]);
    const verifier = await startVerifier(root, waiting);
    try {
      say("verifying", text(verifier.engine === "wasm" ? "verifying" : "verifying_slowly"));
      progress.hidden = false;
      const verified = [];
      for (const [at, archive] of contents.entries()) {
        if (boxes.length > 1) checks.passed({ check: "round", number: boxes[at].round });
        verified.push(await verifyBox(verifier, archive, { certificate, elections, lines: caps && linesOf(caps) }));
      }
      for (const line of await verifier.ask("checkCertificate", certificate, verified)) checks.passed(line);
    } finally {
      verifier.stop();
    }
    fill(root, {
      seconds: ((performance.now() - begun) / 1e3).toFixed(1),
      workers: String(verifier.workers)
    });
    conclude("good");
  }
  async function verifyBox({ verify, ask }, archive, { certificate, elections, lines }) {
    const { fingerprint, code, trustees, trackers } = await ask("look", archive);
    const own = lines && trackers.flatMap((tracker) => lines.get(tracker) ?? []);
    const caps = own && own.length > 0 ? new TextEncoder().encode(own.join("\n")) : null;
    let questions = 0;
    let cap = null;
    if (caps) cap = await ask("capOf", certificate, fingerprint);
    const summary = await verify({ archive, caps, cap }, (line) => {
      if (line.check === "election") questions = line.questions;
      checks.passed(line);
    }, (done, total) => {
      progress.max = total;
      progress.value = done;
    });
    checks.passed(await ask("checkAgreed", elections, trustees, summary.fingerprint));
    if (code !== null) rememberBox(summary.fingerprint, code);
    return { summary, trustees, questions };
  }
  function linesOf(bytes) {
    const lines = new TextDecoder().decode(bytes).split("\n").filter((line) => line !== "");
    return new Map(lines.map((line) => {
      var _a;
      return [((_a = /^\{"tracker":"([^"]*)"/.exec(line)) == null ? void 0 : _a[1]) ?? "", line];
    }));
  }
  onDo(root, "verify-all", async () => {
    button.disabled = true;
    checks.clear();
    conclude("");
    try {
      await verifyAll();
    } catch (error) {
      if (!(error instanceof Refusal)) console.error(error);
      const { code, details } = (
        /** @type {any} */
        error
      );
      const words = wordsFor(error);
      if (["files_unavailable", "worker_not_loaded"].includes(code)) {
        return say("verifying", words);
      }
      checks.failed(hasText(code) ? words : text("check_refused"));
      fill(root, { why: String((details == null ? void 0 : details.why) ?? code ?? error) });
      conclude("bad");
    } finally {
      button.disabled = false;
      progress.hidden = true;
      if (root.querySelector("[data-verdict]:not([hidden])")) say("verifying", "");
    }
  });
})();
