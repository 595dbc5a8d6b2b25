import type { Db } from "~/db.server";
import { noticeIn } from "~/http/public-page.server";
import { localeOf, type PageLocale } from "~/i18n/locale";
import type { OwnTexts, OwnTextSection } from "~/i18n/own-texts";
import type { ShopId } from "~/lib/shop-id";
import { loadBrand, type ShopBrand } from "~/messages/brand/load-brand.server";
import type { Brand } from "~/messages/brand/brand";
import { compileTemplate } from "~/messages/compiling/compile-template.server";
import { renderConfirmation } from "~/messages/confirmation/render-confirmation.server";
import { localize } from "~/messages/document/email-document";
import { exampleView } from "~/messages/compiling/example-values.server";
import { fillTemplate } from "~/messages/compiling/fill-template";
import { findReadyTemplate } from "~/messages/ready/ready-templates.server";
import type { Keyring } from "~/privacy/keyring.server";
import { DEFAULT_PREFERENCES } from "~/profiles/preferences/preferences";
import { listExampleProducts } from "../emails/preview-email.server";
import type { PreferencePage } from "../preferences/preference-page.server";

export type OwnTextsPreview =
  | { readonly kind: "ready"; readonly html: string }
  | {
      readonly kind: "refused";
      readonly reason: "invalid" | "brand_incomplete" | "too_large" | "bad_link";
    };

interface Wanted {
  readonly section: OwnTextSection;
  readonly language: string;
  readonly texts: OwnTexts[string];
}

interface Deps {
  readonly db: Db;
  readonly keyring: Pick<Keyring, "open">;
  /** The preference page as the edge renders it. */
  readonly showPreferences: (page: PreferencePage, locale: PageLocale) => Response;
}

/** Ready emails that show a section's texts. */
const EMAILS = { footer: "welcome/email-1", products: "abandoned-checkout/email-3" } as const;

/** The email or page of a section as a customer would see it, with unsaved texts. */
export async function previewOwnTexts(
  shopId: ShopId,
  { section, language, texts }: Wanted,
  deps: Deps,
): Promise<OwnTextsPreview> {
  const { shop, outcome } = await loadBrand(deps.db, shopId, deps);
  if (outcome.kind === "incomplete") return { kind: "refused", reason: "brand_incomplete" };
  const brand = { ...outcome.brand, texts: { ...outcome.brand.texts, [language]: texts } };
  switch (section) {
    case "footer":
    case "products":
      return previewEmailTexts(deps.db, shopId, EMAILS[section], { shop, brand, language });
    case "confirmation": {
      const links = { confirm: shop.url, shop: shop.url };
      const topic = "marketing" as const;
      const { html } = await renderConfirmation({ brand, topic, locale: language, links });
      return { kind: "ready", html };
    }
    case "preferences": {
      const page = examplePreferences(brand, language, shop.timeZone);
      return ready(deps.showPreferences(page, localeFor(language)));
    }
    case "unsubscribe":
      return ready(noticeIn(localeFor(language), 200, "unsubscribe", { look: brand }));
  }
}

const ready = async (page: Response): Promise<OwnTextsPreview> => ({
  kind: "ready",
  html: await page.text(),
});

interface EmailTexts {
  readonly shop: ShopBrand["shop"];
  readonly brand: Brand;
  readonly language: string;
}

async function previewEmailTexts(
  db: Db,
  shopId: ShopId,
  templateId: string,
  { shop, brand, language }: EmailTexts,
): Promise<OwnTextsPreview> {
  const document = findReadyTemplate(templateId, brand.germanAddress);
  if (!document) throw new Error(`There is no email called ${templateId}`);
  const email = { ...localize(document, language), language };
  const products = await listExampleProducts(db, shopId);
  const example = { products, currency: shop.currency, shopUrl: shop.url, ownTexts: brand.texts };
  const filled = fillTemplate(await compileTemplate({ email, brand }), exampleView(email, example));
  return filled.kind === "filled"
    ? { kind: "ready", html: filled.email.html }
    : { kind: "refused", reason: filled.reason };
}

const localeFor = (language: string) => ({ language, locale: localeOf(language, []) });

const examplePreferences = (look: Brand, locale: string, timeZone: string): PreferencePage => ({
  look,
  maskedAddress: "a•••@e•••.com",
  chosen: DEFAULT_PREFERENCES,
  locale,
  canResubscribe: false,
  unsubscribePath: "#",
  timeZone,
});
