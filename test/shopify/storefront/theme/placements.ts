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

/** A block's placement in the theme editor. */
export const Placement = z
  .object({
    /** The file's name without its extension: "sign-up". */
    block: z.string().regex(/^[a-z0-9-]+$/),
    templates: z.array(z.enum(TEMPLATES)).or(z.literal("all")),
    /** `embed` is an activated app embed. */
    area: z.enum(["main", "footer", "embed"]),
    /** Override the schema's defaults. */
    settings: z.record(z.string(), z.unknown()).default({}),
  })
  .strict();
export type Placement = z.output<typeof Placement>;

/** The pages of a merchant who followed the setup. */
export function defaultPlacements(): readonly Placement[] {
  return [
    { block: "identity", templates: "all", area: "embed", settings: {} },
    { block: "forms", templates: "all", area: "embed", settings: {} },
    { block: "recommended", templates: ["product"], area: "main", settings: {} },
    { block: "notify-me", templates: ["product"], area: "main", settings: {} },
    { block: "sign-up", templates: "all", area: "footer", settings: {} },
  ];
}
