import { z } from "zod";
import { AppError } from "~/lib/errors";
import { CellName } from "./directory";

/** A JSON object from cell names. */
const byCell = <T extends z.ZodType>(value: T) =>
  z
    .string()
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text);
      } catch {
        context.addIssue({ code: "custom", message: "is no JSON" });
        return z.NEVER;
      }
    })
    .pipe(z.record(CellName, value))
    .refine((cells) => Object.keys(cells).length > 0, "names no cell")
    .transform((cells) => new Map(Object.entries(cells)));

const Postgres = z.string().startsWith("postgres", "must be a PostgreSQL address");

const RouterEnv = z.object({
  DIRECTORY_URL: Postgres,
  KINDRED_CELLS: byCell(z.url({ protocol: /^https?$/ })),
  KINDRED_DEFAULT_CELL: CellName,
  KINDRED_TRUSTED_PROXIES: z
    .string()
    .transform((text) => (text.trim() === "none" ? [] : text.split(",").map((it) => it.trim()))),
  SHOPIFY_API_SECRET: z.string().min(1),
  SHOPIFY_API_SECRET_OLD: z.string().min(1).optional(),
  PORT: z.coerce.number().int().positive().default(3000),
  KINDRED_HOST: z.string().optional(),
  KINDRED_LOG_LEVEL: z.enum(["debug", "info", "warn", "error", "silent"]).default("info"),
});

const MoveEnv = z.object({
  DIRECTORY_URL: Postgres,
  KINDRED_CELL_DATABASES: byCell(Postgres),
});

type Env = Readonly<Record<string, string | undefined>>;

/** @throws AppError with one line for every invalid or missing variable */
export function parseRouterSettings(env: Env) {
  const e = parse(RouterEnv, env);
  if (!e.KINDRED_CELLS.has(e.KINDRED_DEFAULT_CELL)) {
    throw invalid([`KINDRED_DEFAULT_CELL: KINDRED_CELLS has no ${e.KINDRED_DEFAULT_CELL}`]);
  }
  return {
    directoryUrl: e.DIRECTORY_URL,
    /** The address of each cell. */
    cells: e.KINDRED_CELLS,
    /** The cell of new shops. */
    defaultCell: e.KINDRED_DEFAULT_CELL,
    trustedProxies: e.KINDRED_TRUSTED_PROXIES,
    secrets: [
      e.SHOPIFY_API_SECRET,
      ...(e.SHOPIFY_API_SECRET_OLD ? [e.SHOPIFY_API_SECRET_OLD] : []),
    ],
    port: e.PORT,
    host: e.KINDRED_HOST ?? null,
    logLevel: e.KINDRED_LOG_LEVEL,
  };
}

/** @throws AppError with one line for every invalid or missing variable */
export function parseMoveSettings(env: Env) {
  const e = parse(MoveEnv, env);
  return { directoryUrl: e.DIRECTORY_URL, databases: e.KINDRED_CELL_DATABASES };
}

function parse<T extends z.ZodType>(schema: T, env: Env): z.output<T> {
  const present = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ""));
  const parsed = schema.safeParse(present);
  if (parsed.success) return parsed.data;
  throw invalid(
    parsed.error.issues.map(({ path, message }) => {
      const [name = ""] = path.map(String);
      return `${name}: ${present[name] === undefined ? "is not set" : message}`;
    }),
  );
}

const invalid = (problems: readonly string[]) =>
  new AppError(
    "invalid_input",
    `The cells cannot be found with these settings:\n${problems.map((it) => `  ${it}`).join("\n")}`,
  );
