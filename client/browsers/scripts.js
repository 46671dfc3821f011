/**
 * What a script uses that a promised browser lacks: syntax, globals, members, options. Whose member a name is cannot be
 * told without types; so `x.at()` counts as lacked by a browser in which no object has an `at`.
 *
 * @typedef {import('acorn').AnyNode} Node
 * @typedef {import('./lacked.js').Feature} Feature
 * @typedef {{ line: number, what: string, browsers: string[] }} Finding
 */
import { parse } from 'acorn';
import { ALL, APIS, LANGUAGE, filedUnder, lackedBy } from './lacked.js';

const { builtins, classes, grammar, operators, regular_expressions: regexps, statements } = LANGUAGE;

/** The interface behind a global that is an object. @type {Record<string, string>} */
const OBJECTS = {
  window: 'Window', self: 'Window', globalThis: 'Window', document: 'Document', navigator: 'Navigator', crypto: 'Crypto',
  location: 'Location', history: 'History', performance: 'Performance', localStorage: 'Storage', sessionStorage: 'Storage',
};

/** The last edition of the language whose syntax is all named below or older: what is newer and not named is found too. */
const EDITION = 2022;

/**
 * @param {string} source
 * @param {Set<string>} [made] members that the program gives its own objects
 * @returns {Finding[]}
 */
export function lackedByScripts(source, made = namedMembers(source)) {
  /** By what it is, where it is used first. @type {Map<string, Finding>} */
  const found = new Map();
  /** @param {Node} node @param {string} what @param {(Feature | undefined)[]} features of that name */
  const use = (node, what, features) => {
    const browsers = lackedBy(features.flatMap((feature) => feature ?? []));
    if (browsers.length > 0 && !found.has(what)) found.set(what, { line: node.loc?.start.line ?? 0, what, browsers });
  };

  const program = parse(source, { ecmaVersion: 'latest', locations: true });
  const own = namesIn(program);
  walk(program, (node) => {
    for (const [what, feature] of syntaxOf(node)) use(node, what, [feature]);
  });
  const newer = found.size === 0 && newerThanEdition(source);
  if (newer) found.set(newer.what, newer);
  walk(program, (node, parent) => {
    if (isGlobal(node, parent) && !own.has(node.name)) use(node, node.name, globalsCalled(node.name));
    for (const [what, features] of membersOf(node, own)) if (!made.has(what)) use(node, what, features);
  });
  return [...found.values()];
}

/** @param {string} source @returns {Finding | undefined} */
function newerThanEdition(source) {
  try {
    parse(source, { ecmaVersion: EDITION });
    return undefined;
  } catch (error) {
    const { loc, message } = /** @type {SyntaxError & { loc: { line: number } }} */ (error);
    return { line: loc.line, what: `newer than ES${EDITION}: ${message}`, browsers: ALL };
  }
}

/**
 * @param {Node} node
 * @returns {[string, Feature | undefined][]}
 */
function syntaxOf(node) {
  switch (node.type) {
    case 'StaticBlock': return [['static { }', classes.static?.initialization_blocks]];
    case 'PropertyDefinition':
      return [['class field', classes[node.key.type === 'PrivateIdentifier' ? 'private_class_fields' : 'public_class_fields']]];
    case 'MethodDefinition': return node.key.type === 'PrivateIdentifier' ? [['#method()', classes.private_class_methods]] : [];
    case 'BinaryExpression': return node.left.type === 'PrivateIdentifier' ? [['#x in y', classes.private_class_fields_in]] : [];
    case 'ChainExpression': return [['?.', operators.optional_chaining]];
    case 'ImportExpression': return [['import()', operators.import]];
    case 'LogicalExpression': return node.operator === '??' ? [['??', operators.nullish_coalescing]] : [];
    case 'AssignmentExpression': {
      const name = { '??=': 'nullish_coalescing', '||=': 'logical_or', '&&=': 'logical_and' }[/** @type {string} */ (node.operator)];
      return name ? [[node.operator, operators[`${name}_assignment`]]] : [];
    }
    case 'VariableDeclaration': {
      const kind = /** @type {string} */ (node.kind);
      return kind.endsWith('using') ? [[kind, statements[kind.replace(' ', '_')]]] : [];
    }
    case 'Literal': {
      if (node.regex) return regexpOf(node.regex.pattern, node.regex.flags);
      if (node.bigint) return [['BigInt', builtins.BigInt]];
      return typeof node.value === 'number' && node.raw?.includes('_') ? [['1_000', grammar.numeric_separators]] : [];
    }
    default: return [];
  }
}

/** @param {string} pattern @param {string} flags @returns {[string, Feature | undefined][]} */
function regexpOf(pattern, flags) {
  const flag = { d: 'hasIndices', s: 'dotAll', u: 'unicode', v: 'unicodeSets', y: 'sticky' };
  /** @type {[string, Feature | undefined][]} */
  const found = Object.entries(flag).flatMap(([letter, name]) =>
    (flags.includes(letter) ? [[`/…/${letter}`, builtins.RegExp?.[name]]] : []));
  if (/\(\?<[=!]/.test(pattern)) found.push(['/(?<=…)/', regexps.lookbehind_assertion]);
  if (/\(\?<[^=!]/.test(pattern)) found.push(['/(?<name>…)/', regexps.named_capturing_group]);
  if (/\(\?[ims-]+:/.test(pattern)) found.push(['/(?i:…)/', regexps.modifier]);
  if (/\\[pP]\{/.test(pattern)) found.push(['/\\p{…}/', regexps.unicode_character_class_escape]);
  return found;
}

/** @param {string} name */
const globalsCalled = (name) =>
  (Object.hasOwn(OBJECTS, name) ? [] : [builtins[name], APIS[name], APIS.Window?.[name]]);

/**
 * Members that are read or called, and the options that are given to them.
 * @param {Node} node
 * @param {Set<string>} own names that the script declares itself
 * @returns {[string, (Feature | undefined)[]][]}
 */
function membersOf(node, own) {
  if (node.type === 'MemberExpression') {
    const { object, property, computed } = node;
    if (computed || property.type !== 'Identifier') return [];
    const of = object.type === 'Identifier' && !own.has(object.name) && isKnown(object.name) ? object.name : '';
    return [[of ? `${of}.${property.name}` : `.${property.name}`, members(of, property.name)]];
  }
  if (node.type === 'ObjectPattern') {
    return node.properties.flatMap((p) =>
      (p.type === 'Property' && !p.computed && p.key.type === 'Identifier' ? [[`.${p.key.name}`, members('', p.key.name)]] : []));
  }
  if (node.type !== 'CallExpression' && node.type !== 'NewExpression') return [];
  const { callee } = node;
  const name = callee.type === 'Identifier' && !own.has(callee.name) ? callee.name
    : callee.type === 'MemberExpression' && callee.property.type === 'Identifier' ? callee.property.name : '';
  const [first] = node.arguments;
  const event = name === 'addEventListener' && first?.type === 'Literal' ? String(first.value) : '';
  return [
    ...(event ? [/** @type {[string, Feature[]]} */ ([`event ${event}`, MEMBERS.get(`${event}_event`) ?? []])] : []),
    ...node.arguments.flatMap((given) => (given.type === 'ObjectExpression' ? given.properties : [])).flatMap((p) => {
      if (p.type !== 'Property' || p.key.type !== 'Identifier') return [];
      const option = p.key.name;
      const features = [...globalsCalled(name), ...members('', name)].flatMap((feature) => optionsOf(feature, option));
      return [/** @type {[string, Feature[]]} */ ([`${name}({ ${option} })`, features])];
    }),
  ];
}

/** Every member of every object, by its name. */
const MEMBERS = membersByName();

function membersByName() {
  /** @type {Map<string, Feature[]>} */
  const byName = new Map();
  for (const [, owner] of [APIS, builtins, builtins.Intl].flatMap(filedUnder)) {
    for (const [key, feature] of filedUnder(owner)) {
      const name = key.replace(/_static$/, '');
      byName.set(name, [...(byName.get(name) ?? []), feature]);
    }
  }
  return byName;
}

/** @param {string} name of a global */
const isKnown = (name) => [OBJECTS, builtins, APIS].some((globals) => Object.hasOwn(globals, name));

/** @param {string} of a global, or '' @param {string} name */
function members(of, name) {
  if (of === 'window' || of === 'self' || of === 'globalThis') return globalsCalled(name);
  for (const owner of [APIS[OBJECTS[of] ?? of], builtins[of]]) {
    const member = owner?.[name] ?? owner?.[`${name}_static`];
    if (member) return [member];
  }
  return Object.hasOwn(Object.prototype, name) ? [] : MEMBERS.get(name) ?? [];
}

/**
 * @param {Feature | undefined} feature
 * @param {string} option
 * @returns {Feature[]}
 */
function optionsOf(feature, option) {
  const named = new RegExp(`^(\\w+_)?${option}(_parameter)?$`);
  return filedUnder(feature).flatMap(([key, inside]) => (named.test(key) ? [inside] : optionsOf(inside, option)));
}

/**
 * A name that is neither a member nor a key.
 * @param {Node} node
 * @param {Node | undefined} parent
 * @returns {node is import('acorn').Identifier}
 */
function isGlobal(node, parent) {
  if (node.type !== 'Identifier') return false;
  if (parent?.type === 'MemberExpression') return parent.object === node || parent.computed;
  if (parent?.type === 'Property') return parent.value === node;
  return parent?.type !== 'MethodDefinition' && parent?.type !== 'PropertyDefinition';
}

/**
 * The members that a script gives to objects of its own, as `.name`.
 * @param {string} source
 */
export function namedMembers(source) {
  /** @type {Set<string>} */
  const made = new Set();
  walk(parse(source, { ecmaVersion: 'latest' }), (node, parent) => {
    const key = node.type === 'MethodDefinition' || node.type === 'PropertyDefinition' ? node.key
      : node.type === 'Property' && parent?.type === 'ObjectExpression' ? node.key
        : node.type === 'AssignmentExpression' && node.left.type === 'MemberExpression' && !node.left.computed ? node.left.property : null;
    if (key?.type === 'Identifier') made.add(`.${key.name}`);
  });
  return made;
}

/** The names that a script declares somewhere. @param {Node} program */
function namesIn(program) {
  /** @type {Set<string>} */
  const names = new Set();
  const declare = (/** @type {Node | null | undefined} */ pattern) => pattern && walk(pattern, (node, parent) => {
    const named = node.type === 'Identifier' && !(parent?.type === 'Property' && parent.value !== node);
    if (named && !(parent?.type === 'AssignmentPattern' && parent.right === node)) names.add(node.name);
    return node.type !== 'MemberExpression';
  });
  walk(program, (node) => {
    if (node.type === 'VariableDeclarator') declare(node.id);
    if (node.type === 'CatchClause') declare(node.param);
    if ('params' in node) node.params.forEach(declare);
    if ('id' in node) declare(node.id);
  });
  return names;
}

/**
 * @param {Node} node
 * @param {(node: Node, parent: Node | undefined) => boolean | void} visit false: not what is inside
 * @param {Node} [parent]
 */
function walk(node, visit, parent) {
  if (visit(node, parent) === false) return;
  for (const inside of Object.values(node).flat()) {
    if (inside && typeof inside === 'object' && typeof inside.type === 'string') walk(inside, visit, node);
  }
}
