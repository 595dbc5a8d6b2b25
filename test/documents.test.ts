import { existsSync, globSync, readFileSync, statSync } from "node:fs";
import { dirname, extname, join, resolve } from "node:path";
import { expect, test } from "vitest";
import { termsOf } from "~/i18n/catalog.server";
import { DEFAULT_INDUSTRY } from "~/i18n/industry";
import { fillTerms } from "~/i18n/industry-terms";

const DOCUMENTS = [
  ...globSync("*.md"),
  ...globSync("{docs,test}/**/*.md", { exclude: ["**/node_modules/**"] }),
];
const GUIDE = globSync("docs/guide/*.md");
const MAX_PICTURE_BYTES = 250_000;

/** Without code, in which brackets and asterisks mean something else. */
const readProse = (file: string) =>
  readFileSync(file, "utf8").replaceAll(/```[\s\S]*?```|`[^`\n]*`/g, "");

/** As GitHub makes the anchors of headings. */
const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
    .replaceAll(" ", "-");

function anchorsIn(file: string): Set<string> {
  const headings = readFileSync(file, "utf8").matchAll(/^#+ (.+)$/gm);
  return new Set([...headings].map(([, heading = ""]) => anchorOf(heading.trim())));
}

function isResolved(file: string, target: string): boolean {
  const [path = "", anchor] = target.split("#");
  const linked = path === "" ? file : resolve(dirname(file), decodeURI(path));
  if (!existsSync(linked)) return false;
  return anchor === undefined || extname(linked) !== ".md" || anchorsIn(linked).has(anchor);
}

test("every link from a document to a file or heading resolves", () => {
  expect(DOCUMENTS.length).toBeGreaterThan(100);
  const broken = DOCUMENTS.flatMap((file) =>
    [...readProse(file).matchAll(/\]\(([^)\s]+)\)/g)]
      .map(([, target = ""]) => target)
      .filter((target) => !/^[a-z]+:/.test(target) && !isResolved(file, target))
      .map((target) => `${file}: ${target}`),
  );
  expect(broken).toEqual([]);
});

test("the guide calls pages, fields and buttons what the English admin calls them", () => {
  const terms = termsOf("en", DEFAULT_INDUSTRY);
  const texts = new Set(
    globSync("app/i18n/locales/en/*.json")
      .filter((file) => !/\.(?:merge|terms)\.json$/.test(file))
      .flatMap((file) => {
        const catalog = JSON.parse(readFileSync(file, "utf8")) as Readonly<Record<string, string>>;
        return Object.values(catalog).map((text) => fillTerms(text, terms));
      }),
  );
  const named = GUIDE.flatMap((file) =>
    [...readProse(file).matchAll(/\*\*(.+?)\*\*/gs)].map(([, label = ""]) => ({
      file,
      label: label.replaceAll(/\s+/g, " "),
    })),
  );
  expect(named.length).toBeGreaterThan(200);
  const unknown = named.filter(({ label }) => !texts.has(label));
  expect(unknown).toEqual([]);
});

test("the pictures of the documents load fast", () => {
  const pictures = globSync("docs/images/*").map((file) => ({ file, bytes: statSync(file).size }));
  expect(pictures.length).toBeGreaterThan(2);
  expect(pictures.filter(({ bytes }) => bytes > MAX_PICTURE_BYTES)).toEqual([]);
  const shown = new Set(
    DOCUMENTS.flatMap((file) =>
      [...readProse(file).matchAll(/\]\(([^)\s]+\.jpg)\)/g)].map(([, target = ""]) =>
        join(dirname(file), target),
      ),
    ),
  );
  expect(pictures.filter(({ file }) => !shown.has(file))).toEqual([]);
});
