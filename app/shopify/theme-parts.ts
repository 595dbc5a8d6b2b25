import type { ShopId } from "~/lib/shop-id";

/** The blocks of extensions/theme, by file name, and where the theme editor adds each. */
const PARTS = {
  identity: { kind: "embed", template: "index" },
  recommended: { kind: "block", template: "product", target: "newAppsSection" },
  "sign-up": { kind: "block", template: "index", target: "newAppsSection" },
  "notify-me": { kind: "block", template: "product", target: "mainSection" },
  forms: { kind: "embed", template: "index" },
  "inline-form": { kind: "block", template: "index", target: "newAppsSection" },
} as const;

export type ThemePart = keyof typeof PARTS;
export const THEME_PARTS = Object.keys(PARTS) as ThemePart[];

/**
 * URL of the theme editor that adds a block to the published theme, or opens the app embed's switch. The merchant
 * saves there.
 */
export function themeEditorUrl(shopId: ShopId, apiKey: string, part: ThemePart): string {
  const url = new URL(`https://${shopId}/admin/themes/current/editor`);
  const place = PARTS[part];
  const id = `${apiKey}/${part}`;
  if (place.kind === "embed") url.searchParams.set("context", "apps");
  url.searchParams.set("template", place.template);
  if (place.kind === "embed") url.searchParams.set("activateAppId", id);
  else {
    url.searchParams.set("addAppBlockId", id);
    url.searchParams.set("target", place.target);
  }
  return url.href;
}

/** An extension as App Bridge reports it. */
export interface ExtensionInfo {
  readonly type: "ui_extension" | "theme_app_extension";
  readonly activations: readonly {
    /** A theme extension's block. */
    readonly handle?: string;
    /** `active`: in a theme. `unavailable`: switched off by a condition of the block. */
    readonly status?: "active" | "available" | "unavailable";
  }[];
}

/** Whether each block is in a theme. */
export type ThemeState = Readonly<Record<ThemePart, boolean>>;

/** @returns null when the app has no theme extension, as before it is deployed */
export function readThemeState(extensions: readonly ExtensionInfo[]): ThemeState | null {
  const theme = extensions.find(({ type }) => type === "theme_app_extension");
  if (!theme) return null;
  const isActive = (part: ThemePart) =>
    theme.activations.some(({ handle, status }) => handle === part && status === "active");
  return Object.fromEntries(THEME_PARTS.map((part) => [part, isActive(part)])) as ThemeState;
}
