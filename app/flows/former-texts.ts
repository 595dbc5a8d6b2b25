import { z } from "zod";
import { RecommendationList } from "~/recommendations/recommendation";

/**
 * What an email brought along before all that is said was a template: five texts in one of a few layouts.
 * Nothing is written so any more. What was stored then is read all the same, and made a document in one place:
 * `messages/document/former-email.ts`.
 */
export const FORMER_TEXTS = {
  template: z
    .enum([
      "abandoned-checkout",
      "abandoned-cart",
      "cross-sell",
      "viewed-product",
      "requested-product",
      "bought-product",
      "order-letter",
      "letter",
      "news",
    ])
    .optional(),
  copy: z
    .object({
      subject: z.string(),
      preheader: z.string(),
      heading: z.string(),
      intro: z.string(),
      button: z.string(),
    })
    .optional(),
  picks: z
    .object({
      list: z.enum([...RecommendationList.options, "store_best_sellers", "newest"]),
      count: z.number().int().min(1).max(8),
      required: z.boolean(),
    })
    .nullish(),
};

export type FormerTexts = z.infer<z.ZodObject<typeof FORMER_TEXTS>>;

/** Stands for the template's id where none was stored. No template is called so. */
export const NO_TEMPLATE = "former-texts";

/** Only what was stored of former texts, to pass on with what is sent. */
export function formerTextsOf({ template, copy, picks }: FormerTexts): FormerTexts {
  return template === undefined || copy === undefined
    ? {}
    : { template, copy, picks: picks ?? null };
}
