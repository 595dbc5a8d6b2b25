import { readdirSync } from "node:fs";
import { basename } from "node:path";
import { expect, test } from "vitest";
import { ShopId } from "~/lib/shop-id";
import { readThemeState, THEME_PARTS, themeEditorUrl } from "~/shopify/theme-parts";
import { readBlock } from "../shopify/storefront/theme/read-block";

const THEME = "extensions/theme";
const urlOf = (part: (typeof THEME_PARTS)[number]) =>
  new URL(themeEditorUrl(ShopId.parse("acme.myshopify.com"), "key", part));

test("lists each block of the theme extension", () => {
  const blocks = readdirSync(`${THEME}/blocks`).map((file) => basename(file, ".liquid"));
  expect([...THEME_PARTS].sort()).toEqual(blocks.sort());
});

test("opens the theme editor where each block may stand", () => {
  for (const part of THEME_PARTS) {
    const { origin, pathname, searchParams } = urlOf(part);
    expect(origin + pathname).toBe("https://acme.myshopify.com/admin/themes/current/editor");
    const { target, enabled_on: enabledOn } = readBlock(THEME, part)!.schema;
    const param = target === "section" ? "addAppBlockId" : "activateAppId";
    expect(searchParams.get(param)).toBe(`key/${part}`);
    if (enabledOn?.templates) expect(enabledOn.templates).toContain(searchParams.get("template"));
  }
  expect(urlOf("identity").searchParams.get("context")).toBe("apps");
  expect(urlOf("notify-me").searchParams.get("target")).toBe("mainSection");
});

test("reads which blocks are in a theme", () => {
  const activations = [
    { handle: "identity", status: "active" },
    { handle: "recommended", status: "available" },
    { handle: "sign-up", status: "unavailable" },
  ] as const;
  expect(
    readThemeState([
      { type: "ui_extension", activations: [{}] },
      { type: "theme_app_extension", activations },
    ]),
  ).toEqual({
    ...{ identity: true, recommended: false, "sign-up": false, "notify-me": false },
    ...{ forms: false, "inline-form": false },
  });
  expect(readThemeState([{ type: "ui_extension", activations: [] }])).toBeNull();
});
