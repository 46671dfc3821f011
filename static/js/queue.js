"use strict";
(() => {
  // pages/queue.js
  var rows = (
    /** @type {NodeListOf<HTMLElement>} */
    document.querySelectorAll("[data-row]")
  );
  var at = -1;
  function go(to) {
    at = Math.max(0, Math.min(rows.length - 1, to));
    rows[at].focus();
    rows[at].scrollIntoView({ block: "nearest" });
  }
  var PRESSED = { l: "[data-list]", a: "[data-aside]", Enter: "[data-open]" };
  document.addEventListener("keydown", (event) => {
    if (!rows.length || event.ctrlKey || event.metaKey || event.altKey) return;
    const { target } = event;
    if (target instanceof HTMLElement && target.closest("input, textarea, select, button, a")) return;
    if (event.key === "j") return go(at + 1);
    if (event.key === "k") return go(at - 1);
    const button = at < 0 ? null : rows[at].querySelector(PRESSED[event.key] ?? ":not(*)");
    if (button instanceof HTMLElement) button.click();
  });
})();
