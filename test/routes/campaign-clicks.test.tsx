import { expect, test } from "vitest";
import { ClicksCard } from "~/routes/app.campaigns.$campaignId/clicks-card";
import { textOf } from "../support/render-page";

test("shows each link with its clicks and their share of all who clicked", () => {
  const numbers = {
    ...{ waiting: 0, leaving: 0, sent: 100, withheld: 0, notSent: [] },
    ...{ clicked: 20, unsubscribed: 1, orders: 3, netMinor: 90_00 },
  };
  const links = [
    { position: "button", page: "kettle.example/collections/sale", clicked: 15 },
    { position: "pick", page: null, clicked: 8 },
  ] as const;
  const text = textOf(<ClicksCard campaign={{ links, numbers }} />);
  expect(text).toContain("Button: kettle.example/collections/sale 15 75%");
  expect(text).toContain("Recommended products 8 40%");
});
