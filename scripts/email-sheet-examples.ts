import type { Page } from "playwright-core";
import { compileTemplate } from "~/messages/compiling/compile-template.server";
import { localize } from "~/messages/document/email-document";
import { exampleView } from "~/messages/compiling/example-values.server";
import { fillTemplate, type FilledEmail } from "~/messages/compiling/fill-template";
import { findReadyTemplate } from "~/messages/ready/ready-templates.server";
import { DEFAULT_THEME, type ThemeName } from "~/messages/theme/designs/themes";
import { drawProduct, drawScene } from "./email-sheet-pictures";

const BRAND = {
  shopName: "Kettle & Co",
  legalName: "Kettle & Co Ltd",
  logoUrl: null,
  accent: "#1f6f54",
  postalAddress: "1 Mill Lane, Bath BA1 1AA, United Kingdom",
  supportEmail: "hello@kettle.example",
  germanAddress: "informal",
  theme: DEFAULT_THEME,
  // Drawn below; only images of Shopify are resized and cropped.
  coverUrl: "https://cdn.shopify.com/pictures/scene.svg",
} as const;

const SOCIALS = ["https://www.instagram.com/kettle.example", "https://www.pinterest.com/kettle"];

const PRODUCTS = [
  "Aero kettle",
  "Cedar tray",
  "Stoneware mug",
  "Linen tea towel",
  "Tea tin, small",
  "Honey spoon",
  "Brass scoop",
];
const EXAMPLE = {
  products: PRODUCTS.map((title, i) => ({
    title,
    priceMinor: [89_00, 24_00, 14_00, 12_00, 16_00, 6_50, 18_00][i] ?? 10_00,
    compareAtMinor: [109_00, null, null, 15_00][i] ?? null,
    // Only images of Shopify are resized and cropped.
    imageUrl: `https://cdn.shopify.com/pictures/${i}.svg`,
  })),
  currency: "GBP",
  shopUrl: "https://kettle.example",
};

/** Each theme in a color for which a shop might choose it. */
const BRAND_OF: Readonly<
  Record<ThemeName, { readonly shopName: string; readonly accent: string }>
> = {
  editorial: { shopName: "Marginalia", accent: "#b3402a" },
  bold: { shopName: "Overtime", accent: "#ff5a1f" },
  minimal: { shopName: "Kettle & Co", accent: "#1f6f54" },
  playful: { shopName: "Pip & Plum", accent: "#e0559a" },
  luxury: { shopName: "Maison Orle", accent: "#0f6b5c" },
  market: { shopName: "Greenhill Pantry", accent: "#c8372d" },
};

/** A prebuilt email as an example shop sends it. */
export interface SheetEmail {
  readonly templateId: string;
  readonly language: string;
  readonly theme: ThemeName;
}

/** The email with the example shop's products. */
export async function fillExample({
  templateId,
  language,
  theme,
}: SheetEmail): Promise<FilledEmail> {
  const document = findReadyTemplate(templateId);
  if (!document) throw new Error(`There is no ready email ${templateId}`);
  const email = localize(document, language);
  const compiled = await compileTemplate({
    email,
    brand: { ...BRAND, ...BRAND_OF[theme], theme, socials: SOCIALS },
  });
  const filled = fillTemplate(compiled, exampleView(email, EXAMPLE));
  if (filled.kind === "refused") throw new Error(`${templateId}: ${filled.reason}`);
  return filled.email;
}

/** Answers a page's requests for pictures with drawn ones, cropped as Shopify crops photos. */
export async function servePictures(page: Page, withoutPictures = false): Promise<void> {
  await page.route("**/pictures/*", (route) => {
    const { pathname, searchParams } = new URL(route.request().url());
    const [, name = "0"] = /(\d+)\.svg$/.exec(pathname) ?? [];
    const [width, height] = [searchParams.get("width"), searchParams.get("height")].map(Number);
    const shape = width && height ? height / width : null;
    return withoutPictures
      ? route.abort()
      : route.fulfill({
          contentType: "image/svg+xml",
          body: pathname.endsWith("scene.svg") ? drawScene() : drawProduct(Number(name), shape),
        });
  });
}
