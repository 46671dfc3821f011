"use strict";
(() => {
  // pages/piaojue.js
  var LONGEST_START = 8e3;
  function all(parent, css) {
    return Array.prototype.slice.call(parent.querySelectorAll(css));
  }
  function around(from, attribute) {
    for (var element = from; element && element.getAttribute; element = element.parentNode) {
      if (element.getAttribute(attribute) !== null) return (
        /** @type {HTMLElement} */
        element
      );
    }
    return null;
  }
  document.addEventListener("click", function(event) {
    if (around(event.target, "data-print")) window.print();
    if (around(event.target, "data-open-again")) location.reload();
    var button = around(event.target, "data-copy");
    if (button) copy(button);
    var eye = around(event.target, "data-show");
    if (eye) show(eye, eye.getAttribute("data-said") === null);
  });
  function show(button, readable) {
    var field = (
      /** @type {HTMLInputElement} */
      document.querySelector(button.getAttribute("data-show") || "")
    );
    if (!field || readable === (button.getAttribute("data-said") !== null)) return;
    field.type = readable ? "text" : "password";
    if (readable) {
      button.setAttribute("data-said", button.textContent || "");
      button.textContent = button.getAttribute("data-shown");
    } else {
      button.textContent = button.getAttribute("data-said");
      button.removeAttribute("data-said");
    }
  }
  document.documentElement.className += " scripted";
  function copy(button) {
    var source = (
      /** @type {any} */
      document.querySelector(button.getAttribute("data-copy") || "")
    );
    var words = String(source && (source.getAttribute("data-copy-text") || source.value || source.textContent) || "").trim();
    var said = function() {
      var copied = button.getAttribute("data-copied");
      var before = button.textContent;
      if (!copied || before === copied) return;
      button.textContent = copied;
      setTimeout(function() {
        button.textContent = before;
      }, 2e3);
    };
    var oldWay = function() {
      var field = document.createElement("textarea");
      field.value = words;
      field.readOnly = true;
      document.body.appendChild(field);
      field.select();
      if (document.execCommand("copy")) said();
      document.body.removeChild(field);
    };
    if (navigator.clipboard) navigator.clipboard.writeText(words).then(said, oldWay);
    else oldWay();
  }
  var SENT = "data-sent";
  document.addEventListener("submit", function(event) {
    var form = (
      /** @type {HTMLFormElement} */
      event.target
    );
    if (event.defaultPrevented || form.method !== "post" || form.getAttribute("data-repeatable") !== null) return;
    if (form.getAttribute(SENT) !== null) {
      event.preventDefault();
      return;
    }
    form.setAttribute(SENT, "");
    all(form, "[data-show]").forEach(function(button) {
      show(button, false);
    });
    setTimeout(function() {
      disable(form, true);
    }, 0);
  });
  window.addEventListener("pageshow", function(event) {
    if (!event.persisted) return;
    all(document, "[" + SENT + "]").forEach(function(form) {
      form.removeAttribute(SENT);
      disable(form, false);
    });
  });
  function disable(form, off) {
    all(form, "button").forEach(function(button) {
      if (
        /** @type {HTMLButtonElement} */
        button.type === "submit"
      ) button.disabled = off;
    });
  }
  var wrong = (
    /** @type {HTMLElement | null} */
    document.querySelector(".notice.bad[tabindex]")
  );
  if (wrong) wrong.focus();
  function sayWhatIsLost() {
    all(document, "[data-needs-script]").forEach(function(part) {
      if (part.getAttribute("data-begun") !== null) return;
      all(part, "[data-lost]").forEach(function(words) {
        words.hidden = false;
      });
    });
  }
  setTimeout(sayWhatIsLost, LONGEST_START);
  window.addEventListener("error", sayWhatIsLost, true);
})();
