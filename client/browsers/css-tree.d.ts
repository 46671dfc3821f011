/** The part of css-tree that is used here; it brings no types. */
declare module 'css-tree' {
  interface Placed { loc: { start: { line: number } } | null }
  interface Named extends Placed { type: 'Atrule' | 'PseudoClassSelector' | 'PseudoElementSelector' | 'Function' | 'Identifier'; name: string }
  interface Asked extends Placed { type: 'Feature' | 'FeatureRange'; kind: string; name: string }
  interface Dimension extends Placed { type: 'Dimension'; unit: string }
  interface Operator extends Placed { type: 'Operator'; value: string }
  interface Plain extends Placed { type: 'NestingSelector' | 'Value' | 'Raw' }
  export interface Block extends Placed { type: 'Block'; children: Iterable<CssNode> }
  export interface Declaration extends Placed { type: 'Declaration'; property: string; value: CssNode }
  export type CssNode = Named | Asked | Dimension | Operator | Plain | Block | Declaration;

  interface Visit { (this: { atrule: { name: string } | null }, node: CssNode): void }
  export function parse(css: string, options: { positions: boolean }): CssNode;
  export function walk(node: CssNode, visit: Visit | { enter: Visit; leave: Visit }): void;
}
