"use strict";
(() => {
  // pages/parts/fresh-key.js
  function freshKey() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = bytes[6] & 15 | 64;
    bytes[8] = bytes[8] & 63 | 128;
    const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  }

  // pages/parts/outbox.js
  var DATABASE = "piaojue-outbox";
  var STORE = "reports";
  var KEY_LASTS = 20 * 60 * 60 * 1e3;
  var PATIENCE = 8e3;
  var opened = () => new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "key" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  async function inStore(mode, act) {
    const database = await opened();
    try {
      return await new Promise((resolve, reject) => {
        const transaction = database.transaction(STORE, mode);
        const request = act(transaction.objectStore(STORE));
        transaction.oncomplete = () => resolve(request.result);
        transaction.onabort = () => reject(transaction.error ?? request.error);
        transaction.onerror = () => reject(transaction.error ?? request.error);
      });
    } finally {
      database.close();
    }
  }
  var keep = (report) => inStore("readwrite", (store) => store.put(report));
  var takeUp = (report, key) => inStore("readwrite", (store) => {
    store.delete(report.key);
    return store.put({ ...report, key, looked: true });
  });
  async function note(key, change) {
    const known = await inStore("readwrite", (store) => {
      const asked2 = (
        /** @type {IDBRequest<Waiting | undefined>} */
        store.get(key)
      );
      asked2.addEventListener("success", () => {
        if (asked2.result && !asked2.result.looked) store.put({ ...asked2.result, ...change });
      });
      return asked2;
    });
    return known !== void 0 && !known.looked;
  }
  var drop = (key) => inStore("readwrite", (store) => store.delete(key));
  async function waitingOf(account2) {
    if (account2 === "") return [];
    const all = await inStore("readonly", (store) => store.getAll());
    return all.filter((report) => report.account === account2).sort((a, b) => a.savedAt - b.savedAt);
  }
  async function asked(url, init = {}) {
    const attempt = new AbortController();
    const silence = setTimeout(() => attempt.abort(), init.method === "POST" ? 15 * PATIENCE : PATIENCE);
    try {
      const response = await fetch(url, {
        credentials: "same-origin",
        redirect: "manual",
        cache: "no-store",
        ...init,
        signal: attempt.signal
      });
      return response.status >= 502 ? void 0 : response;
    } catch {
      return void 0;
    } finally {
      clearTimeout(silence);
    }
  }
  async function whetherSent(key) {
    const response = await asked(`/department/sent/${key}`);
    if (!response) return "no_line";
    if (response.type === "opaqueredirect") return "signed_out";
    if (!response.ok) return "no_line";
    const answer = await response.json().catch(() => void 0);
    if (!answer) return "no_line";
    return answer.sent ? "yes" : "no";
  }
  async function tokenOf(action) {
    var _a;
    const form2 = await asked(action, { headers: { Accept: "text/html" } });
    if (!form2) return { outcome: "no_line" };
    if (form2.type === "opaqueredirect") return { outcome: "signed_out" };
    const page = new DOMParser().parseFromString(await form2.text(), "text/html");
    const csrf = (
      /** @type {HTMLInputElement | null} */
      (_a = page.querySelector("main form input[name=csrf]")) == null ? void 0 : _a.value
    );
    return form2.ok && csrf ? { csrf } : { outcome: "refused" };
  }
  async function send(report) {
    if (report.looked) return { outcome: "looked" };
    const before = await whetherSent(report.key);
    if (before === "yes") {
      await drop(report.key);
      return { outcome: "sent" };
    }
    if (before !== "no") return { outcome: before };
    if (report.triedAt !== void 0 && Date.now() - report.triedAt > KEY_LASTS) return { outcome: "too_old" };
    const token = await tokenOf(report.action);
    if ("outcome" in token) return token;
    const triedAt = report.triedAt ?? Date.now();
    if (!await note(report.key, { triedAt })) return { outcome: "looked" };
    const body = new FormData();
    body.append("csrf", token.csrf);
    body.append("key", report.key);
    for (const [name, value] of report.fields) body.append(name, value);
    for (const file2 of report.files) body.append("photo", file2, file2.name);
    const answer = await asked(report.action, { method: "POST", body });
    if (!answer) return { outcome: "no_line" };
    const said = answer.type === "opaqueredirect" ? "" : wordsOf(await answer.text());
    const after = await whetherSent(report.key);
    if (after === "signed_out" || after === "no_line") return { outcome: after };
    if (after === "yes" && answer.type === "opaqueredirect") {
      await drop(report.key);
      return { outcome: "sent" };
    }
    if (after === "yes") {
      await drop(report.key);
      return { outcome: "kept", said };
    }
    await note(report.key, { said });
    return { outcome: "refused", said };
  }
  function wordsOf(html) {
    const page = new DOMParser().parseFromString(html, "text/html");
    const lines = [...page.querySelectorAll(".notice.bad li")].map((line) => {
      var _a;
      return ((_a = line.textContent) == null ? void 0 : _a.trim()) ?? "";
    });
    return lines.filter((line) => line !== "").join(" ");
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

  // pages/report.js
  var LONGEST_SIDE = 1600;
  var TRY_AGAIN = 3e4;
  var outbox = (
    /** @type {HTMLElement | null} */
    document.querySelector("[data-outbox]")
  );
  var form = (
    /** @type {HTMLFormElement | null} */
    document.querySelector("form[data-report]")
  );
  var account = () => {
    var _a;
    return ((_a = /(?:^|; )(?:__Host-)?piaojue-outbox=([0-9a-f]+)/.exec(document.cookie)) == null ? void 0 : _a[1]) ?? "";
  };
  if (outbox && "indexedDB" in window) begin(outbox);
  function begin(place) {
    const owner = account();
    if (!owner) {
      tellOutcome(place, "signed_out");
      form == null ? void 0 : form.setAttribute("hidden", "");
      return;
    }
    const ready = form ? prepare(form, place, owner) : Promise.resolve();
    void ready.finally(() => void work(place));
    window.addEventListener("online", () => void work(place));
    setInterval(() => void work(place), TRY_AGAIN);
    keepPage();
    for (const out of document.querySelectorAll('form[action="/sign-out"]')) {
      out.addEventListener("submit", () => void (caches == null ? void 0 : caches.delete("piaojue-reports")));
    }
  }
  function tell(place, words) {
    var _a;
    (_a = place.querySelector("[data-outbox-said]")) == null ? void 0 : _a.remove();
    if (!words) return;
    const said = document.createElement("p");
    said.className = "notice warn";
    said.setAttribute("role", "status");
    said.setAttribute("data-outbox-said", "");
    said.textContent = words;
    place.prepend(said);
    place.removeAttribute("hidden");
  }
  function tellOutcome(place, outcome, title = "") {
    var _a;
    tell(place, text(`outbox_${outcome}`, { title, said: "" }));
    if (outcome !== "signed_out") return;
    const link = document.createElement("a");
    link.href = "/sign-in";
    link.textContent = text("outbox_sign_in");
    (_a = place.querySelector("[data-outbox-said]")) == null ? void 0 : _a.append(" ", link);
  }
  var working = false;
  async function work(place) {
    if (working || !account()) return;
    working = true;
    try {
      const said = /* @__PURE__ */ new Map();
      for (const report of await waitingOf(account())) {
        const { outcome, said: words = "" } = await send(report);
        if (outcome === "looked") continue;
        said.set(report.key, text(`outbox_${outcome}`, { title: report.title, said: words }));
        if (outcome === "signed_out" || outcome === "no_line") break;
      }
      show(place, await waitingOf(account()), said);
    } finally {
      working = false;
    }
  }
  function show(place, left, said) {
    const list = document.createElement("ul");
    list.className = "outbox";
    for (const words of [...said].filter(([key]) => !left.some((report) => report.key === key)).map(([, words2]) => words2)) {
      const line = document.createElement("li");
      line.textContent = words;
      list.append(line);
    }
    for (const report of left) {
      const line = document.createElement("li");
      const facts = { title: report.title, day: new Date(report.savedAt).toLocaleString(), count: report.files.length };
      const link = document.createElement("a");
      link.href = `${report.action}#draft-${report.key}`;
      link.textContent = text("outbox_waits", facts);
      line.append(link);
      const words = document.createElement("small");
      words.textContent = said.get(report.key) ?? text(report.looked ? "outbox_looked" : "outbox_no_line", facts);
      line.append(" ", words);
      list.append(line);
    }
    const known = place.querySelector(".outbox");
    known == null ? void 0 : known.remove();
    if (list.children.length > 0) place.append(list);
    place.toggleAttribute("hidden", list.children.length === 0 && !place.querySelector("[data-outbox-said]"));
  }
  function prepare(form2, place, owner) {
    const key = (
      /** @type {HTMLInputElement} */
      form2.elements.namedItem("key")
    );
    key.value = freshKey();
    let taken = [];
    const look = async () => {
      const files = await takeOut(form2, key);
      if (!files) return;
      taken = files;
      show(place, await waitingOf(owner), /* @__PURE__ */ new Map());
    };
    window.addEventListener("hashchange", () => void look());
    let sending = false;
    let pressed = null;
    form2.addEventListener("click", (event) => {
      pressed = event.target instanceof Element ? event.target.closest("button") : null;
    });
    form2.addEventListener("submit", (event) => {
      if (sending) return event.preventDefault();
      if (pressed && pressed.value !== "file") return;
      event.preventDefault();
      sending = true;
      form2.setAttribute("aria-busy", "true");
      void file(form2, place, owner, key.value, taken).finally(() => {
        sending = false;
        form2.removeAttribute("aria-busy");
      });
    });
    return look();
  }
  async function file(form2, place, owner, key, taken) {
    const chosen = [...form2.querySelectorAll("input[type=file]")].flatMap((input) => [.../** @type {HTMLInputElement} */
    input.files ?? []]);
    const files = await Promise.all([...taken, ...chosen].map(smaller));
    const fields = [...new FormData(form2)].flatMap(([name, value]) => typeof value === "string" && name !== "csrf" && name !== "key" ? [[name, value]] : []);
    fields.push(["do", "file"]);
    const title = form2.dataset.report ?? "";
    const report = { key, account: owner, action: form2.getAttribute("action") ?? "", title, fields, files, savedAt: Date.now() };
    try {
      await keep(report);
    } catch {
      tell(place, text("outbox_full"));
      await lacksToken(form2, owner);
      return send_by_itself(form2, files);
    }
    const line = await whetherSent(key);
    if (line === "yes") return void location.assign("/department");
    const waits = line === "no" ? await lacksToken(form2, owner) : line;
    if (!waits) {
      await keep({ ...report, triedAt: Date.now() });
      return send_by_itself(form2, files);
    }
    tellOutcome(place, waits, title);
    show(place, await waitingOf(owner), /* @__PURE__ */ new Map());
    form2.reset();
    form2.elements.namedItem("key").value = freshKey();
    place.scrollIntoView();
  }
  async function lacksToken(form2, owner) {
    const field = (
      /** @type {HTMLInputElement} */
      form2.elements.namedItem("csrf")
    );
    if (field.value) return void 0;
    const token = await tokenOf(form2.getAttribute("action") ?? "");
    if (account() !== owner) return "signed_out";
    if ("outcome" in token) return token.outcome;
    field.value = token.csrf;
    return void 0;
  }
  function send_by_itself(form2, files) {
    const inputs = (
      /** @type {HTMLInputElement[]} */
      [...form2.querySelectorAll("input[type=file]")]
    );
    try {
      const all = new DataTransfer();
      for (const file2 of files) all.items.add(file2);
      inputs.forEach((input, at) => input.files = at === 0 ? all.files : new DataTransfer().files);
    } catch {
    }
    const pressed = document.createElement("input");
    pressed.type = "hidden";
    pressed.name = "do";
    pressed.value = "file";
    form2.append(pressed);
    form2.submit();
  }
  async function takeOut(form2, key) {
    var _a, _b;
    const wanted = (_a = /^#draft-([0-9a-f-]+)$/.exec(location.hash)) == null ? void 0 : _a[1];
    const report = (await waitingOf(account())).find((one) => one.key === wanted);
    if (!report || report.action !== form2.getAttribute("action")) return void 0;
    await takeUp(report, key.value);
    for (const [name, value] of report.fields) {
      const field = form2.elements.namedItem(name);
      const is_text = field instanceof HTMLTextAreaElement || field instanceof HTMLInputElement && field.type !== "checkbox";
      if (is_text) field.value = value;
    }
    for (
      const box of
      /** @type {NodeListOf<HTMLInputElement>} */
      form2.querySelectorAll("input[type=checkbox]")
    ) {
      box.checked = report.fields.some(([name, value]) => name === box.name && value === box.value);
      if (box.checked) (_b = box.closest("details")) == null ? void 0 : _b.setAttribute("open", "");
    }
    for (
      const input of
      /** @type {NodeListOf<HTMLInputElement>} */
      form2.querySelectorAll("input[type=file]")
    ) input.value = "";
    history.replaceState(null, "", location.pathname);
    return report.files;
  }
  async function smaller(file2) {
    var _a;
    if (!/^image\/(jpeg|png|webp)$/.test(file2.type)) return file2;
    try {
      const picture = await loaded(file2);
      const scale = LONGEST_SIDE / Math.max(picture.naturalWidth, picture.naturalHeight);
      if (scale >= 1) return file2;
      const canvas = document.createElement("canvas");
      canvas.width = Math.round(picture.naturalWidth * scale);
      canvas.height = Math.round(picture.naturalHeight * scale);
      (_a = canvas.getContext("2d")) == null ? void 0 : _a.drawImage(picture, 0, 0, canvas.width, canvas.height);
      const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.85));
      if (!blob) return file2;
      return new File([blob], file2.name.replace(/\.\w+$/, ".jpg"), { type: "image/jpeg" });
    } catch {
      return file2;
    }
  }
  var loaded = (file2) => new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onerror = reject;
    reader.onload = () => {
      const picture = new Image();
      picture.onload = () => resolve(picture);
      picture.onerror = reject;
      picture.src = String(reader.result);
    };
    reader.readAsDataURL(file2);
  });
  function keepPage() {
    if (!form || !("serviceWorker" in navigator)) return;
    navigator.serviceWorker.register("/department-worker.js", { scope: "/department" }).then(() => navigator.serviceWorker.ready).then((worker) => {
      var _a;
      return (_a = worker.active) == null ? void 0 : _a.postMessage({ keep: location.pathname });
    }).catch(() => void 0);
  }
})();
