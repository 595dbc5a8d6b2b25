import { z } from "zod";
import type { Db } from "~/db.server";
import { CouponRequest, TemplateRef } from "~/flows/definition/send-step";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import { couponEnd } from "~/messages/coupons/coupon";
import { findEffectiveTemplate } from "~/messages/templates/effective-template.server";
import { compileTemplate } from "~/messages/compiling/compile-template.server";
import { localize } from "~/messages/document/email-document";
import { findTemplate } from "~/messages/templates/template-store.server";
import { exampleView, type ExampleProduct } from "~/messages/compiling/example-values.server";
import { fillTemplate } from "~/messages/compiling/fill-template";
import { loadBrand } from "~/messages/brand/load-brand.server";

/** A preview with example values, or why there is none. */
export type EmailPreview =
  | {
      readonly kind: "ready";
      readonly subject: string;
      readonly html: string;
      readonly text: string;
      readonly htmlBytes: number;
    }
  | { readonly kind: "refused"; readonly problem: PreviewProblem };

export type PreviewProblem =
  | "no_response"
  | "unreadable"
  | "email_missing"
  | "brand_incomplete"
  | "too_large"
  | "bad_link";

/** A template to preview: its effective version, or the draft if unpublished, with its discount. */
export const EmailToPreview = z.object({
  templateId: TemplateRef,
  /** The discount; null: none; absent: an example. */
  coupon: CouponRequest.nullable().optional(),
});
export type EmailToPreview = z.infer<typeof EmailToPreview>;

const MAX_PICKS = 8;

/**
 * Previews an email with the shop's brand and products. Nothing is stored.
 *
 * @param email.subject replaces the email's own
 */
export async function previewEmail(
  db: Db,
  shopId: ShopId,
  { templateId, coupon, subject }: EmailToPreview & { readonly subject?: string },
  deps: { readonly keyring: Pick<Keyring, "open">; readonly now: () => Date },
): Promise<EmailPreview> {
  const template = await findEffectiveTemplate(db, shopId, templateId);
  const document = template ?? (await findTemplate(db, shopId, templateId))?.draft;
  if (!document) return refused("email_missing");
  const { shop, outcome } = await loadBrand(db, shopId, deps);
  if (outcome.kind === "incomplete") return refused("brand_incomplete");
  const { brand } = outcome;
  const products = await listExampleProducts(db, shopId);
  const own = localize(document, document.language);
  const email = subject === undefined ? own : { ...own, subject };
  const compiled = await compileTemplate({ email, brand });
  const view = exampleView(email, {
    products,
    currency: shop.currency,
    shopUrl: shop.url,
    ownTexts: brand.texts,
    coupon: coupon && {
      percentOff: coupon.percentOff,
      endsAt: couponEnd(deps.now(), coupon.validDays, shop.timeZone),
      timeZone: shop.timeZone,
    },
  });
  const filled = fillTemplate(compiled, view);
  return filled.kind === "filled"
    ? { kind: "ready", ...filled.email }
    : refused(filled.reason === "too_large" ? "too_large" : "bad_link");
}

const refused = (problem: PreviewProblem): EmailPreview => ({ kind: "refused", problem });

/** Example products of the shop. */
export async function listExampleProducts(db: Db, shopId: ShopId): Promise<ExampleProduct[]> {
  const products = await db.product.findMany({
    where: { shopId, status: "active", deletedAt: null, imageUrl: { not: null } },
    orderBy: { productId: "asc" },
    take: MAX_PICKS + 1,
    select: {
      title: true,
      imageUrl: true,
      variants: {
        orderBy: { position: "asc" },
        take: 1,
        select: { priceMinor: true, compareAtMinor: true },
      },
    },
  });
  return products.flatMap(({ title, imageUrl, variants: [variant] }) =>
    variant
      ? [
          {
            title,
            imageUrl,
            priceMinor: Number(variant.priceMinor),
            compareAtMinor: variant.compareAtMinor === null ? null : Number(variant.compareAtMinor),
          },
        ]
      : [],
  );
}
