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
  function showView(root, name) {
    const views = (
      /** @type {NodeListOf<HTMLElement>} */
      root.querySelectorAll("[data-view]")
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
  function onDo(root, name, act) {
    for (const element of root.querySelectorAll(`[data-do="${name}"]`)) element.addEventListener("click", act);
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

  // pages/parts/worker.js
  function startWorker(root, onNews = () => {
  }, name = "worker") {
    const { [name]: url = "", [`${name}Integrity`]: integrity } = root.dataset;
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

  // pages/slips.js
  var A_SHEET = 8;
  for (const root of document.querySelectorAll("[data-print-slips]")) printing(
    /** @type {HTMLElement} */
    root
  );
  for (const root of document.querySelectorAll("[data-strike]")) striking(
    /** @type {HTMLElement} */
    root
  );
  function printing(root) {
    begun(root);
    const form = (
      /** @type {HTMLFormElement} */
      need(root, "[data-print-form]")
    );
    const number = (
      /** @type {HTMLInputElement} */
      need(form, "[data-number]")
    );
    const sheets = need(root, "[data-sheets]");
    const bar = (
      /** @type {HTMLProgressElement} */
      need(root, "progress")
    );
    const call = startWorker(root, ({ done, number: of }) => {
      Object.assign(bar, { value: done, max: of });
    });
    fetchQr(root).catch(() => {
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      make(Number(number.value)).catch((error) => {
        if (!/** @type {any} */
        error.code) console.error(error);
        showView(root, "begin");
        say("print", wordsFor(error));
      });
    });
    async function make(wanted2) {
      say("print", "");
      const [least, most] = [Number(number.min), Number(number.max)];
      if (!Number.isInteger(wanted2) || wanted2 < least || wanted2 > most) return say("print", text("wrong_number", { least, most }));
      showView(root, "making");
      bar.removeAttribute("value");
      const lists = await call("make", wanted2);
      const { csrf } = Object.fromEntries(new FormData(form));
      const fields = { csrf: String(csrf), key: freshKey(), lists: JSON.stringify(lists) };
      const stands = await postOffice(form.action, fields, () => say("making", text("waiting_to_send")));
      say("making", "");
      await layOut(await call("take"), stands.fingerprint);
      call.stop();
      fill(root, { made: text("made", { number: wanted2, sheets: Math.ceil(wanted2 / A_SHEET) }) });
      showView(root, "print");
      window.addEventListener("beforeunload", stay);
    }
    async function layOut(codes, fingerprint) {
      const template = (
        /** @type {HTMLTemplateElement} */
        need(root, 'template[data-template="slip"]')
      );
      const { booth = "" } = root.dataset;
      const drawn = codes.map((code) => {
        const slip = (
          /** @type {DocumentFragment} */
          template.content.cloneNode(true)
        );
        showGroups(need(slip, "[data-slip-code]"), code.split("-"));
        showGroups(need(slip, "[data-slip-list]"), fingerprint);
        const qr = need(slip, "[data-slip-qr]");
        sheets.append(slip);
        return drawQr(qr, `${booth}#code=${code}`);
      });
      await Promise.all(drawn);
    }
    function stay(event) {
      event.preventDefault();
      event.returnValue = "";
    }
    onDo(root, "print-slips", () => window.print());
    onDo(root, "look", () => sheets.classList.toggle("shown"));
    onDo(root, "wipe", () => {
      refill(sheets, []);
      window.removeEventListener("beforeunload", stay);
      location.replace(location.pathname);
    });
    window.addEventListener("pagehide", () => refill(sheets, []));
  }
  function striking(root) {
    begun(root);
    const form = (
      /** @type {HTMLFormElement} */
      need(root, "[data-strike-form]")
    );
    const field = (
      /** @type {HTMLInputElement} */
      need(form, "[data-scanned]")
    );
    const video = (
      /** @type {HTMLVideoElement} */
      need(root, "video")
    );
    const rounds = JSON.parse(root.dataset.rounds ?? "[]");
    const { as = "" } = root.dataset;
    const call = startWorker(root);
    let queue = Promise.resolve();
    const queued = (read) => queue = queue.then(() => strike(read));
    async function strike(read) {
      const beside = () => say("struck", text("waiting_to_send"));
      say("strike", "");
      try {
        const keys = await call("strike", rounds, read);
        const words = as === "sample" ? await checked(read, beside) : text("struck");
        const { csrf } = Object.fromEntries(new FormData(form));
        const fields = { csrf: String(csrf), key: freshKey(), as, keys: JSON.stringify(keys) };
        const { count, in_the_tray: tray } = await postOffice(form.action, fields, beside);
        say("struck", words);
        const numbers = {
          printed: count.printed,
          issued: count.issued,
          leftover: count.leftover,
          sample: count.sample,
          lost: count.lost,
          unreadable: count.unreadable,
          tray
        };
        fill(document, Object.fromEntries(Object.entries(numbers).map(([name, value]) => [`slips-${name}`, String(value)])));
      } catch (error) {
        if (!/** @type {any} */
        error.code) console.error(error);
        say("struck", "");
        say("strike", wordsFor(error));
      }
    }
    async function checked(read, onWaiting) {
      const printed = await officeJson(root.dataset.slipsUrl, onWaiting);
      const on = await call("roundsOf", printed.rounds, read);
      if (on < printed.rounds.length) return text("sample_wrong", { on, of: printed.rounds.length });
      const same = await call("fingerprintOfKeys", printed.rounds[0].keys) === printed.fingerprint;
      return same ? text("sample_good", { of: on }) : text("sample_list_differs");
    }
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const read = field.value.trim();
      field.value = "";
      field.focus();
      if (read !== "") void queued(read);
    });
    need(root, "[data-camera]").toggleAttribute("hidden", !hasCamera());
    let stop = null;
    onDo(root, "camera", () => {
      if (stop) {
        stop();
        stop = null;
        video.hidden = true;
        return;
      }
      video.hidden = false;
      readWithCamera(video, root, (read) => void queued(read)).then(
        (stopping) => stop = stopping,
        () => {
          video.hidden = true;
          say("strike", text("no_camera"));
        }
      );
    });
  }
})();
