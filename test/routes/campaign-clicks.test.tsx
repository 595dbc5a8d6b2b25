import { expect, test } from "vitest";
import { LinksTable } from "~/routes/app.campaigns.$campaignId/clicks-card";
import { textOf } from "../support/render-page";

test("shows each link with its clicks and their share of all who clicked", () => {
  const links = [
    { position: "button", place: null, page: "kettle.example/collections/sale", clicked: 15 },
    { position: "pick", place: 2, page: null, clicked: 8 },
  ] as const;
  const text = textOf(<LinksTable links={links} clicked={20} />);
  expect(text).toContain("Button: kettle.example/collections/sale 15 75%");
  expect(text).toContain("Recommended products, place 2 8 40%");
});
