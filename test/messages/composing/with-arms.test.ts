import { describe, expect, test } from "vitest";
import { productWishes } from "~/messages/document/product-blocks";
import { stepMail } from "~/messages/composing/step-mail";
import { withArms } from "~/messages/composing/with-arms";
import { anIntent } from "../../support/delivery-builders";

const mail = stepMail(anIntent({ picks: { list: "goes_with", count: 4, required: false } }));
const listOf = (document: typeof mail) =>
  productWishes(document.blocks).map(({ source }) => (source.kind === "list" ? source.list : null));

describe("withArms", () => {
  test("puts in what was drawn, in columns too, and leaves what was not", () => {
    const drawn = withArms(mail, { subject: "Another", list: "new_for_you" });
    expect([drawn.subject, listOf(drawn)]).toEqual(["Another", ["new_for_you"]]);
    expect(withArms(mail, { subject: null, list: null })).toEqual(mail);
    const beside = {
      ...mail,
      blocks: [
        { id: "two", kind: "columns", columns: [mail.blocks, []], when: null, repeat: null },
      ],
    } as unknown as typeof mail;
    expect(listOf(withArms(beside, { subject: null, list: "chosen_next" }))).toEqual([
      "chosen_next",
    ]);
  });
});
