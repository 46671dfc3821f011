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
  var place = (fingerprint2) => `piaojue.box.${fingerprint2}`;
  function rememberBox(fingerprint2, code) {
    let known;
    try {
      known = localStorage.getItem(place(fingerprint2));
      if (known === null) localStorage.setItem(place(fingerprint2), code);
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
  function refill(element, nodes) {
    element.textContent = "";
    element.append(...nodes);
  }
  function submitNow(form2, held) {
    if (form2.requestSubmit) form2.requestSubmit(
      /** @type {SubmitEvent} */
      held.submitter
    );
    else form2.submit();
  }
  function showGroups(element, parts) {
    refill(element, parts.map((part) => Object.assign(document.createElement("span"), { textContent: part })));
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
      passed({ check: check2, ...details }) {
        const name = check2 === "caps" && details.max === null ? "check_no_caps" : `check_${check2}`;
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
  var officeFile = (url, onWaiting) => getBytes(url, "same-origin", onWaiting, 4);
  var getBytes = (url = "", credentials, onWaiting, attempts) => patiently(() => request(url, { credentials }, fileOf), onWaiting, attempts);
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

  // protocol/base58.js
  var isBase58 = (text2) => /^[1-9A-HJ-NP-Za-km-z]*$/.test(text2);

  // pages/parts/seed-form.js
  function seedForm(root2, resultName, make) {
    const form2 = (
      /** @type {HTMLFormElement} */
      need(root2, "[data-seed-form]")
    );
    const seed = (
      /** @type {HTMLInputElement} */
      need(form2, "[data-seed]")
    );
    const result = (
      /** @type {HTMLInputElement} */
      need(form2, `input[name="${resultName}"]`)
    );
    const file = (
      /** @type {HTMLInputElement | null} */
      form2.querySelector("[data-seed-file]")
    );
    let working = false;
    result.value = "";
    seed.removeAttribute("name");
    file == null ? void 0 : file.removeAttribute("name");
    form2.addEventListener("submit", async (event) => {
      if (result.value !== "") return;
      event.preventDefault();
      if (working) return;
      working = true;
      say("seed", "");
      say("working", text("working"));
      try {
        result.value = await make(seed.value);
        wipe();
        submitNow(form2, event);
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
    const stop = () => workers.forEach((call2) => call2.stop());
    let name = "script";
    try {
      [name] = await Promise.all(workers.map((call2) => call2("start", program, verifierProgramIntegrity)));
    } catch (error) {
      stop();
      throw error;
    }
    async function verify({ archive, caps, cap: cap2 }, onLine, onBallot) {
      const begun = await Promise.all(workers.map((call2) => call2("begin", archive, caps, cap2)));
      const { ballots } = shown(begun[0], onLine);
      let done = 0;
      onProgress = () => onBallot(done += 1, ballots);
      let next = 0;
      const refusals = [];
      await Promise.all(workers.map(async (call2) => {
        while (next < ballots && refusals.length === 0) {
          const from = next;
          next = Math.min(from + STEP, ballots);
          await call2("check", from, next).catch((refusal) => refusals.push(refusal));
        }
      }));
      if (refusals.length > 0) throw named(refusals.reduce((a, b) => {
        var _a, _b;
        return (((_a = b.details) == null ? void 0 : _a.ballot) ?? 0) < (((_b = a.details) == null ? void 0 : _b.ballot) ?? 0) ? b : a;
      }));
      const [first, ...others] = workers;
      const parts = await Promise.all(others.map((call2) => call2("part")));
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

  // pages/open-box.js
  var root = need(document, "[data-open-box]");
  var { fingerprint = "", owner, returned, sealedKey, boxUrl, capsUrl, cap, reportUrl, csrf = "" } = root.dataset;
  var progress = (
    /** @type {HTMLProgressElement} */
    need(root, "[data-progress]")
  );
  var form = need(root, "[data-seed-form]");
  var call = startWorker(root);
  var checks = checkList(root);
  var checking = null;
  var check = () => checking ??= checkBox().catch((error) => {
    say("box", "");
    say("box-wrong", wordsFor(error));
    if (!["files_unavailable", "worker_not_loaded"].includes(error.code)) checks.failed(text("check_refused"));
    else checking = null;
    throw error;
  }).finally(() => progress.hidden = true);
  async function checkBox() {
    say("box-wrong", "");
    say("box", text("box_loading"));
    checks.clear();
    const waiting = () => say("box", text("waiting_to_load"));
    const [archive, caps] = await Promise.all([officeFile(boxUrl, waiting), capsUrl ? officeFile(capsUrl, waiting) : null]);
    const verifier = await startVerifier(root, waiting);
    try {
      say("box", text(verifier.engine === "wasm" ? "box_checking" : "box_checking_slowly"));
      progress.hidden = false;
      const shares = call("checkBox", archive, fingerprint);
      shares.catch(() => {
      });
      const box = { archive, caps, cap: cap ? Number(cap) : null };
      const found = await verifier.verify(box, checks.passed, (done, total) => {
        progress.max = total;
        progress.value = done;
      }).catch(async (error) => {
        if (error.code === "box_refused") await shares;
        throw error;
      });
      const { ballots, keys, list, code } = await shares;
      if (found.fingerprint !== fingerprint) throw new Refusal("election_differs");
      if (found.list !== list || found.ballots !== ballots || found.keys !== keys) throw new Refusal("opinions_differ");
      if (String(ballots) !== returned) throw new Refusal("box_count_differs", { ballots, returned: returned ?? "" });
      remember(code);
      fill(root, { ballots: String(ballots), keys: String(keys) });
      showGroups(need(root, "[data-list-shown]"), list.match(/.{1,8}/g));
      showGroups(need(root, "[data-code-shown]"), code.match(/.{4}/g));
      need(root, "[data-box-checked]").hidden = false;
      say("box", text("box_checked"));
      form.hidden = false;
    } finally {
      verifier.stop();
    }
  }
  function remember(code) {
    try {
      rememberBox(fingerprint, code);
    } catch (error) {
      const { code: why, details: { first, second } } = (
        /** @type {Refusal} */
        error
      );
      if (why === "second_box") {
        const fields = { csrf, first: String(first), second: String(second) };
        postOffice(reportUrl, fields, () => {
        }).catch(() => {
        });
      }
      throw error;
    }
  }
  seedForm(root, "partial_decryption", async (seed) => {
    await check();
    say("working", text("working"));
    return call("open", { owner: Number(owner), sealedKey, seed });
  });
  check().catch(() => {
  });
})();
