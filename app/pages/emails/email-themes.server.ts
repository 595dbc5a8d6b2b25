import { z } from "zod";
import type { Db } from "~/db.server";
import type { CommonDeps } from "~/deps";
import type { ShopId } from "~/lib/shop-id";
import { findShopTheme, saveShopTheme } from "~/messages/theme/shop-theme.server";
import { findEffectiveTemplate } from "~/messages/templates/effective-template.server";
import { THEME_NAMES, type ThemeName } from "~/messages/theme/designs/themes";
import { recordAudit } from "~/privacy/audit-store.server";
import { prepareExamples, type DrawDeps } from "./draw-example.server";

/** An email with all that themes differ in: an opening, a discount code, a button and products. */
const SHOWN_EMAIL = "welcome/email-3";

export interface ThemesPageData {
  readonly current: ThemeName;
  /** The same email in each theme; without HTML while the shop's brand is incomplete. */
  readonly themes: readonly { readonly name: ThemeName; readonly html: string | null }[];
}

/** The themes with the shop's own brand and products. */
export async function loadThemesPage(
  db: Db,
  shopId: ShopId,
  deps: DrawDeps,
): Promise<ThemesPageData> {
  const [{ theme: current }, draw, document] = await Promise.all([
    findShopTheme(db, shopId),
    prepareExamples(db, shopId, deps),
    findEffectiveTemplate(db, shopId, SHOWN_EMAIL),
  ]);
  const themes = await Promise.all(
    THEME_NAMES.map(async (name) => ({ name, html: await draw(document, name) })),
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
