import { z } from "zod";

const TEMPLATES = [
  "index",
  "collection",
  "product",
  "search",
  "cart",
  "customers/login",
  "customers/account",
  "page",
  "404",
] as const;
export type Template = (typeof TEMPLATES)[number];

/** Where a merchant has put a block in the theme editor. */
export const Placement = z
  .object({
    /** The file's name without its end: "sign-up". */
    block: z.string().regex(/^[a-z0-9-]+$/),
    templates: z.array(z.enum(TEMPLATES)).or(z.literal("all")),
    /** `embed` is what the merchant turned on among the app embeds. */
    area: z.enum(["main", "footer", "embed"]),
    /** Instead of the schema's defaults. */
    settings: z.record(z.string(), z.unknown()).default({}),
  })
  .strict();
export type Placement = z.output<typeof Placement>;

/** What a merchant who follows the set-up has on their pages. */
export function defaultPlacements(): readonly Placement[] {
  return [
    { block: "identity", templates: "all", area: "embed", settings: {} },
    { block: "recommended", templates: ["product"], area: "main", settings: {} },
    { block: "notify-me", templates: ["product"], area: "main", settings: {} },
    { block: "sign-up", templates: "all", area: "footer", settings: {} },
  ];
}
