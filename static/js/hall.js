"use strict";
(() => {
  // pages/parts/begun.js
  function begun(part) {
    const around = (
      /** @type {HTMLElement} */
      part.closest("[data-needs-script]") ?? part
    );
    around.dataset.begun = "";
    for (const words of around.querySelectorAll("[data-lost]")) words.toggleAttribute("hidden", true);
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
  var AS_BROWSERS_DO = { credentials: "same-origin", redirect: "follow", headers: { Accept: "text/html" } };
  var pageAt = (url, onWaiting) => patiently(() => request(url, AS_BROWSERS_DO, pageOf), onWaiting, Infinity);
  var postForm = (url, fields, onWaiting) => patiently(() => request(url, { ...AS_BROWSERS_DO, method: "POST", body: fields }, pageOf), onWaiting, Infinity);
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
      throw [ServerRefusal, Refusal, Unreachable].some((known2) => error instanceof known2) ? error : new Unreachable();
    } finally {
      clearTimeout(silence);
    }
  }
  async function pageOf(response, alive) {
    const { status, url, redirected } = response;
    if ([408, 425, 502, 503, 504].includes(status)) throw new Unreachable(retryAfter(response));
    const page = new DOMParser().parseFromString(new TextDecoder().decode(await bodyOf(response, alive)), "text/html");
    if (!page.querySelector("main#main")) throw new Unreachable();
    return { url, redirected, page };
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

  // pages/parts/patient.js
  function sendsPatiently(form, turned, prepare = async () => {
  }) {
    let sending = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (sending) return;
      sending = true;
      const button = (
        /** @type {HTMLButtonElement | null} */
        /** @type {SubmitEvent} */
        event.submitter ?? form.querySelector("button")
      );
      button == null ? void 0 : button.setAttribute("aria-busy", "true");
      try {
        await prepare();
        const answer = await postForm(form.action, fieldsOf(form, button), () => say("sending", text("waiting_to_send")));
        arrive(answer, turned);
      } catch (error) {
        console.error(error);
        say("sending", wordsFor(error));
      } finally {
        sending = false;
        button == null ? void 0 : button.removeAttribute("aria-busy");
      }
    });
  }
  function fieldsOf(form, button) {
    const fields = new URLSearchParams();
    new FormData(form).forEach((value, name) => fields.append(name, String(value)));
    if (button == null ? void 0 : button.name) fields.append(button.name, button.value);
    return fields;
  }
  function arrive({ url, redirected, page }, turned) {
    var _a;
    const { pathname } = new URL(url);
    if (redirected && pathname !== location.pathname) return location.assign(url);
    const main = (
      /** @type {HTMLElement} */
      page.querySelector("main")
    );
    document.title = page.title;
    (_a = document.querySelector("main")) == null ? void 0 : _a.replaceWith(document.adoptNode(main));
    turned(main);
    const first = (
      /** @type {HTMLElement | null} */
      main.querySelector(".notice.bad[tabindex]") ?? main.querySelector("h1")
    );
    if (first && !first.hasAttribute("tabindex")) first.tabIndex = -1;
    first == null ? void 0 : first.focus();
    window.scrollTo(0, 0);
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
    const root = (
      /** @type {HTMLElement | null} */
      element.closest("[data-qr-script]")
    );
    if (content === "" || !root) return;
    try {
      await fetchQr(root);
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

  // pages/parts/storage.js
  function storageOf(uuid, aside = "") {
    const key = (name) => `piaojue.${name}.${uuid}${aside && `.${aside}`}`;
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
  function belongsTo(uuid, mark) {
    const here = storageOf(uuid);
    const owner = here.owner.read();
    if (mark === "" || owner === mark) return;
    const own = storageOf(uuid, mark);
    if (owner !== null) move(here, storageOf(uuid, owner));
    if (own.credential.read() !== null) move(own, here);
    if (here.credential.read() !== null) here.owner.write(mark);
  }
  function move(from, to) {
    for (
      const name of
      /** @type {const} */
      ["credential", "draft", "pending"]
    ) {
      const kept = from[name].read();
      if (kept === null) to[name].remove();
      else to[name].write(kept);
      from[name].remove();
    }
    from.owner.remove();
    from.arrived.remove();
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

  // pages/parts/worker.js
  function startWorker(root, onNews = () => {
  }, name = "worker") {
    const { [name]: url = "", [`${name}Integrity`]: integrity } = root.dataset;
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

  // pages/hall.js
  var ASK_EVERY = 8e3;
  var known = "";
  function begin(page) {
    for (const part of within(page, "[data-waits]")) known = wordsOf(part);
    for (const part of within(page, "[data-needs-script]")) begun(part);
    for (const root of within(page, "[data-issue]")) beginIssue(root);
    for (const form of within(page, "form[data-patient]")) sendsPatiently(
      /** @type {HTMLFormElement} */
      form,
      begin
    );
  }
  var within = (page, css) => [...page.matches(css) ? [page] : [], ...Array.from(page.querySelectorAll(css))].map((found) => (
    /** @type {HTMLElement} */
    found
  ));
  function beginIssue(root) {
    if (!storageWorks()) return say("issue", text("storage_unavailable"));
    belongsTo(root.dataset.election ?? "", root.dataset.mark ?? "");
    const form = (
      /** @type {HTMLFormElement | null} */
      root.querySelector("[data-issue-form]")
    );
    if (form) return takeBallot(root, form);
    showIssued(root).catch((error) => say("issue", wordsFor(error)));
  }
  function takeBallot(root, form) {
    const { election: uuid = "", cancelledKeys = "", mark = "" } = root.dataset;
    const call = startWorker(root);
    const cancelled = cancelledKeys.split(" ");
    const { credential, owner } = storageOf(uuid);
    const field = (
      /** @type {HTMLInputElement} */
      need(form, 'input[name="public_key"]')
    );
    field.value = "";
    sendsPatiently(form, begin, async () => {
      if (field.value === "") field.value = await keyToIssue();
    });
    const kept = credential.read();
    if (kept !== null && cancelledKeys !== "") {
      call("publicKeyOf", uuid, kept).then((key) => cancelled.includes(key) && show(root, "cancelled"), () => {
      });
    }
    async function keyToIssue() {
      const kept2 = credential.read();
      const key = kept2 === null ? null : await call("publicKeyOf", uuid, kept2);
      if (key !== null && !cancelled.includes(key)) return key;
      const code = await call("newCode");
      if (credential.read() === kept2) {
        credential.write(code);
        owner.write(mark);
      }
      return keyToIssue();
    }
  }
  async function showIssued(root) {
    const { election: uuid = "", publicKey: issuedKey, boothUrl = "" } = root.dataset;
    const store = storageOf(uuid);
    const code = store.credential.read();
    const receipt = readJson(store.receipt);
    if (readJson(store.pending)) return show(root, "pending");
    if (code === null && receipt) {
      for (const slot of root.querySelectorAll('[data-slot="voted-at"]')) slot.textContent = receipt.time;
      return show(root, "cast");
    }
    if (code === null) return show(root, "code-elsewhere");
    if (issuedKey && await startWorker(root)("publicKeyOf", uuid, code) !== issuedKey) return show(root, "code-elsewhere");
    show(root, "code-here");
    const fold = (
      /** @type {HTMLDetailsElement | null} */
      root.querySelector("details[data-code-fold]")
    );
    if (!fold) return;
    const shown = need(fold, "[data-code]");
    const qr = need(fold, '[data-qr="booth"]');
    fold.addEventListener("toggle", () => {
      shown.textContent = fold.open ? code : "";
      void drawQr(qr, fold.open ? `${new URL(boothUrl, location.href)}#code=${code}` : "");
    });
  }
  function show(root, part) {
    var _a;
    for (
      const element of
      /** @type {NodeListOf<HTMLElement>} */
      root.querySelectorAll("[data-part]")
    ) {
      element.toggleAttribute("hidden", !((_a = element.dataset.part) == null ? void 0 : _a.split(" ").includes(part)));
    }
  }
  var waiting = () => (
    /** @type {HTMLElement | null} */
    document.querySelector("[data-waits]")
  );
  function wordsOf(part) {
    const copy = (
      /** @type {HTMLElement} */
      part.cloneNode(true)
    );
    for (const hidden of copy.querySelectorAll('input[type="hidden"]')) hidden.remove();
    return copy.innerHTML;
  }
  var isTyping = (part) => [...part.querySelectorAll('input:not([type="hidden"])')].some((field) => (
    /** @type {HTMLInputElement} */
    field.value !== ""
  )) || part.querySelector('[aria-busy="true"], details[open]') !== null;
  async function keepTurning() {
    for (; ; ) {
      await pause(ASK_EVERY * (1 + Math.random() / 2));
      if (!waiting() || document.hidden) continue;
      const { url, page } = await pageAt(location.pathname, () => say("line", text("waiting_to_turn")));
      say("line", "");
      if (new URL(url).pathname !== location.pathname) return location.assign(url);
      const here = waiting();
      const fresh = (
        /** @type {HTMLElement | null} */
        page.querySelector("[data-waits]")
      );
      if (!here) continue;
      if (!fresh) return location.reload();
      if (wordsOf(fresh) === known || isTyping(here)) continue;
      const hadFocus = here.contains(document.activeElement);
      document.title = page.title;
      here.replaceWith(document.adoptNode(fresh));
      begin(fresh);
      const heading = need(fresh, "h1");
      say("turned", heading.textContent ?? "");
      if (hadFocus) heading.focus();
    }
  }
  begin(document.body);
  keepTurning().catch((error) => console.error(error));
  window.addEventListener("pageshow", ({ persisted }) => persisted && waiting() && location.reload());
})();
