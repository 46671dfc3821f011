"use strict";
(() => {
  // pages/piaojue.js
  document.addEventListener("click", ({ target }) => {
    if (!(target instanceof Element)) return;
    if (target.closest("[data-print]")) window.print();
    const button = target.closest("[data-copy]");
    if (button instanceof HTMLElement) void copy(button);
  });
  async function copy(button) {
    const source = (
      /** @type {any} */
      document.querySelector(button.dataset.copy ?? "")
    );
    const words = (source == null ? void 0 : source.dataset.copyText) ?? (source == null ? void 0 : source.value) ?? (source == null ? void 0 : source.textContent) ?? "";
    if (!await written(words.trim())) return;
    const { copied } = button.dataset;
    if (!copied || button.textContent === copied) return;
    const before = button.textContent;
    button.textContent = copied;
    setTimeout(() => button.textContent = before, 2e3);
  }
  async function written(words) {
    try {
      await navigator.clipboard.writeText(words);
      return true;
    } catch {
      const field = document.createElement("textarea");
      field.value = words;
      field.readOnly = true;
      document.body.append(field);
      field.select();
      const done = document.execCommand("copy");
      field.remove();
      return done;
    }
  }
  var sent = /* @__PURE__ */ new WeakSet();
  document.addEventListener("submit", (event) => {
    const form = (
      /** @type {HTMLFormElement} */
      event.target
    );
    if (event.defaultPrevented || form.method !== "post" || "repeatable" in form.dataset) return;
    if (sent.has(form)) return event.preventDefault();
    sent.add(form);
    setTimeout(() => buttonsOf(form).forEach((button) => button.disabled = true), 0);
  });
  window.addEventListener("pageshow", ({ persisted }) => {
    if (!persisted) return;
    for (const form of document.forms) {
      if (sent.delete(form)) buttonsOf(form).forEach((button) => button.disabled = false);
    }
  });
  var buttonsOf = (form) => (
    /** @type {HTMLButtonElement[]} */
    Array.from(form.elements).filter((e) => e instanceof HTMLButtonElement && e.type === "submit")
  );
})();
