import { defineFlow, emailStep } from "../../definition/define-flow";

/**
 * Back in stock: notifies customers who requested a variant as soon as it is available,
 * oldest request first and at most two customers per unit and hour. The
 * request is consent to this email, so it also goes to customers without
 * a marketing opt-in, but not to opted-out ones. A second email a day later
 * only while it is in stock and without a click. If it sold out again
 * before their turn, alternatives are offered once, a week later: these were
 * not requested, so only subscribers get them. The request stays open.
 */
export const BACK_IN_STOCK = defineFlow({
  key: "back-in-stock",
  name: "Back in stock",
  trigger: { kind: "back_in_stock", minUnits: 1, validDays: 180 },
  steps: [
    {
      kind: "split",
      stepId: "gone-again",
      condition: { kind: "sold_out" },
      whenTrue: "wait-2",
      whenFalse: "email-1",
    },
    emailStep("email-1", {
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
      whenFalse: "email-2",
    },
    emailStep("email-2", {
      audience: "all_customers",
      exemptFromHourCap: true,
      unless: ["sold_out"],
      expiresAfterHours: 24,
    }),
    { kind: "exit", stepId: "end-of-notified" },
    { kind: "wait", stepId: "wait-2", for: { count: 7, unit: "days" } },
    emailStep("email-3", { unless: ["in_stock"] }),
  ],
  exits: ["product_bought", "product_gone"],
  priority: 95,
  holdoutRate: null,
});
