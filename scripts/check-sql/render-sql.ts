import ts from "typescript";
import {
  functionOf,
  isCallee,
  isFunction,
  returnsOf,
  unwrapped,
  type FunctionNode,
} from "./read-functions";

/** Text of a statement; null stands for a parameter. */
export type SqlPart = string | null;

/** An expression whose SQL is known only while the app runs. */
export class UnknownSql extends Error {
  constructor(readonly node: ts.Node) {
    super(node.getText());
  }
}

/** The arguments of the functions that are being read, by parameter. */
type Bindings = ReadonlyMap<ts.Symbol, { readonly value: ts.Expression; readonly in: Bindings }>;

export interface SqlRenderer {
  /** The SQL of a template, with the branches that `pick` chooses. */
  renderTemplate(template: ts.TemplateLiteral): SqlPart[];
  renderExpression(expression: ts.Expression): SqlPart[];
}

/** Where a program calls its functions and assigns its properties: what an unbound parameter can be. */
export interface ProgramUses {
  readonly callsOf: ReadonlyMap<ts.Symbol, readonly ts.CallExpression[]>;
  readonly propertiesNamed: ReadonlyMap<string, readonly ts.Expression[]>;
}

/** Steps from a statement to a part of it: more than any that does not call itself. */
const RECURSIVE = 30;
const ENDLESS = 120;

const NO_BINDINGS: Bindings = new Map();

/**
 * Reads the SQL of a statement from its source, without running it: follows constants, functions and properties
 * that hold parts of it.
 *
 * @param pick chooses one of `n` branches, call sites or properties
 */
export function createSqlRenderer(
  checker: ts.TypeChecker,
  uses: ProgramUses,
  pick: (n: number) => number,
): SqlRenderer {
  const isSql = (node: ts.Expression) => {
    const type = checker.getTypeAtLocation(node);
    return (type.isUnion() ? type.types : [type]).some((it) => it.getSymbol()?.name === "Sql");
  };
  let depth = 0;
  const choose = <T>(options: readonly T[], node: ts.Node): T => {
    if (options.length === 0) throw new UnknownSql(node);
    // The first branch ends a function that calls itself.
    return options[options.length === 1 || depth > RECURSIVE ? 0 : pick(options.length)]!;
  };

  function symbolOf(node: ts.Node): ts.Symbol | undefined {
    const symbol = ts.isShorthandPropertyAssignment(node.parent)
      ? checker.getShorthandAssignmentValueSymbol(node.parent)
      : checker.getSymbolAtLocation(node);
    return symbol && symbol.flags & ts.SymbolFlags.Alias
      ? checker.getAliasedSymbol(symbol)
      : symbol;
  }

  function template(literal: ts.TemplateLiteral, bindings: Bindings): SqlPart[] {
    if (ts.isNoSubstitutionTemplateLiteral(literal)) return [literal.text];
    return [
      literal.head.text,
      ...literal.templateSpans.flatMap(({ expression, literal: { text } }) => [
        ...(isSql(expression) ? sql(expression, bindings) : [null]),
        text,
      ]),
    ];
  }

  /** The parts of an expression of type `Prisma.Sql`. */
  function sql(expression: ts.Expression, bindings: Bindings): SqlPart[] {
    return follow(expression, bindings, (node, scope) => {
      if (ts.isTaggedTemplateExpression(node)) return template(node.template, scope);
      if (ts.isPropertyAccessExpression(node) && node.getText() === "Prisma.empty") return [];
      if (!ts.isCallExpression(node)) return undefined;
      const [first, second] = node.arguments;
      if (node.expression.getText() === "Prisma.raw") return [text(first!, scope)];
      if (node.expression.getText() !== "Prisma.join") return undefined;
      const separator = second ? text(second, scope) : ",";
      return elements(first!, scope).flatMap((part, i) => (i > 0 ? [separator, ...part] : part));
    });
  }

  /** The elements of a list; of one that is mapped or grows, a single one. */
  function elements(expression: ts.Expression, bindings: Bindings): SqlPart[][] {
    return follow<SqlPart[][]>(expression, bindings, (node, scope) => {
      if (ts.isArrayLiteralExpression(node)) {
        return node.elements.flatMap((it) =>
          ts.isSpreadElement(it)
            ? elements(it.expression, scope)
            : [isSql(it) ? sql(it, scope) : [null]],
        );
      }
      const type = checker.getTypeAtLocation(node);
      const element = checker.getIndexTypeOfType(type, ts.IndexKind.Number);
      if (element && element.getSymbol()?.name !== "Sql") return [[null]];
      if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) {
        return undefined;
      }
      const { expression: list, name: method } = node.expression;
      if (/^(filter|slice|toSorted)$/.test(method.text)) return elements(list, scope);
      const [callback] = node.arguments;
      return callback && isFunction(callback) ? [returned(callback, node, scope, sql)] : undefined;
    });
  }

  /** A string that is part of the statement's text. */
  function text(expression: ts.Expression, bindings: Bindings): string {
    return follow(expression, bindings, (node, scope) => {
      if (ts.isStringLiteralLike(node)) return node.text;
      if (!ts.isTemplateExpression(node)) return undefined;
      return node.templateSpans.reduce(
        (sum, { expression: inner, literal }) => sum + text(inner, scope) + literal.text,
        node.head.text,
      );
    });
  }

  /** Reduces an expression to one that `read` understands: through names, calls, properties and branches. */
  function follow<T>(
    expression: ts.Expression,
    bindings: Bindings,
    read: (node: ts.Expression, bindings: Bindings) => T | undefined,
  ): T {
    const node = unwrapped(expression);
    const known = read(node, bindings);
    if (known !== undefined) return known;
    if (depth > ENDLESS) throw new UnknownSql(node);
    const next = (inner: ts.Expression, scope: Bindings) => {
      depth++;
      try {
        return follow(inner, scope, read);
      } finally {
        depth--;
      }
    };
    if (ts.isConditionalExpression(node)) {
      return next(choose([node.whenTrue, node.whenFalse], node), bindings);
    }
    if (ts.isBinaryExpression(node)) {
      const { kind } = node.operatorToken;
      if (kind === ts.SyntaxKind.AmpersandAmpersandToken) return next(node.right, bindings);
      if (kind === ts.SyntaxKind.QuestionQuestionToken || kind === ts.SyntaxKind.BarBarToken) {
        return next(choose([node.left, node.right], node), bindings);
      }
    }
    if (ts.isIdentifier(node)) return named(node, bindings, next);
    if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) {
      const key = ts.isPropertyAccessExpression(node)
        ? node.name.text
        : literalKey(node.argumentExpression, bindings);
      return property(node.expression, key, bindings, next);
    }
    if (ts.isCallExpression(node)) return called(node, bindings, next);
    throw new UnknownSql(node);
  }

  function named<T>(node: ts.Node, bindings: Bindings, next: Next<T>): T {
    const symbol = symbolOf(node);
    const bound = symbol && bindings.get(symbol);
    if (bound) return next(bound.value, bound.in);
    const declaration = symbol?.valueDeclaration;
    if (!declaration) throw new UnknownSql(node);
    if (ts.isVariableDeclaration(declaration) && declaration.initializer) {
      return next(declaration.initializer, bindings);
    }
    if (ts.isBindingElement(declaration)) {
      const holder = declaration.parent.parent;
      const key = (declaration.propertyName ?? declaration.name).getText();
      if (ts.isVariableDeclaration(holder) && holder.initializer) {
        return property(holder.initializer, key, bindings, next);
      }
      if (ts.isParameter(holder)) {
        return argument(holder, bindings, (value, scope) => property(value, key, scope, next));
      }
    }
    if (ts.isParameter(declaration)) return argument(declaration, bindings, next);
    throw new UnknownSql(node);
  }

  /** What one of the callers passes for a parameter that is not bound. */
  function argument<T>(parameter: ts.ParameterDeclaration, bindings: Bindings, next: Next<T>): T {
    const owner = functionSymbol(parameter.parent);
    const calls = (owner && uses.callsOf.get(owner)) ?? [];
    const index = parameter.parent.parameters.indexOf(parameter);
    const values = calls.flatMap((call) => call.arguments[index] ?? parameter.initializer ?? []);
    return next(choose(values, parameter), values.length === 0 ? bindings : NO_BINDINGS);
  }

  function property<T>(
    object: ts.Expression,
    key: string | null,
    bindings: Bindings,
    next: Next<T>,
  ): T {
    return follow(object, bindings, (node, scope) => {
      if (!ts.isObjectLiteralExpression(node)) return undefined;
      const found = node.properties.filter((it) => key === null || it.name?.getText() === key);
      const chosen = choose(found, node);
      if (ts.isPropertyAssignment(chosen)) return next(chosen.initializer, scope);
      if (ts.isShorthandPropertyAssignment(chosen)) return named(chosen.name, scope, next);
      throw new UnknownSql(chosen);
    });
  }

  /** A key that is known; null: any of the keys. */
  function literalKey(node: ts.Expression, bindings: Bindings): string | null {
    try {
      return text(node, bindings);
    } catch (error) {
      if (error instanceof UnknownSql) return null;
      throw error;
    }
  }

  function called<T>(call: ts.CallExpression, bindings: Bindings, next: Next<T>): T {
    const symbol = symbolOf(
      ts.isPropertyAccessExpression(call.expression) ? call.expression.name : call.expression,
    );
    const declared = functionOf(symbol?.valueDeclaration);
    if (declared) return returned(declared, call, bindings, next);
    const name = call.expression.getText().split(".").at(-1)!;
    const candidates = (uses.propertiesNamed.get(name) ?? []).flatMap((it) => {
      const target = ts.isIdentifier(it) ? symbolOf(it)?.valueDeclaration : it;
      return functionOf(target) ?? [];
    });
    return returned(choose(candidates, call), call, bindings, next);
  }

  /** One of the values that a function returns for a call. */
  function returned<T>(
    declared: FunctionNode,
    call: ts.CallExpression,
    bindings: Bindings,
    next: Next<T>,
  ): T {
    const inner = new Map(bindings);
    declared.parameters.forEach((parameter, i) => {
      const value = call.arguments[i] ?? parameter.initializer;
      if (value && isCallee(declared, call)) bind(inner, parameter.name, value, bindings);
    });
    const body = declared.body!;
    return next(ts.isBlock(body) ? choose(returnsOf(body), body) : body, inner);
  }

  function bind(
    inner: Map<ts.Symbol, { value: ts.Expression; in: Bindings }>,
    name: ts.BindingName,
    value: ts.Expression,
    scope: Bindings,
  ): void {
    if (ts.isIdentifier(name)) {
      const symbol = checker.getSymbolAtLocation(name);
      if (symbol) inner.set(symbol, { value, in: scope });
      return;
    }
    const object = unwrapped(value);
    if (!ts.isObjectBindingPattern(name) || !ts.isObjectLiteralExpression(object)) return;
    for (const element of name.elements) {
      const key = (element.propertyName ?? element.name).getText();
      const given = object.properties.find((it) => it.name?.getText() === key);
      const initializer =
        given && ts.isPropertyAssignment(given)
          ? given.initializer
          : given && ts.isShorthandPropertyAssignment(given)
            ? given.name
            : element.initializer;
      if (initializer) bind(inner, element.name, initializer, scope);
    }
  }

  function functionSymbol(node: ts.SignatureDeclaration): ts.Symbol | undefined {
    const name = node.name ?? (ts.isVariableDeclaration(node.parent) ? node.parent.name : null);
    return name ? checker.getSymbolAtLocation(name) : undefined;
  }

  return {
    renderTemplate: (literal) => template(literal, NO_BINDINGS),
    renderExpression: (expression) => sql(expression, NO_BINDINGS),
  };
}

type Next<T> = (node: ts.Expression, bindings: Bindings) => T;
