import { expect, test } from "vitest";
import { groupClicks, linkKey, clickedKey, type LinkClick } from "~/pages/campaigns/link-clicks";

const SHOP_URL = "https://kettle.example";
const click = (messageId: string, link: Omit<LinkClick, "messageId">): LinkClick => ({
  messageId,
  ...link,
});
const button = (target: string) => ({ position: "button", place: 1, target }) as const;
const product = (position: "pick" | "line", place: number, name: string) => ({
  position,
  place,
  target: `${SHOP_URL}/products/${name}`,
});

test("a link with each recipient's own discount code is one link", () => {
  const clicks = ["A1", "B2"].map((code) =>
    click(code, button(`${SHOP_URL}/discount/${code}?redirect=%2Fcollections%2Fsale%3Fa%3D1`)),
  );
  expect(groupClicks([...clicks, click("c", button(`${SHOP_URL}/collections/sale`))])).toEqual([
    { position: "button", place: null, page: "kettle.example/collections/sale", clicked: 3 },
  ]);
});

test("products count by their place, and show a page only if all recipients had the same", () => {
  expect(
    groupClicks([
      click("a", product("pick", 1, "tray")),
      click("b", product("pick", 1, "mug")),
      click("b", product("pick", 2, "tray")),
      click("b", product("line", 1, "tray")),
    ]),
  ).toEqual([
    { position: "pick", place: 1, page: null, clicked: 2 },
    { position: "pick", place: 2, page: null, clicked: 1 },
    { position: "line", place: 1, page: "kettle.example/products/tray", clicked: 1 },
  ]);
});

test("a counted link has the key of its links", () => {
  for (const link of [button(`${SHOP_URL}/`), product("pick", 2, "tray")]) {
    const [counted] = groupClicks([click("a", link)]);
    expect(clickedKey(counted!)).toBe(linkKey(link));
  }
});
