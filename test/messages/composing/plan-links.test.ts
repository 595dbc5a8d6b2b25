import { expect, test } from "vitest";
import { planLinks } from "~/messages/composing/plan-links";
import { aProduct, someEmailValues } from "../../support/email-values";

const products = {
  hero: [aProduct({ url: "https://kettle.example/named", reason: null })],
  picks: [
    aProduct({ url: "https://kettle.example/a" }),
    aProduct({ url: "https://kettle.example/b" }),
  ],
};
const tracked = {
  lead: (target: string) => target,
  issueLink: (link: { index: number }) => `https://mail.kettle.example/c/${link.index}`,
};
const about = { checkout: someEmailValues().checkout, cart: null, order: null, product: null };

test("numbers the logo, the recovery link, the products and the template's own links in this order", () => {
  const values = someEmailValues({ ...about, products });
  const own = [{ position: "menu", target: "https://kettle.example/tea" }] as const;
  const { links } = planLinks(values, own, tracked);
  const { url: target } = someEmailValues().checkout ?? {};
  expect(links).toEqual([
    { index: 0, position: "logo", place: 1, target: "https://kettle.example/" },
    { index: 1, position: "button", place: 1, target },
    { index: 2, position: "line", place: 1, target: "https://kettle.example/named" },
    { index: 3, position: "pick", place: 1, target: "https://kettle.example/a" },
    { index: 4, position: "pick", place: 2, target: "https://kettle.example/b" },
    { index: 5, position: "menu", place: 1, target: "https://kettle.example/tea" },
  ]);
});

test("replaces each target with its tracked URL", () => {
  const before = someEmailValues({ ...about, products });
  const own = [{ position: "text", target: "https://kettle.example/x" }] as const;
  const { values } = planLinks(before, own, tracked);
  expect(values.links.shop).toBe("https://mail.kettle.example/c/0");
  expect(values.checkout?.url).toBe("https://mail.kettle.example/c/1");
  expect(values.products.picks?.map(({ url }) => url)).toEqual([
    "https://mail.kettle.example/c/3",
    "https://mail.kettle.example/c/4",
  ]);
  expect(values.targets).toEqual(["https://mail.kettle.example/c/5"]);
});

test("does not track unsubscribe links", () => {
  const before = someEmailValues({
    links: {
      shop: "https://a.example",
      unsubscribe: "https://a.example/u",
      preferences: "https://a.example/p",
      lessOften: "https://a.example/p?choose=less-often",
      pause: "https://a.example/p?choose=pause",
    },
  });
  const { values } = planLinks(before, [], tracked);
  expect(values.links).toMatchObject({
    unsubscribe: "https://a.example/u",
    preferences: "https://a.example/p",
    lessOften: "https://a.example/p?choose=less-often",
    pause: "https://a.example/p?choose=pause",
  });
});

test("reserves no number for a missing checkout", () => {
  const values = someEmailValues({ ...about, checkout: null, products });
  const { links } = planLinks(values, [], tracked);
  expect(links.map(({ position }) => position)).toEqual(["logo", "line", "pick", "pick"]);
});

test("stores the target for this recipient, not the template's", () => {
  const values = someEmailValues({ ...about, products: {} });
  const { links } = planLinks(values, [], { ...tracked, lead: (target) => `${target}#led` });
  expect(links[0]).toMatchObject({ position: "logo", target: "https://kettle.example/#led" });
});
