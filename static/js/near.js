"use strict";
(() => {
  // pages/near.js
  var MOST = 10;
  var EARTH_METRES = 6371e3;
  var box = (
    /** @type {HTMLElement | null} */
    document.querySelector("[data-near]")
  );
  var button = box == null ? void 0 : box.querySelector("[data-near-do]");
  var said = box == null ? void 0 : box.querySelector("[data-near-said]");
  var found = box == null ? void 0 : box.querySelector("[data-near-found]");
  function metres([lon1, lat1], [lon2, lat2]) {
    const radians = Math.PI / 180;
    const x = (lon2 - lon1) * radians * Math.cos((lat1 + lat2) / 2 * radians);
    const y = (lat2 - lat1) * radians;
    return Math.sqrt(x * x + y * y) * EARTH_METRES;
  }
  function rounded(distance) {
    return Math.round(distance / 50) * 50;
  }
  function row({ of, away }) {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = of.place_id ? `/places/${of.place_id}` : `/projects/${of.project_id}`;
    const name = document.createElement("b");
    name.lang = "zh-CN";
    name.textContent = of["name"] ?? "";
    const note = document.createElement("span");
    note.className = "note";
    note.textContent = ((box == null ? void 0 : box.dataset.away) ?? "").replace("{metres}", String(rounded(away)));
    link.append(name, " ", note);
    item.append(link);
    return item;
  }
  async function show(here) {
    const answer = await fetch("/open-data/files/places.geojson");
    if (!answer.ok) throw new Error(String(answer.status));
    const file = await answer.json();
    const near = file["features"].map((feature) => {
      const at = feature.geometry.coordinates;
      return { at, of: feature["properties"], away: metres(here, at) };
    }).sort((a, b) => a.away - b.away).slice(0, MOST);
    if (!found) return;
    found.textContent = "";
    found.append(...near.map(row));
  }
  function fails() {
    if (said) said.textContent = (box == null ? void 0 : box.dataset.fails) ?? "";
  }
  if (box && "geolocation" in navigator) {
    box.hidden = false;
    button == null ? void 0 : button.addEventListener("click", () => {
      if (said) said.textContent = "";
      navigator.geolocation.getCurrentPosition(
        ({ coords }) => show([coords.longitude, coords.latitude]).catch(fails),
        fails,
        { timeout: 2e4, maximumAge: 6e4 }
      );
    });
  }
})();
