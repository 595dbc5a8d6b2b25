import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { listSources } from "./list-sources";

export interface Source {
  /** Below app/, with slashes. */
  readonly path: string;
  readonly tree: ts.SourceFile;
}

/** The parsed TypeScript files of app/. */
export function readSources(): readonly Source[] {
  return listSources().map((path) => ({
    path,
    tree: ts.createSourceFile(
      path,
      readFileSync(join("app", path), "utf8"),
      ts.ScriptTarget.Latest,
      true,
      path.endsWith("x") ? ts.ScriptKind.TSX : ts.ScriptKind.TS,
    ),
  }));
}

/** All nodes of a file that pass a test, in order. */
export function findNodes<T extends ts.Node>(root: ts.Node, is: (node: ts.Node) => node is T): T[] {
  const found: T[] = [];
  const visit = (node: ts.Node): void => {
    if (is(node)) found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(root);
  return found;
}
