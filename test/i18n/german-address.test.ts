import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  languageChain,
  languagesWith,
  readMergeFile,
  readTexts,
  TEXT_FEATURES,
} from "~/i18n/catalog.server";
import { textIn } from "~/i18n/text-in.server";

const FORMAL = "de-x-formal";

/** Words that address one reader as "du" or several as "ihr", and imperatives of our texts. */
const INFORMAL =
  /(?<!\p{L})(du|dir|dich|dein(e[mnrs]?)?|euch|euer|eure[mnrs]?|antworte|bestelle nach|bestätige|entscheide|frag|gib|gönn|ignoriere|klicke|lass|mach’s|magst|melde|nutze|schau|schreib|sieh|versuche|warte|wirf|hilf|komm|mach|erzähl|entdecke|sag)(?!\p{L})/iu;
/** "ihr" and "öffne" as written to several readers or as an imperative; "ich öffne" is neither. */
const ALSO_INFORMAL = /(?<!\p{L})(ihr|Öffne)(?!\p{L})/u;

const isInformal = (text: string) => INFORMAL.test(text) || ALSO_INFORMAL.test(text);

/** All texts of a folder: path → text. */
function textsOf(language: string): Map<string, string> {
  const texts = new Map<string, string>();
  const visit = (value: unknown, path: string): void => {
    if (typeof value === "string") texts.set(path, value);
    else for (const [key, it] of Object.entries(value ?? {})) visit(it, `${path}/${key}`);
  };
  visit(readTexts(language, "email"), "email");
  visit(readTexts(language, "public"), "public");
  visit(readMergeFile(language, "ready-emails"), "ready-emails");
  return texts;
}

function leavesOf(value: unknown): readonly string[] {
  return typeof value === "string" ? [value] : Object.values(value ?? {}).flatMap(leavesOf);
}

const german = textsOf("de");
const formal = textsOf(FORMAL);

/** Texts of pages of a shop that is unknown, and so is its way of addressing the reader. */
const NEUTRAL = /^public\/(incomplete|nowhere|expired|tooOften|checkInbox|requestReceived)\./;

describe("German texts with “Sie”", () => {
  test("replace every text with “du”", () => {
    const informal = [...german].filter(([, text]) => isInformal(text)).map(([path]) => path);
    expect(informal.filter((path) => !formal.has(path))).toEqual([]);
    expect(informal.length).toBeGreaterThan(150);
  });

  test("contain no “du”", () => {
    expect([...formal].filter(([, text]) => isInformal(text))).toEqual([]);
  });

  test("are only those that differ, with the same values", () => {
    const values = (text: string) =>
      [...text.matchAll(/\{\{?\s*[\w.]+|<\w+>/g)]
        .map(([it]) => it)
        .filter((it) => !it.includes("recipient."))
        .sort();
    for (const [path, text] of formal) {
      const usual = german.get(path);
      expect(usual, path).toBeDefined();
      expect(text, path).not.toBe(usual);
      expect(values(text), path).toEqual(values(usual ?? ""));
    }
  });

  test("are not needed on pages of unknown shops", () => {
    expect([...formal.keys()].filter((path) => NEUTRAL.test(path))).toEqual([]);
    const neutral = [...german].filter(([path]) => NEUTRAL.test(path));
    expect(neutral.filter(([, text]) => isInformal(text) || /\bSie\b/.test(text))).toEqual([]);
  });

  test("are not needed in the theme, which does not know how a shop addresses its customers", () => {
    const theme: unknown = JSON.parse(readFileSync("extensions/theme/locales/de.json", "utf8"));
    const texts = leavesOf(theme);
    expect(texts.length).toBeGreaterThan(25);
    expect(texts.filter((text) => isInformal(text) || /\b(Sie|Ihr\w*)\b/.test(text))).toEqual([]);
  });

  test("leave the others and all numbers as in German", () => {
    expect(languageChain(FORMAL)).toEqual(["en", "de", FORMAL]);
    const text = textIn(FORMAL, "email");
    expect(text("because.order", { shop: "Kettle" })).toContain(
      "weil Sie bei Kettle bestellt haben",
    );
    expect(text("footer.unsubscribe")).toBe("Abmelden");
    expect(text("summary.quantity", { count: 12_345 })).toBe("Menge: 12.345");
  });

  test("are not a language that a reader can choose", () => {
    expect([...languagesWith("email"), ...languagesWith("public")]).not.toContain(FORMAL);
  });
});

describe("German texts for merchants", () => {
  const written = TEXT_FEATURES.filter((it) => it !== "email" && it !== "public").flatMap(
    (feature) =>
      Object.entries(readTexts("de", feature)).map(([key, text]) => [`${feature}.${key}`, text]),
  );
  /** "Sie" within a sentence addresses the reader; at its beginning it is "they" or "she". */
  const FORMAL_ADDRESS = /(?<=[\p{L}\d,}] )(Sie|Ihnen|Ihre?[mnrs]?)(?!\p{L})/u;

  test("have no form with “Sie”", () => {
    expect(TEXT_FEATURES.filter((it) => Object.keys(readTexts(FORMAL, it)).length > 0)).toEqual([
      "email",
      "public",
    ]);
  });

  test("say “du”", () => {
    expect(written.filter(([, text]) => FORMAL_ADDRESS.test(text!))).toEqual([]);
    expect(FORMAL_ADDRESS.test("Öffnen Sie die Einstellungen.")).toBe(true);
    expect(written.filter(([, text]) => /\b(du|dein\w*)\b/.test(text!)).length).toBeGreaterThan(
      300,
    );
  });

  test("address nobody where the shop’s customers read them", () => {
    const shown = written.filter(([path]) =>
      /^forms\.(template\.\w+\.(heading|text|teaser|success)|preview\.(consent|done|button))$/.test(
        path!,
      ),
    );
    expect(shown.length).toBeGreaterThan(12);
    expect(shown.filter(([, text]) => isInformal(text!) || /\bSie\b/.test(text!))).toEqual([]);
  });
});
