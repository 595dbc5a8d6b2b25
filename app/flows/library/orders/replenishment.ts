import { defineFlow, emailStep } from "../../definition/define-flow";

/**
 * Replenishment: five days before a purchase is used up, by the days
 * per unit of the customer and of all repeat buyers; once more eight days later
 * without a click. Rebuying ends it. Tagged products
 * need no thirty repeat buyers.
 */
export const REPLENISHMENT = defineFlow({
  key: "replenishment",
  name: "Replenishment",
  trigger: { kind: "replenishment_due", daysBefore: 5, minRepeatBuyers: 30 },
  steps: [
    emailStep("email-1", { unless: ["sold_out"] }),
    { kind: "wait", stepId: "wait-1", for: { count: 8, unit: "days" } },
    {
      kind: "split",
      stepId: "not-clicked",
      condition: { kind: "has_clicked" },
      whenTrue: null,
      whenFalse: "email-2",
    },
    emailStep("email-2", { unless: ["sold_out"] }),
  ],
  exits: ["product_bought", "product_gone"],
  priority: 60,
  holdoutRate: null,
});
