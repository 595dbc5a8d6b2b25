import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { escapeHtml } from "../../admin-shell/shell-page";
import { ThemeError } from "./theme-error";

/** Looks up a text in the extension's locales: the shopper's language, else the default one. */
export function translate(
  folder: string,
  locale: string,
  key: string,
  values: Readonly<Record<string, unknown>>,
): string {
  const text =
    find(folder, `${locale}.json`, key, values) ?? find(folder, "en.default.json", key, values);
  if (text === null) throw new ThemeError(`locales/en.default.json has no ${key}`);
  return text.replace(/{{\s*(\w+)\s*}}/g, (_, name: string) => {
    if (!(name in values)) throw new ThemeError(`${key} wants ${name}, which it is not given`);
    const value = String(values[name]);
    return key.endsWith("_html") ? escapeHtml(value) : value;
  });
}

function find(
  folder: string,
  file: string,
  key: string,
  values: Readonly<Record<string, unknown>>,
): string | null {
  const path = join(folder, "locales", file);
  if (!existsSync(path)) return null;
  let found: unknown = JSON.parse(readFileSync(path, "utf8"));
  for (const part of key.split(".")) found = (found as Record<string, unknown> | undefined)?.[part];
  if (typeof found === "object" && found !== null && "count" in values) {
    const forms = found as Record<string, unknown>;
    found = forms[Number(values["count"]) === 1 ? "one" : "other"] ?? forms["other"];
  }
  return typeof found === "string" ? found : null;
}
