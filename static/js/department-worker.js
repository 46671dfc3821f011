"use strict";
(() => {
  // workers/department-worker.js
  var CACHE = "piaojue-reports";
  var FORM = /^\/department\/sub-items\/[0-9a-f-]+\/report$/;
  var PATIENCE = 6e3;
  var worker = (
    /** @type {any} */
    self
  );
  worker.addEventListener("install", () => void worker.skipWaiting());
  worker.addEventListener("activate", (event) => event.waitUntil(worker.clients.claim()));
  worker.addEventListener("message", (event) => {
    var _a;
    const path = (_a = event.data) == null ? void 0 : _a.keep;
    if (typeof path === "string" && FORM.test(path)) event.waitUntil(keep(path));
  });
  async function keep(path) {
    const response = await fetch(path, { credentials: "same-origin", redirect: "manual", headers: { Accept: "text/html" } });
    if (!response.ok) return;
    const html = (await response.text()).replace(/<li class="push person">[\s\S]*?<\/li>/, "").replace(/(name="csrf" value=")[^"]*/g, "$1");
    const headers = new Headers(response.headers);
    for (const gone of ["content-length", "content-encoding"]) headers.delete(gone);
    const cache = await caches.open(CACHE);
    await cache.put(path, new Response(html, { headers }));
    const parts = [...html.matchAll(/(?:src|href)="(\/static\/[^"]+)"/g)].map((found) => found[1] ?? "");
    await Promise.all(parts.map(async (part) => await cache.match(part) ?? await cache.add(part)));
  }
  worker.addEventListener("fetch", (event) => {
    const { request } = event;
    const url = new URL(request.url);
    if (request.method !== "GET" || url.origin !== location.origin) return;
    const isForm = request.mode === "navigate" && FORM.test(url.pathname);
    if (isForm) event.respondWith(byLine(request).catch(() => kept(url.pathname)));
    else if (url.pathname.startsWith("/static/")) event.respondWith(fetch(request).catch(() => kept(url.pathname + url.search)));
  });
  var byLine = (request) => new Promise((resolve, reject) => {
    const silence = setTimeout(reject, PATIENCE);
    fetch(request).then(resolve, reject).finally(() => clearTimeout(silence));
  });
  var kept = async (path) => await caches.match(path, { cacheName: CACHE }) ?? Response.error();
})();
