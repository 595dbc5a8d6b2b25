import ts from "typescript";
import { expect, test } from "vitest";
import { findNodes, readSources } from "../support/read-sources";
import { NOT_WORDS } from "./not-words";

/** Two words, or a capitalized one: "Save", "per month"; not "headingMd", "app/flows" or "2px solid". */
const READS_AS_WORDS = /(^|[\s“(])[A-Z][a-z’]+([\s.,:!?…)]|$)|[A-Za-z’]{2,}[.,:!?]? [a-z’]{2,}/;
/** Attributes and properties whose values nobody reads. */
const NOT_READ =
  /^(className|style|d|viewBox|points|transform|content-type|.*[cC]olumns|gridTemplate.*|font.*|margin|padding|border.*|transition|animation|boxShadow|sizes|media|key|tone|variant|as|rel|role)$/;

test("components contain no text: it is in the catalog", () => {
  const found = readSources()
    .filter(({ path }) => path.endsWith(".tsx"))
    .flatMap(({ path, tree }) => findTexts(tree).map((text) => `${path}: ${text}`));
  expect(found).toEqual([]);
});

function findTexts(tree: ts.SourceFile): string[] {
  const isText = (
    node: ts.Node,
  ): node is ts.JsxText | ts.StringLiteralLike | ts.TemplateExpression =>
    ts.isJsxText(node)
      ? /[A-Za-z]{2}/.test(node.text) && !NOT_WORDS.includes(node.text.trim())
      : (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) && isRead(node);
  return findNodes(tree, isText).map((node) => node.getText().trim());
}

function isRead(node: ts.StringLiteralLike | ts.TemplateExpression): boolean {
  const { parent } = node;
  if (isForDevelopers(parent)) return false;
  if (ts.isImportDeclaration(parent) || ts.isLiteralTypeNode(parent)) return false;
  const name = nameOf(parent);
  if (name !== null && NOT_READ.test(name)) return false;
  const text = ts.isTemplateExpression(node)
    ? node
        .getText()
        .slice(1, -1)
        .replace(/\$\{[^}]*\}/g, "")
    : node.text;
  // Styles, scripts and markup.
  if (/[{};]|^<!/.test(text)) return false;
  return READS_AS_WORDS.test(text) && !NOT_WORDS.includes(text);
}

/** `new Error("…")`, `log.warn({…}, "…")` and tagged templates: code, not text. */
function isForDevelopers(parent: ts.Node): boolean {
  if (ts.isNewExpression(parent)) return parent.expression.getText().endsWith("Error");
  if (ts.isTaggedTemplateExpression(parent)) return true;
  return ts.isCallExpression(parent) && /(^|\.)log\.\w+$/.test(parent.expression.getText());
}

/** The attribute or property that has the value. */
function nameOf(parent: ts.Node): string | null {
  if (ts.isJsxExpression(parent)) return nameOf(parent.parent);
  if (ts.isJsxAttribute(parent) || ts.isPropertyAssignment(parent)) return parent.name.getText();
  return null;
}
