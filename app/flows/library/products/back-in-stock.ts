import { defineFlow, mail } from "../define-flow";

/**
 * Back in stock: tells whoever asked for a variant as soon as it can be bought,
 * oldest request first and no more people than twice the units in an hour. The
 * request is consent to this mail, so it also goes to those who were never
 * asked about marketing; who said no is not mailed. A second mail a day later
 * only while it is still there and they have not clicked. Where it was gone again
 * before their turn, what is like it is offered a week later, once: that is no
 * more what they asked for, so it goes to subscribers. The request goes on.
 */
export const BACK_IN_STOCK = defineFlow({
  key: "back-in-stock",
  name: "Back in stock",
  description:
    "Tells people who asked for it that a product can be bought again, or offers what is like it.",
  trigger: { kind: "back_in_stock", minUnits: 1, validDays: 180 },
  steps: [
    {
      kind: "split",
      stepId: "gone-again",
      condition: { kind: "sold_out" },
      whenTrue: "wait-2",
      whenFalse: "mail-1",
    },
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
      exemptFromHourCap: true,
      unless: ["sold_out"],
      expiresAfterHours: 24,
    }),
    { kind: "exit", stepId: "end-of-told" },
    { kind: "wait", stepId: "wait-2", for: { count: 7, unit: "days" } },
    mail("mail-3", { unless: ["in_stock"] }),
  ],
  exits: ["product_bought", "product_gone"],
  priority: 95,
  holdoutRate: null,
});
