import fc from "fast-check";
import type { EmailValues } from "~/messages/merge/email-values";

const wild = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 150 }),
  fc.string({ unit: "binary", maxLength: 60 }),
  fc.constantFrom(
    "<script>alert(1)</script>",
    `"><img src=x onerror=alert(1)>`,
    "' onmouseover='alert(1)",
    "{{ recipient.firstName }}",
    '<!-- --><kindred-repeat path="picks">',
    "&lt;b&gt; &amp;",
    "Ａ\u202ereversed",
    "\ue000%7B%7D\ue001",
    "a\r\nBcc: everyone@example.com",
    "$& $1 $$",
  ),
);
const url = fc.webUrl({ withQueryParameters: true });
const wildBasket = fc.record({
  name: fc.option(wild),
  lines: fc.array(
    fc.record({
      title: wild,
      variantTitle: fc.option(wild),
      quantity: fc.integer({ min: 1, max: 99 }),
      price: wild,
      imageUrl: fc.option(fc.oneof(url, wild)),
    }),
    { minLength: 1, maxLength: 13 },
  ),
  total: wild,
  url,
});
const ofProduct = {
  title: wild,
  price: wild,
  compareAt: fc.option(wild),
  url,
  imageUrl: fc.option(fc.oneof(url, wild)),
  ...{ reason: fc.option(wild), unitsLeft: fc.option(fc.nat(30)) },
  rating: fc.option(fc.record({ stars: fc.constantFrom(3.9, 4, 4.73, 5), count: fc.nat(9) })),
};
const wildProduct = fc.record(ofProduct);
const wildProducts = fc.array(wildProduct, { maxLength: 5 });
/** Values with markup, control characters and our own syntax in every text. */
export const wildValues: fc.Arbitrary<EmailValues> = fc.record({
  recipient: fc.record({ firstName: fc.option(wild), lastName: fc.constantFrom(null, "José") }),
  ...{ event: fc.dictionary(fc.constantFrom("rating"), wild), property: fc.constant({}) },
  checkout: wildBasket,
  ...{ cart: fc.option(wildBasket), order: fc.option(wildBasket) },
  product: fc.record({
    ...{ ...ofProduct, price: fc.option(wild), cartUrl: url },
    ...{ seenPrice: fc.option(wild), lowestPrice: fc.option(wild) },
  }),
  coupon: fc.option(fc.record({ code: wild, percent: wild, until: wild })),
  isPersonal: fc.boolean(),
  isPopular: fc.boolean(),
  goesWith: fc.constantFrom(null, "order" as const, { title: "Cedar tray" }),
  products: fc.record({
    picks: wildProducts,
    hero: wildProducts,
    thirds: wildProducts,
    praise: wildProducts,
  }),
  meets: fc.subarray(["h", "rule", "members", "others"]),
  links: fc.record({
    ...{ unsubscribe: url, preferences: fc.option(url), shop: url, lessOften: url, pause: url },
  }),
  targets: fc.array(url, { minLength: 20, maxLength: 20 }),
});
