import ts from "typescript";
import { createSqlRenderer, UnknownSql, type ProgramUses, type SqlPart } from "./render-sql";

/** A raw statement of the app. */
export interface Statement {
  readonly file: string;
  readonly line: number;
  /** The forms that it can take, one per branch, with $1, $2 … for its parameters. */
  readonly texts: readonly string[];
  /** The part that can be known only while the app runs; null if all is known. */
  readonly unknown: string | null;
  /** The row type that the code expects; null where it reads none. */
  readonly row: ts.Type | null;
}

/** More forms of one statement differ only in combinations. */
const MAX_FORMS = 24;

/** Finds the raw statements in the files of a program, and reads their SQL. */
export function findStatements(
  program: ts.Program,
  files: readonly string[],
): readonly Statement[] {
  const checker = program.getTypeChecker();
  const sources = files.map((file) => program.getSourceFile(file)!);
  const uses = findUses(checker, sources);
  const found: Statement[] = [];
  for (const source of sources) {
    visitAll(source, (node) => {
      const call = asStatement(node);
      if (!call) return;
      const { line } = source.getLineAndCharacterOfPosition(node.getStart());
      found.push({
        file: source.fileName,
        line: line + 1,
        ...formsOf(call.body, checker, uses),
        row: call.isRow ? checker.getTypeFromTypeNode(call.type!) : rowType(call.type, checker),
      });
    });
  }
  return found;
}

interface StatementNode {
  readonly body: ts.TemplateLiteral | ts.Expression;
  readonly type: ts.TypeNode | undefined;
  /** Whether the type is that of a row, not of a list of rows. */
  readonly isRow?: boolean;
}

/** `$queryRaw` or `$executeRaw`, as a template or as a call, or `readRows` of app/db-reads.server.ts. */
function asStatement(node: ts.Node): StatementNode | null {
  const isRaw = (it: ts.Node) => /\.\$(queryRaw|executeRaw)$/.test(it.getText());
  if (ts.isTaggedTemplateExpression(node) && isRaw(node.tag)) {
    return { body: node.template, type: node.typeArguments?.[0] };
  }
  if (ts.isCallExpression(node) && isRaw(node.expression)) {
    return { body: node.arguments[0]!, type: node.typeArguments?.[0] };
  }
  if (ts.isCallExpression(node) && node.expression.getText() === "readRows") {
    return { body: node.arguments[1]!, type: node.typeArguments?.[0], isRow: true };
  }
  return null;
}

function formsOf(
  body: StatementNode["body"],
  checker: ts.TypeChecker,
  uses: ProgramUses,
): Pick<Statement, "texts" | "unknown"> {
  const texts = new Set<string>();
  let forms = 1;
  for (let form = 0; form < Math.min(forms, MAX_FORMS); form++) {
    const renderer = createSqlRenderer(checker, uses, (n) => {
      forms = Math.max(forms, n);
      return form % n;
    });
    try {
      const isTemplate = ts.isTemplateExpression(body) || ts.isNoSubstitutionTemplateLiteral(body);
      const parts = isTemplate ? renderer.renderTemplate(body) : renderer.renderExpression(body);
      texts.add(numbered(parts));
    } catch (error) {
      if (!(error instanceof UnknownSql)) throw error;
      return { texts: [...texts], unknown: error.message };
    }
  }
  return { texts: [...texts], unknown: null };
}

function numbered(parts: readonly SqlPart[]): string {
  let count = 0;
  return parts.map((part) => part ?? `$${++count}`).join("");
}

/** The element type of `Row[]`. */
function rowType(node: ts.TypeNode | undefined, checker: ts.TypeChecker): ts.Type | null {
  if (!node) return null;
  const list = checker.getTypeFromTypeNode(node);
  return checker.getIndexTypeOfType(list, ts.IndexKind.Number) ?? null;
}

function findUses(checker: ts.TypeChecker, sources: readonly ts.SourceFile[]): ProgramUses {
  const callsOf = new Map<ts.Symbol, ts.CallExpression[]>();
  const propertiesNamed = new Map<string, ts.Expression[]>();
  const push = <K, V>(map: Map<K, V[]>, key: K, value: V) => {
    const list = map.get(key);
    if (list) list.push(value);
    else map.set(key, [value]);
  };
  for (const source of sources) {
    visitAll(source, (node) => {
      if (ts.isCallExpression(node) && ts.isIdentifier(node.expression)) {
        const symbol = checker.getSymbolAtLocation(node.expression);
        if (!symbol) return;
        const isAlias = (symbol.flags & ts.SymbolFlags.Alias) !== 0;
        push(callsOf, isAlias ? checker.getAliasedSymbol(symbol) : symbol, node);
      } else if (ts.isPropertyAssignment(node)) {
        push(propertiesNamed, node.name.getText(), node.initializer);
      } else if (ts.isShorthandPropertyAssignment(node)) {
        push(propertiesNamed, node.name.text, node.name);
      }
    });
  }
  return { callsOf, propertiesNamed };
}

function visitAll(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node);
  ts.forEachChild(node, (child) => visitAll(child, visit));
}
