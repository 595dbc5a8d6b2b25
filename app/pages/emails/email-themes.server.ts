import { z } from "zod";
import type { Db } from "~/db.server";
import type { CommonDeps } from "~/deps";
import type { ShopId } from "~/lib/shop-id";
import { loadBrand } from "~/messages/brand/load-brand.server";
import { findShopTheme, saveShopTheme } from "~/messages/theme/shop-theme.server";
import type { compileTemplate } from "~/messages/compiling/compile-template.server";
import { exampleView } from "~/messages/compiling/example-values.server";
import { fillTemplate } from "~/messages/compiling/fill-template";
import { localize } from "~/messages/document/email-document";
import { findEffectiveTemplate } from "~/messages/templates/effective-template.server";
import { THEME_NAMES, type ThemeName } from "~/messages/theme/designs/themes";
import { recordAudit } from "~/privacy/audit-store.server";
import type { Keyring } from "~/privacy/keyring.server";
import { listExampleProducts } from "./preview-email.server";

/** An email with all that themes differ in: an opening, a discount code, a button and products. */
const SHOWN_EMAIL = "welcome/email-3";

export interface ThemesPageData {
  readonly current: ThemeName;
  /** The same email in each theme; without HTML while the shop's brand is incomplete. */
  readonly themes: readonly { readonly name: ThemeName; readonly html: string | null }[];
}

interface LoadDeps {
  readonly keyring: Pick<Keyring, "open">;
  readonly compile: typeof compileTemplate;
}

/** The themes with the shop's own brand and products. */
export async function loadThemesPage(
  db: Db,
  shopId: ShopId,
  { compile, ...deps }: LoadDeps,
): Promise<ThemesPageData> {
  const [{ theme: current }, { shop, outcome }, products, document] = await Promise.all([
    findShopTheme(db, shopId),
    loadBrand(db, shopId, deps),
    listExampleProducts(db, shopId),
    findEffectiveTemplate(db, shopId, SHOWN_EMAIL),
  ]);
  const htmlOf = async (name: ThemeName): Promise<string | null> => {
    if (outcome.kind === "incomplete" || document === null) return null;
    const email = localize(document, document.language);
    const brand = { ...outcome.brand, theme: name };
    const view = exampleView(email, {
      products,
      currency: shop.currency,
      shopUrl: shop.url,
      ownTexts: brand.texts,
    });
    const filled = fillTemplate(await compile({ email, brand }), view);
    return filled.kind === "filled" ? filled.email.html : null;
  };
  const themes = await Promise.all(
    THEME_NAMES.map(async (name) => ({ name, html: await htmlOf(name) })),
  );
  return { current, themes };
}

export const ThemeChoice = z.object({ theme: z.enum(THEME_NAMES) });

/**
 * Changes the theme of all emails.
 *
 * @returns the previous theme, with which the change is undone
 */
export async function chooseTheme(
  shopId: ShopId,
  theme: ThemeName,
  { db, now }: CommonDeps<"db" | "now">,
): Promise<ThemeName> {
  const at = now();
  return db.$transaction(async (tx) => {
    const previous = await findShopTheme(tx, shopId);
    await saveShopTheme(tx, shopId, { theme, now: at });
    const detail = { theme, previous: previous.theme };
    await recordAudit(tx, shopId, { at, actor: "merchant", action: "settings_saved", detail });
    return previous.theme;
  });
}
