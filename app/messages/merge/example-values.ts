import { formatMoney } from "~/lib/money";
import type { MailValues } from "./mail-values";

/** A product of the shop, as an example needs it. */
export interface ExampleProduct {
  readonly title: string;
  readonly priceMinor: number;
  readonly imageUrl: string | null;
}

/** Stands in where the shop has fewer products. */
const NO_PRODUCT: ExampleProduct = {
  title: "An example product",
  priceMinor: 24_00,
  imageUrl: null,
};

interface Example {
  readonly products: readonly ExampleProduct[];
  readonly currency: string;
  readonly shopUrl: string;
  /** How many products the mail recommends; 0: none. */
  readonly pickCount: number;
}

/** Values that fill any template in for a preview: a customer called Ada, and products of the shop. */
export function exampleValues({ products, currency, shopUrl, pickCount }: Example): MailValues {
  const productAt = (index: number) => products[index % Math.max(1, products.length)] ?? NO_PRODUCT;
  const price = (minor: number) => formatMoney({ minor, currency });
  const bought = productAt(0);
  return {
    recipient: { firstName: "Ada" },
    checkout: {
      lines: [
        {
          title: bought.title,
          variantTitle: null,
          quantity: 1,
          price: price(bought.priceMinor),
          imageUrl: bought.imageUrl,
        },
      ],
      total: price(bought.priceMinor),
      recoveryUrl: shopUrl,
    },
    order: { firstProductTitle: bought.title },
    picks: Array.from({ length: pickCount }, (_, i) => {
      const { title, priceMinor, imageUrl } = productAt(i + 1);
      return {
        title,
        price: price(priceMinor),
        url: shopUrl,
        imageUrl: imageUrl ?? "",
        reason: `Often bought with ${bought.title}`,
      };
    }),
    links: { unsubscribe: shopUrl, shop: shopUrl },
  };
}
