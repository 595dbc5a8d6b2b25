import { defineFlow, emailStep } from "../../definition/define-flow";

const letter = (stepId: string) => emailStep(stepId, { expiresAfterHours: 96 });

/**
 * Sunset: asks customers with eight emails since their last engagement and
 * none for 90 days whether they still want emails, three times in two
 * weeks: yes, less often, a pause, or no. Customers who do not respond are suppressed
 * until they opt in again. Only human opens count, if the shop
 * tracks opens.
 */
export const SUNSET = defineFlow({
  key: "sunset",
  name: "Still interested?",
  trigger: { kind: "unengaged", minEmails: 8, quietDays: 90 },
  steps: [
    letter("email-1"),
    { kind: "wait", stepId: "wait-1", for: { count: 7, unit: "days" } },
    letter("email-2"),
    { kind: "wait", stepId: "wait-2", for: { count: 7, unit: "days" } },
    letter("email-3"),
    { kind: "wait", stepId: "wait-3", for: { count: 3, unit: "days" } },
    { kind: "suppress", stepId: "stop-writing" },
  ],
  exits: ["came_back"],
  priority: 20,
  holdoutRate: null,
});
