"use strict";
(() => {
  // pages/parts/tablet.js
  var PLACE = "piaojue.tablet";
  var FORM = /^[0-9a-f-]{36}\.[0-9a-f]{32}$/;
  var SAYS_SO_EVERY = 2e4;
  function tabletHere() {
    const given = new URLSearchParams(location.hash.slice(1)).get("tablet");
    try {
      if (given !== null) {
        history.replaceState(history.state, "", location.pathname + location.search);
        if (FORM.test(given)) localStorage.setItem(PLACE, given);
        else localStorage.removeItem(PLACE);
      }
      return localStorage.getItem(PLACE);
    } catch {
      return null;
    }
  }
  function sayAlive(tablet2) {
    var _a;
    document.documentElement.classList.add("tablet");
    (_a = document.querySelector(".band .name")) == null ? void 0 : _a.setAttribute("href", location.pathname);
    const say = () => void fetch(`/booth/tablets/${tablet2.replace(".", "/")}`, { method: "POST", credentials: "omit", cache: "no-store" }).catch(() => {
    });
    say();
    setInterval(say, SAYS_SO_EVERY);
  }

  // pages/tablet.js
  var tablet = tabletHere();
  if (tablet !== null) sayAlive(tablet);
  setTimeout(() => location.reload(), 15e3);
})();
