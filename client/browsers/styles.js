/**
 * What a style sheet uses that a promised browser lacks: at-rules, media features, selectors, properties, values. A browser
 * drops a declaration or a rule that it cannot read, so an earlier declaration of the same property that it can read is
 * enough; so is `@supports`, and a comment on the same line, `without …: what is then seen`.
 *
 * @typedef {import('css-tree').CssNode} Node
 * @typedef {import('./lacked.js').Feature} Feature
 * @typedef {import('./scripts.js').Finding} Finding
 */
import { parse, walk } from 'css-tree';
import { STYLES, lackedBy } from './lacked.js';

const { 'at-rules': atRules, properties, selectors, types } = STYLES;

/** How units newer than these browsers are filed. */
const UNITS = /** @type {const} */ ([
  [/^d(vh|vw|vb|vi|vmin|vmax)$/, 'viewport_percentage_units_dynamic'],
  [/^l(vh|vw|vb|vi|vmin|vmax)$/, 'viewport_percentage_units_large'],
  [/^s(vh|vw|vb|vi|vmin|vmax)$/, 'viewport_percentage_units_small'],
  [/^cq/, 'container_query_length_units'],
]);

/**
 * @param {string} css
 * @returns {Finding[]}
 */
export function lackedByStyles(css) {
  /** @type {Finding[]} */
  const found = [];
  const lines = css.split('\n');
  const lacks = (/** @type {Node} */ node, /** @type {string} */ what, /** @type {string[]} */ browsers) => {
    const line = node.loc?.start.line ?? 0;
    const said = lines[line - 1]?.includes(`without ${what}:`);
    if (browsers.length > 0 && !said) found.push({ line, what, browsers });
  };
  const use = (/** @type {Node} */ node, /** @type {string} */ what, /** @type {Feature | undefined} */ feature) =>
    lacks(node, what, feature ? lackedBy([feature]) : []);

  let asked = 0;
  walk(parse(css, { positions: true }), {
    enter(node) {
      if (node.type === 'Atrule' && node.name === 'supports') asked += 1;
      if (asked > 0) return;
      if (node.type === 'Atrule') {
        const inPage = this.atrule?.name === 'page';
        use(node, `@${node.name}`, inPage ? atRules.page?.[`at_${node.name}`] : atRules[node.name]);
      }
      if (node.type === 'Feature' && node.kind === 'media') use(node, `(${node.name})`, atRules.media?.[node.name.replace(/^(min|max)-/, '')]);
      if (node.type === 'FeatureRange' && node.kind === 'media') use(node, '(a < b)', atRules.media?.range_syntax);
      if (node.type === 'PseudoClassSelector') use(node, `:${node.name}`, selectors[node.name]);
      if (node.type === 'PseudoElementSelector') use(node, `::${node.name}`, selectors[node.name]);
      if (node.type === 'NestingSelector') use(node, '&', selectors.nesting);
      if (node.type === 'Block') declarations(node);
    },
    leave(node) {
      if (node.type === 'Atrule' && node.name === 'supports') asked -= 1;
    },
  });
  return found;

  /** @param {import('css-tree').Block} block */
  function declarations(block) {
    /** Per property, the browsers that read none of the declarations so far. @type {Map<string, string[]>} */
    const unread = new Map();
    for (const node of block.children) {
      if (node.type !== 'Declaration' || node.property.startsWith('-')) continue;
      const { property } = node;
      const feature = properties[property];
      if (feature) lacks(node, property, lackedBy([feature], prefixes(block, property)));
      const lacked = valuesOf(node);
      const before = unread.get(property);
      for (const [what, feature] of lacked) {
        const browsers = lackedBy([feature], prefixes(block, property));
        lacks(node, `${property}: ${what}`, browsers.filter((name) => before?.includes(name) ?? true));
      }
      const all = lacked.flatMap(([, feature]) => lackedBy([feature]));
      unread.set(property, before ? before.filter((name) => all.includes(name)) : all);
    }
  }
}

/**
 * The prefixes with which a property is written beside it.
 * @param {import('css-tree').Block} block
 * @param {string} property
 */
function prefixes(block, property) {
  return [...block.children].flatMap((node) =>
    (node.type === 'Declaration' && node.property.endsWith(`-${property}`) ? [node.property.slice(0, -property.length)] : []));
}

/**
 * @param {import('css-tree').Declaration} declaration
 * @returns {[string, Feature][]}
 */
function valuesOf({ property, value }) {
  /** @type {[string, Feature | undefined][]} */
  const found = [];
  walk(value, (node) => {
    if (node.type === 'Identifier') found.push([node.name, properties[property]?.[node.name] ?? types.global_keywords?.[node.name]]);
    if (node.type === 'Function') found.push([`${node.name}()`, properties[property]?.[node.name] ?? types[node.name] ?? types.color?.[node.name]]);
    if (node.type === 'Dimension') {
      const [, filed] = UNITS.find(([unit]) => unit.test(node.unit)) ?? [];
      found.push([node.unit, types.length?.[filed ?? node.unit]]);
    }
    if (node.type === 'Operator' && node.value === '/' && property === 'content') found.push(['… / …', properties.content?.alt_text]);
  });
  return found.flatMap(([what, feature]) => (feature ? [[what, feature]] : []));
}
