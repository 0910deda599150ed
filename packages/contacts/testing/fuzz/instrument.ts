import { parseAst } from 'rolldown/parseAst';

/** A program with a counter at every place it can branch to. */
export interface Instrumented {
  readonly code: string;
  readonly counters: number;
}

/**
 * Puts a counter, an element of the global array `__hits`, at the start of every function, branch and loop of a module,
 * as libFuzzer's instrumentation does: what an input newly reaches then costs one look at an array.
 */
export function instrumented(code: string): Instrumented {
  const inserts: { readonly at: number; readonly text: string; readonly closing: boolean }[] = [];
  let counters = 0;
  const hit = (): string => `__hits[${counters++}]++`;
  const statement = (node: Node | undefined): void => {
    if (node === undefined) return;
    if (node.type === 'BlockStatement') {
      inserts.push({ at: node.start + 1, text: `${hit()};`, closing: false });
      return;
    }
    inserts.push({ at: node.start, text: `{${hit()};`, closing: false });
    inserts.push({ at: node.end, text: '}', closing: true });
  };
  const expression = (node: Node | undefined): void => {
    if (node === undefined) return;
    inserts.push({ at: node.start, text: `(${hit()},`, closing: false });
    inserts.push({ at: node.end, text: ')', closing: true });
  };
  const open: Node[] = [asNode(parseAst(code))].flatMap((node) => node ?? []);
  while (open.length > 0) {
    const node = open.pop();
    if (node === undefined) break;
    switch (node.type) {
      case 'IfStatement':
        statement(node.child('consequent'));
        if (node.child('alternate')?.type !== 'IfStatement') statement(node.child('alternate'));
        break;
      case 'ForStatement':
      case 'ForOfStatement':
      case 'ForInStatement':
      case 'WhileStatement':
      case 'DoWhileStatement':
        statement(node.child('body'));
        break;
      case 'FunctionDeclaration':
      case 'FunctionExpression':
        statement(node.child('body'));
        break;
      case 'ArrowFunctionExpression':
        if (node.child('body')?.type === 'BlockStatement') statement(node.child('body'));
        else expression(node.child('body'));
        break;
      case 'ConditionalExpression':
        expression(node.child('consequent'));
        expression(node.child('alternate'));
        break;
      case 'LogicalExpression':
        expression(node.child('right'));
        break;
      case 'SwitchCase':
        for (const first of node.children('consequent').slice(0, 1))
          inserts.push({ at: first.start, text: `${hit()};`, closing: false });
        break;
      case 'CatchClause':
        statement(node.child('body'));
        break;
    }
    // Outer nodes come before inner ones, so that what they open at one place is in the right order.
    open.push(...node.all().reverse());
  }
  return { code: `const __hits = globalThis.__hits;\n${applied(code, inserts)}`, counters };
}

interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  child(name: string): Node | undefined;
  children(name: string): readonly Node[];
  all(): Node[];
}

/** A node of the tree, whose fields the parser types only one by one. */
function asNode(value: unknown): Node | undefined {
  if (typeof value !== 'object' || value === null || !('type' in value)) return undefined;
  if (!('start' in value && 'end' in value)) return undefined;
  const { type, start, end } = value;
  if (typeof type !== 'string' || typeof start !== 'number' || typeof end !== 'number') return undefined;
  const fields = new Map<string, unknown>(Object.entries(value));
  const many = (field: unknown): Node[] => [field].flat().flatMap((one) => asNode(one) ?? []);
  return {
    type,
    start,
    end,
    child: (name) => asNode(fields.get(name)),
    children: (name) => many(fields.get(name)),
    all: () => [...fields.values()].flatMap(many),
  };
}

function applied(
  code: string,
  inserts: readonly { readonly at: number; readonly text: string; readonly closing: boolean }[],
): string {
  const sorted = inserts
    .map((insert, order) => ({ ...insert, order }))
    .sort(
      (a, b) =>
        a.at - b.at ||
        Number(b.closing) - Number(a.closing) ||
        (a.closing ? b.order - a.order : a.order - b.order),
    );
  let out = '';
  let done = 0;
  for (const { at, text } of sorted) {
    out += code.slice(done, at) + text;
    done = at;
  }
  return out + code.slice(done);
}
