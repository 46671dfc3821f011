/**
 * 我家附近: the places nearest to where the browser says it is. Nothing is asked before the button is pressed, and where it
 * is stays in the page: all places come, and the distances are computed here.
 */
const MOST = 10;
const EARTH_METRES = 6_371_000;

const box = /** @type {HTMLElement | null} */ (document.querySelector('[data-near]'));
const button = box?.querySelector('[data-near-do]');
const said = box?.querySelector('[data-near-said]');
const found = box?.querySelector('[data-near-found]');

/**
 * @param {[number, number]} a Longitude and latitude.
 * @param {[number, number]} b
 */
function metres([lon1, lat1], [lon2, lat2]) {
  const radians = Math.PI / 180;
  const x = (lon2 - lon1) * radians * Math.cos(((lat1 + lat2) / 2) * radians);
  const y = (lat2 - lat1) * radians;
  return Math.sqrt(x * x + y * y) * EARTH_METRES;
}

/** @param {number} distance */
function rounded(distance) {
  return Math.round(distance / 50) * 50;
}

/** @typedef {{ at: [number, number], of: Record<string, string | null>, away: number }} Place */

/** @param {Place} place */
function row({ of, away }) {
  const item = document.createElement('li');
  const link = document.createElement('a');
  link.href = of.place_id ? `/places/${of.place_id}` : `/projects/${of.project_id}`;
  const name = document.createElement('b');
  name.lang = 'zh-CN';
  name.textContent = of['name'] ?? '';
  const note = document.createElement('span');
  note.className = 'note';
  note.textContent = (box?.dataset.away ?? '').replace('{metres}', String(rounded(away)));
  link.append(name, ' ', note);
  item.append(link);
  return item;
}

/** @param {[number, number]} here */
async function show(here) {
  const answer = await fetch('/open-data/files/places.geojson');
  if (!answer.ok) throw new Error(String(answer.status));
  const file = await answer.json();
  const near = file['features']
    .map((/** @type {any} */ feature) => {
      const at = feature.geometry.coordinates;
      return { at, of: feature['properties'], away: metres(here, at) };
    })
    .sort((/** @type {Place} */ a, /** @type {Place} */ b) => a.away - b.away)
    .slice(0, MOST);
  if (!found) return;
  found.textContent = '';
  found.append(...near.map(row));
}

function fails() {
  if (said) said.textContent = box?.dataset.fails ?? '';
}

if (box && 'geolocation' in navigator) {
  box.hidden = false;
  button?.addEventListener('click', () => {
    if (said) said.textContent = '';
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => show([coords.longitude, coords.latitude]).catch(fails),
      fails,
      { timeout: 20_000, maximumAge: 60_000 },
    );
  });
}
