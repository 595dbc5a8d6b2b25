import { defineFlow, mail } from "../define-flow";

/**
 * Back in stock: tells whoever asked for a variant as soon as it can be bought,
 * oldest request first and no more people than twice the units in an hour. The
 * request is consent to this mail, so it also goes to those who were never
 * asked about marketing; who said no is not mailed. A second mail a day later
 * only while it is still there and they have not clicked.
 */
export const BACK_IN_STOCK = defineFlow({
  key: "back-in-stock",
  name: "Back in stock",
  description: "Tells people who asked for it that a product can be bought again. Up to two mails.",
  trigger: { kind: "back_in_stock", minUnits: 1, validDays: 180 },
  steps: [
    mail("mail-1", {
      audience: "all_customers",
      exemptFromHourCap: true,
      unless: ["sold_out"],
      expiresAfterHours: 24,
    }),
    { kind: "wait", stepId: "wait-1", for: { count: 24, unit: "hours" } },
    {
      kind: "split",
      stepId: "not-clicked",
      condition: { kind: "has_clicked" },
      whenTrue: null,
      whenFalse: "mail-2",
    },
    mail("mail-2", {
      audience: "all_customers",
      unless: ["sold_out"],
      expiresAfterHours: 24,
    }),
  ],
  exits: ["product_bought", "product_gone"],
  priority: 95,
  holdoutRate: null,
});
