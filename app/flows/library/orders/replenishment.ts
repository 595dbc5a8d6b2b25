import { defineFlow, mail } from "../define-flow";

/**
 * Replenishment: five days before what somebody bought is used up, by how long
 * one unit lasts them and everybody who buys it again; once more eight days later
 * if they have not clicked. Buying it again ends it. Products that the merchant
 * has tagged need no thirty people who buy them again.
 */
export const REPLENISHMENT = defineFlow({
  key: "replenishment",
  name: "Replenishment",
  description: "Reminds people to buy again what they are about to use up. Up to two mails.",
  trigger: { kind: "replenishment_due", daysBefore: 5, minRepeatBuyers: 30 },
  steps: [
    mail("mail-1", { unless: ["sold_out"] }),
    { kind: "wait", stepId: "wait-1", for: { count: 8, unit: "days" } },
    {
      kind: "split",
      stepId: "not-clicked",
      condition: { kind: "has_clicked" },
      whenTrue: null,
      whenFalse: "mail-2",
    },
    mail("mail-2", { unless: ["sold_out"] }),
  ],
  exits: ["product_bought", "product_gone"],
  priority: 60,
  holdoutRate: null,
});
