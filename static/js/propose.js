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

  // pages/parts/worker.js
  function startWorker(root, onNews = () => {
  }, name = "worker") {
    const { [name]: url = "", [`${name}Integrity`]: integrity } = root.dataset;
    const waiting = /* @__PURE__ */ new Map();
    let calls = 0;
    const started = checkedBytes(url, integrity).then((bytes) => {
      const worker = new Worker(name === "verifier" ? url : URL.createObjectURL(bytes));
      worker.onmessage = ({ data }) => {
        var _a2;
        if ("news" in data) return onNews(data.news);
        (_a2 = waiting.get(data.id)) == null ? void 0 : _a2(data);
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

  // pages/propose.js
  var form = (
    /** @type {HTMLFormElement | null} */
    document.querySelector("form[data-challenge]")
  );
  var field = (
    /** @type {HTMLInputElement | null} */
    (form == null ? void 0 : form.querySelector("input[name=work]")) ?? null
  );
  var PATIENCE = 15e3;
  var _a;
  (_a = document.querySelector("[data-without-script]")) == null ? void 0 : _a.setAttribute("hidden", "");
  if (form && field && !field.value) {
    const { challenge = "", difficulty = "0" } = form.dataset;
    const done = startWorker(form)("work", challenge, Number(difficulty)).then(
      (number) => void (field.value = number),
      () => void 0
    );
    let sent = false;
    form.addEventListener("submit", (event) => {
      const button = event.submitter;
      if (sent) return event.preventDefault();
      sent = true;
      if (field.value || button instanceof HTMLButtonElement && button.value === "change") return;
      event.preventDefault();
      form.setAttribute("aria-busy", "true");
      const late = new Promise((resolve) => setTimeout(resolve, PATIENCE));
      void Promise.race([done, late]).then(() => {
        if (button instanceof HTMLButtonElement && button.name) {
          const pressed = document.createElement("input");
          pressed.type = "hidden";
          pressed.name = button.name;
          pressed.value = button.value;
          form.append(pressed);
        }
        form.submit();
      });
    });
    window.addEventListener("pageshow", () => {
      sent = false;
      form.removeAttribute("aria-busy");
    });
  }
})();
