import { expect, test } from "vitest";
import { planLinks } from "~/messages/composing/plan-links";
import { aPick, someMailValues } from "../../support/mail-values";

const picks = [
  aPick({ url: "https://kettle.example/a" }),
  aPick({ url: "https://kettle.example/b" }),
];
const tracked = (link: { index: number }) => `https://mail.kettle.example/c/${link.index}`;

test("numbers the logo, the button and the picks in this order", () => {
  const { links } = planLinks(someMailValues({ picks }), tracked);
  expect(links).toEqual([
    { index: 0, position: "logo", pickIndex: null, target: "https://kettle.example/" },
    {
      index: 1,
      position: "button",
      pickIndex: null,
      target: "https://kettle.example/checkouts/ac/1/recover?key=a1&discount=",
    },
    { index: 2, position: "pick", pickIndex: 0, target: "https://kettle.example/a" },
    { index: 3, position: "pick", pickIndex: 1, target: "https://kettle.example/b" },
  ]);
});

test("puts each issued address where its target was", () => {
  const { values } = planLinks(someMailValues({ picks }), tracked);
  expect(values.links.shop).toBe("https://mail.kettle.example/c/0");
  expect(values.checkout?.recoveryUrl).toBe("https://mail.kettle.example/c/1");
  expect(values.picks.map(({ url }) => url)).toEqual([
    "https://mail.kettle.example/c/2",
    "https://mail.kettle.example/c/3",
  ]);
});

test("does not follow the way out", () => {
  const before = someMailValues();
  const { values } = planLinks(before, tracked);
  expect(values.links.unsubscribe).toBe(before.links.unsubscribe);
});

test("leaves no number for a checkout that is not there", () => {
  const { links } = planLinks(someMailValues({ picks, checkout: null }), tracked);
  expect(links.map(({ position }) => position)).toEqual(["logo", "pick", "pick"]);
});
