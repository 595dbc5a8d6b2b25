import ts from "typescript";

export type FunctionNode = ts.FunctionDeclaration | ts.ArrowFunction | ts.FunctionExpression;

export const isFunction = (node: ts.Node): node is FunctionNode =>
  ts.isFunctionDeclaration(node) || ts.isArrowFunction(node) || ts.isFunctionExpression(node);

/** The expression within parentheses and type assertions. */
export function unwrapped(node: ts.Expression): ts.Expression {
  const isOuter =
    ts.isParenthesizedExpression(node) ||
    ts.isAsExpression(node) ||
    ts.isSatisfiesExpression(node) ||
    ts.isNonNullExpression(node);
  return isOuter ? unwrapped(node.expression) : node;
}

/** False for a callback, whose arguments are elements of a list. */
export const isCallee = (declared: FunctionNode, call: ts.CallExpression) =>
  !call.arguments.includes(declared as ts.Expression);

export function functionOf(declaration: ts.Node | undefined): FunctionNode | null {
  if (!declaration) return null;
  if (isFunction(declaration)) return declaration.body ? declaration : null;
  const held = ts.isVariableDeclaration(declaration) && declaration.initializer;
  return held && isFunction(held) ? held : null;
}

export function returnsOf(body: ts.Block): ts.Expression[] {
  const found: ts.Expression[] = [];
  const visit = (node: ts.Node) => {
    if (isFunction(node)) return;
    if (ts.isReturnStatement(node) && node.expression) found.push(node.expression);
    ts.forEachChild(node, visit);
  };
  visit(body);
  return found;
}
