import { AppError } from "~/lib/errors";
import type { ShopId } from "~/lib/shop-id";
import type { Hex } from "~/messages/brand/accent";
import { recordLook } from "~/messages/brand/shop-look.server";
import { readThemeSettings } from "~/messages/brand/store-look/read-theme-settings";
import { fromMediaImage } from "~/messages/pictures/from-shopify-file";
import type { ThemeName } from "~/messages/theme/designs/themes";
import { ACCESS_DENIED, adminGraphql, type AdminDeps } from "~/shopify/admin-graphql.server";
import { filesSearch } from "~/shopify/operations/shop-files";
import { themeSettings } from "~/shopify/operations/theme-settings";

/** The look of the online store, for the settings form. Null: nothing was found. */
export interface FoundStoreLook {
  readonly kind: "found";
  readonly accent: Hex | null;
  readonly logoUrl: string | null;
  /** The theme has a logo that many email apps do not show. */
  readonly hasSvgLogo: boolean;
  readonly emailTheme: ThemeName | null;
  /** The store's accounts on social networks. */
  readonly socials: readonly string[];
}

export type StoreLookOutcome =
  | FoundStoreLook
  | { readonly kind: "nothing" }
  /** The merchant has not granted access to the online store's themes. */
  | { readonly kind: "not_granted" };

/** Reads the published theme of the online store. It changes no setting, and the setup guide stops to ask for it. */
export async function findStoreLook(
  shopId: ShopId,
  deps: AdminDeps & { readonly now: () => Date },
): Promise<StoreLookOutcome> {
  try {
    const { themes } = await adminGraphql(shopId, themeSettings, {}, deps);
    await recordLook(deps.db, shopId, { action: "store_look_read", now: deps.now() });
    const content = themes.nodes[0]?.files.nodes[0]?.body.content ?? "";
    const { accent, logoFile, emailTheme, socials } = readThemeSettings(content);
    const hasSvgLogo = /\.svg$/i.test(logoFile ?? "");
    const logoUrl =
      logoFile === null || hasSvgLogo ? null : await findFileUrl(shopId, logoFile, deps);
    const hasNoLogo = logoUrl === null && !hasSvgLogo;
    if (accent === null && hasNoLogo && emailTheme === null && socials.length === 0) {
      return { kind: "nothing" };
    }
    return { kind: "found", accent, logoUrl, hasSvgLogo, emailTheme, socials };
  } catch (error) {
    const isDenied = error instanceof AppError && error.context.codes === ACCESS_DENIED;
    if (isDenied) return { kind: "not_granted" };
    throw error;
  }
}

/** Files whose name begins alike, of which the search may find several. */
const SAME_BEGINNING = 20;

/** URL of an image among the shop's files; null if it was deleted. */
async function findFileUrl(shopId: ShopId, name: string, deps: AdminDeps): Promise<string | null> {
  const query = `media_type:IMAGE status:READY filename:"${name}"`;
  const { files } = await adminGraphql(
    shopId,
    filesSearch,
    { first: SAME_BEGINNING, after: null, query },
    deps,
  );
  const pictures = files.nodes.flatMap((it) => (it && fromMediaImage(it)) ?? []);
  return pictures.find((it) => it.name === name)?.url ?? null;
}
