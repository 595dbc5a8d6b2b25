import { existsSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import type { MarkdownRenderer } from "vitepress";

export const ROOT = resolve(import.meta.dirname, "../..");

/** Set by GitHub. Without it, links to source files become plain text. */
const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository } = process.env;
export const REPOSITORY_URL =
  server === undefined || repository === undefined ? null : `${server}/${repository}`;

const PAGES = [/^[A-Z]+\.md$/, /^docs\/.+\.md$/, /^test\/README\.md$/];

/** What pages link to without showing it. */
export const COPIED = ["emails", "images", "openapi.json"];

/** The site's page for a Markdown file: `docs/guide/README.md` → `guide/index.md`. */
export const pageOf = (file: string) =>
  file
    .replace(/^docs\//, "")
    .replace(/^test\/README\.md$/, "tests.md")
    .replace(/README\.md$/, "index.md");

/** Where a link of a document leads on the site; null if the site does not have its target. */
function resolveLink(href: string, document: string): string | null {
  if (/^(?:[a-z]+:|#)/i.test(href)) return href;
  const [path = "", anchor] = href.split("#");
  const target = resolve(dirname(document), decodeURI(path));
  const readme = join(target, "README.md");
  const file = relative(ROOT, existsSync(readme) ? readme : target);
  if (PAGES.some((page) => page.test(file))) {
    const url = `/${pageOf(file).replace(/(?:index)?\.md$/, "")}`;
    return anchor === undefined ? url : `${url}#${anchor}`;
  }
  if (COPIED.some((copied) => file.startsWith(`docs/${copied}`))) return file.replace("docs", "");
  return REPOSITORY_URL === null ? null : `${REPOSITORY_URL}/blob/main/${file}`;
}

type CoreRule = Parameters<MarkdownRenderer["core"]["ruler"]["push"]>[1];

/** Points the links of a page to the site's pages, and shows those that lead nowhere as plain text. */
export const resolveLinks: CoreRule = ({ tokens, env }) => {
  let isOpen = true;
  for (const token of tokens.flatMap(({ children }) => children ?? [])) {
    if (token.type === "link_open") {
      const href = resolveLink(token.attrGet("href") ?? "", env.realPath ?? env.path);
      isOpen = href !== null;
      if (href !== null) token.attrSet("href", href);
    }
    if (isOpen || !token.type.startsWith("link_")) continue;
    Object.assign(token, { tag: "span", attrs: null, type: token.type.replace("link", "span") });
  }
};
