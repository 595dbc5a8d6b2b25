import type { TemplateId } from "~/flows/send-step";

const PRODUCT_PATHS = ["brand.shopName", "recipient.firstName", "product.title", "product.price"];

/** The values that the texts of a template may name. */
export const COPY_PATHS: Readonly<Record<TemplateId, readonly string[]>> = {
  "abandoned-checkout": [
    "brand.shopName",
    "recipient.firstName",
    "checkout.firstProductTitle",
    "checkout.total",
  ],
  "cross-sell": ["brand.shopName", "recipient.firstName", "order.firstProductTitle"],
  "abandoned-cart": [
    "brand.shopName",
    "recipient.firstName",
    "cart.firstProductTitle",
    "cart.total",
  ],
  "viewed-product": PRODUCT_PATHS,
  "requested-product": PRODUCT_PATHS,
  "bought-product": PRODUCT_PATHS,
  "order-letter": ["brand.shopName", "recipient.firstName", "order.firstProductTitle"],
  letter: PRODUCT_PATHS,
  news: ["brand.shopName", "recipient.firstName"],
};
