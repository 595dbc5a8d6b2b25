import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { ThemeError } from "./theme-error";

const Setting = z.object({
  type: z.string(),
  id: z.string().optional(),
  default: z.unknown().optional(),
});
const Schema = z.object({
  name: z.string(),
  target: z.enum(["section", "head", "body", "compliance_head"]),
  stylesheet: z.string().optional(),
  javascript: z.string().optional(),
  enabled_on: z.object({ templates: z.array(z.string()).optional() }).optional(),
  disabled_on: z.object({ templates: z.array(z.string()).optional() }).optional(),
  settings: z.array(Setting).default([]),
});

export interface ThemeBlock {
  readonly file: string;
  readonly source: string;
  readonly schema: z.output<typeof Schema>;
  /** Default values of the settings. */
  readonly defaults: Readonly<Record<string, unknown>>;
}

const SCHEMA = /{%-?\s*schema\s*-?%}([\s\S]*?){%-?\s*endschema\s*-?%}/;

/** A block of the theme app extension; null if it does not exist. */
export function readBlock(folder: string, name: string): ThemeBlock | null {
  const file = `blocks/${name}.liquid`;
  if (!existsSync(join(folder, file))) return null;
  const whole = readFileSync(join(folder, file), "utf8");
  const json = SCHEMA.exec(whole)?.[1];
  if (json === undefined) throw new ThemeError(`${file} has no {% schema %}`);
  const schema = Schema.safeParse(parsed(file, json));
  if (!schema.success) throw new ThemeError(`${file}: ${z.prettifyError(schema.error)}`);
  const defaults = schema.data.settings.flatMap((it) =>
    it.id === undefined ? [] : [[it.id, it.default ?? emptyOf(it.type)] as const],
  );
  return {
    file,
    source: whole.replace(SCHEMA, ""),
    schema: schema.data,
    defaults: Object.fromEntries(defaults),
  };
}

function parsed(file: string, json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    throw new ThemeError(`${file}: its schema is no JSON: ${(error as Error).message}`);
  }
}

/** Shopify's value of a setting without a default. */
function emptyOf(type: string): unknown {
  if (type === "checkbox") return false;
  return ["text", "textarea", "html", "richtext", "inline_richtext", "liquid"].includes(type)
    ? ""
    : null;
}
