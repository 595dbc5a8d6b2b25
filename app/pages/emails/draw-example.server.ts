import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { loadBrand } from "~/messages/brand/load-brand.server";
import type { compileTemplate } from "~/messages/compiling/compile-template.server";
import { exampleView } from "~/messages/compiling/example-values.server";
import { fillTemplate } from "~/messages/compiling/fill-template";
import { localize, type EmailDocument } from "~/messages/document/email-document";
import type { ThemeName } from "~/messages/theme/designs/themes";
import type { Keyring } from "~/privacy/keyring.server";
import { listExampleProducts } from "./preview-email.server";

export interface DrawDeps {
  readonly keyring: Pick<Keyring, "open">;
  readonly compile: typeof compileTemplate;
}

/** Draws an email with example values; null without HTML. */
export type DrawExample = (
  document: EmailDocument | null,
  theme?: ThemeName,
) => Promise<string | null>;

/**
 * Prepares to draw emails with the shop's brand and products. None has HTML while the brand is incomplete.
 *
 * @returns a function whose theme replaces the shop's
 */
export async function prepareExamples(
  db: Db,
  shopId: ShopId,
  { compile, ...deps }: DrawDeps,
): Promise<DrawExample> {
  const [{ shop, outcome }, products] = await Promise.all([
    loadBrand(db, shopId, deps),
    listExampleProducts(db, shopId),
  ]);
  return async (document, theme) => {
    if (outcome.kind === "incomplete" || document === null) return null;
    const email = localize(document, document.language);
    const brand = { ...outcome.brand, ...(theme && { theme }) };
    const view = exampleView(email, {
      products,
      currency: shop.currency,
      shopUrl: shop.url,
      ownTexts: brand.texts,
    });
    const filled = fillTemplate(await compile({ email, brand }), view);
    return filled.kind === "filled" ? filled.email.html : null;
  };
}
