import type { Brand } from "~/messages/brand/brand";
import { DEFAULT_THEME } from "~/messages/theme/designs/themes";
import type { EmailBasket, EmailProduct, EmailValues } from "~/messages/merge/email-values";

/** A valid default brand. Name only the fields your test is about. */
export function aBrand(overrides: Partial<Brand> = {}): Brand {
  return {
    shopName: "Kettle & Co",
    legalName: "Kettle & Co Ltd",
    logoUrl: null,
    accent: "#1f6f54",
    postalAddress: "1 Mill Lane, Bath BA1 1AA, United Kingdom",
    supportEmail: "hello@kettle.example",
    germanAddress: "informal",
    theme: DEFAULT_THEME,
    ...overrides,
  };
}

export function aProduct(overrides: Partial<EmailProduct> = {}): EmailProduct {
  return {
    title: "Cedar tray",
    price: "£24.00",
    compareAt: null,
    url: "https://kettle.example/products/tray",
    imageUrl: "https://cdn.kettle.example/tray.png",
    reason: "Often bought with Aero kettle",
    unitsLeft: null,
    rating: null,
    ...overrides,
  };
}

const BASKET: EmailBasket = {
  name: "#1001",
  lines: [
    {
      title: "Aero kettle",
      variantTitle: "Sage green",
      quantity: 1,
      price: "£89.00",
      imageUrl: "https://cdn.kettle.example/kettle.png",
    },
    { title: "Stoneware mug", variantTitle: null, quantity: 2, price: "£28.00", imageUrl: null },
  ],
  total: "£117.00",
  url: "https://kettle.example/checkouts/ac/1/recover?key=a1&discount=",
};

/** Values for every email: a checkout of two lines, an equal cart and order, and four products in the block "picks". */
export function someEmailValues(overrides: Partial<EmailValues> = {}): EmailValues {
  return {
    recipient: { firstName: "Ada", lastName: "Lovelace" },
    event: {},
    property: {},
    checkout: BASKET,
    cart: BASKET,
    order: { ...BASKET, url: null },
    product: {
      ...aProduct({ reason: null }),
      ...{ seenPrice: "£30.00", lowestPrice: "£28.00" },
      cartUrl: "https://kettle.example/cart/601:1",
    },
    coupon: null,
    isPersonal: true,
    isPopular: true,
    goesWith: null,
    products: {
      picks: [
        aProduct(),
        aProduct({ title: "Linen tea towel", price: "£12.00", reason: "Goes with Stoneware mug" }),
        aProduct({ title: "Tea tin, small", price: "£16.00", compareAt: "£20.00" }),
        aProduct({ title: "Honey spoon", price: "£6.50", reason: "Often bought with mugs" }),
      ],
    },
    meets: [],
    links: {
      unsubscribe: "https://mail.kettle.example/u/v1.abc",
      preferences: null,
      lessOften: "https://mail.kettle.example/p/x?choose=less-often",
      pause: "https://mail.kettle.example/p/x?choose=pause",
      shop: "https://kettle.example/",
    },
    targets: [],
    ...overrides,
  };
}
