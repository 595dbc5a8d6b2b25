import type { TemplateId } from "~/flows/send-step";

/** The values that the texts of a template may name. */
export const COPY_PATHS: Readonly<Record<TemplateId, readonly string[]>> = {
  "abandoned-checkout": [
    "brand.shopName",
    "recipient.firstName",
    "checkout.firstProductTitle",
    "checkout.total",
  ],
  "cross-sell": ["brand.shopName", "recipient.firstName", "order.firstProductTitle"],
  letter: ["brand.shopName", "recipient.firstName", "product.title", "product.price"],
};
