/**
 * The stages of the app: customer activity becomes, stage by stage, a message and then a result. Each name is a
 * folder under `app/`. A stage may import itself, earlier stages, and foundations, but no later stage.
 */
export const PIPELINE = [
  { stage: "events", does: "records what happened, once" },
  { stage: "catalog", does: "keeps the products that may be offered" },
  { stage: "profiles", does: "folds events into who a customer is" },
  { stage: "predictions", does: "says what a profile will do, and how sure that is" },
  { stage: "recommendations", does: "ranks products for a profile, using ml/, with the reason" },
  { stage: "segments", does: "groups customers by a rule" },
  { stage: "experiments", does: "draws who is left alone, and who gets which variant" },
  { stage: "flows", does: "decides when there is a reason to speak" },
  { stage: "campaigns", does: "sends one message to one segment at one time" },
  { stage: "messages", does: "composes what to say" },
  { stage: "delivery", does: "decides at the last moment, then sends" },
  { stage: "feedback", does: "turns clicks and orders into credit and lift" },
] as const;

/** Folders that any stage may import. A foundation imports only foundations. */
export const FOUNDATIONS = ["i18n", "ml", "privacy", "restore", "shopify", "jobs", "lib"] as const;
