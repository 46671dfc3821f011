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
    for (const element of document.querySelectorAll(`[data-message="${place}"]`)) {
      clearTimeout(announcing.get(element));
      element.textContent = "";
      element.toggleAttribute("hidden", words === "");
      announcing.set(element, setTimeout(() => element.textContent = words, 30));
    }
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

  // pages/parts/qr.js
  var SVG = "http://www.w3.org/2000/svg";
  var fetched = null;
  function fetchQr(root2) {
    const { qrScript = "", qrIntegrity = "" } = root2.dataset;
    fetched ??= new Promise((resolve, reject) => {
      const script = Object.assign(document.createElement("script"), { src: qrScript, integrity: qrIntegrity });
      script.addEventListener("load", () => resolve());
      script.addEventListener("error", () => reject(new Error("no QR codes: their script did not load")));
      document.head.append(script);
    });
    fetched.catch(() => fetched = null);
    return fetched;
  }
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

  // pages/parts/storage.js
  function storageOf(uuid2) {
    const key = (name) => `piaojue.${name}.${uuid2}`;
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
      arrived: slot(sessionStorage, "arrived")
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

  // pages/parts/worker.js
  function startWorker(root2, onNews = () => {
  }, name = "worker") {
    const { [name]: url = "", [`${name}Integrity`]: integrity } = root2.dataset;
    const waiting = /* @__PURE__ */ new Map();
    let calls = 0;
    const checked = integrity ? fetch(url, { integrity }) : Promise.resolve();
    const started = checked.then(() => {
      const worker = new Worker(url);
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

  // pages/issue.js
  var root = need(document, "[data-issue]");
  var { election: uuid = "", state, publicKey: issuedKey, cancelledKeys = "", boothUrl = "" } = root.dataset;
  if (!storageWorks()) say("issue", text("storage_unavailable"));
  else if (state === "open") takeBallot();
  else showIssued().catch((error) => say("issue", wordsFor(error)));
  function takeBallot() {
    const call = startWorker(root);
    const cancelled = cancelledKeys.split(" ");
    const { credential } = storageOf(uuid);
    const form = (
      /** @type {HTMLFormElement} */
      need(root, "[data-issue-form]")
    );
    const field = (
      /** @type {HTMLInputElement} */
      need(form, 'input[name="public_key"]')
    );
    let working = false;
    field.value = "";
    form.addEventListener("submit", async (event) => {
      if (field.value !== "") return;
      event.preventDefault();
      if (working) return;
      working = true;
      try {
        field.value = await keyToIssue();
        submitNow(form, event);
      } catch (error) {
        say("issue", wordsFor(error));
      } finally {
        working = false;
      }
    });
    const kept = credential.read();
    if (kept !== null && cancelledKeys !== "") {
      call("publicKeyOf", uuid, kept).then((key) => cancelled.includes(key) && show("cancelled"), () => {
      });
    }
    async function keyToIssue() {
      const kept2 = credential.read();
      const key = kept2 === null ? null : await call("publicKeyOf", uuid, kept2);
      if (key !== null && !cancelled.includes(key)) return key;
      const code = await call("newCode");
      if (credential.read() === kept2) credential.write(code);
      return keyToIssue();
    }
  }
  async function showIssued() {
    const store = storageOf(uuid);
    const code = store.credential.read();
    if (code === null) return show(store.receipt.read() === null ? "code-elsewhere" : "cast");
    if (issuedKey && await startWorker(root)("publicKeyOf", uuid, code) !== issuedKey) return show("code-elsewhere");
    show("code-here");
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
  function show(part) {
    for (const element of root.querySelectorAll("[data-part]")) {
      element.toggleAttribute(
        "hidden",
        /** @type {HTMLElement} */
        element.dataset.part !== part
      );
    }
  }
})();
