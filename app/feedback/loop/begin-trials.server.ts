import type { Tx } from "~/db.server";
import {
  AS_SET,
  BEST_HOUR,
  PRODUCTS_FIRST,
  productTrial,
  scopeKey,
  trialOf,
  type ArmShare,
  type Choice,
} from "~/experiments/choices/choice";
import { changeChoice } from "~/experiments/choices/choice-store.server";
import type { ShopId } from "~/lib/shop-id";
import { findDocument } from "~/messages/composing/template-of-message.server";
import { canPutProductsFirst, listOf } from "~/messages/composing/with-arms";
import { MessageIntent } from "~/messages/message";
import { listFrequentMails, listMailsWithHours } from "./arm-result-store.server";

/** Mails of a step in the counted days before other ways are tried in it: each then gets enough to be told. */
const FEWEST_BEFORE_TRIAL = 1_000;

/** What is tried in the products of a mail. */
const KINDS = ["products", "layout"] as const;

interface Trial {
  readonly kind: Choice["kind"];
  readonly flowId: string;
  readonly stepId: string;
  readonly arms: readonly ArmShare[];
  /** How many mails went out before. */
  readonly sends: number;
}

/** Tries other lists, the other layout and the best hour in mails that go out often enough to tell. */
export async function beginTrials(
  tx: Tx,
  shopId: ShopId,
  choices: readonly Choice[],
  now: Date,
): Promise<void> {
  const known = new Set(choices.map(scopeKey));
  const often = { fewest: FEWEST_BEFORE_TRIAL, now };
  const trials = [
    ...(await trialsOfProducts(tx, shopId, known, often)),
    ...(await listMailsWithHours(tx, shopId, often)).map((mail): Trial => ({
      ...mail,
      kind: "hour",
      arms: trialOf(BEST_HOUR),
    })),
  ];
  for (const { kind, flowId, stepId, arms, sends } of trials) {
    const choice: Choice = { kind, flowId, stepId, arms: AS_SET, isHeld: false };
    if (known.has(scopeKey(choice))) continue;
    const evidence = { kind: "trial", sends } as const;
    await changeChoice(tx, shopId, { choice, after: arms, evidence }, now);
  }
}

async function trialsOfProducts(
  tx: Tx,
  shopId: ShopId,
  known: ReadonlySet<string>,
  often: { readonly fewest: number; readonly now: Date },
): Promise<Trial[]> {
  const trials: Trial[] = [];
  for (const { intent, ...mail } of await listFrequentMails(tx, shopId, often)) {
    // What can be tried stands in the template, which need not be read again for trials that are there.
    if (KINDS.every((kind) => known.has(scopeKey({ ...mail, kind })))) continue;
    const parsed = MessageIntent.safeParse(intent);
    if (!parsed.success) continue;
    const document = await findDocument(tx, shopId, parsed.data);
    if (document === null) continue;
    const list = listOf(document);
    const lists = list === null ? null : productTrial(list);
    if (lists !== null) trials.push({ ...mail, kind: "products", arms: lists });
    if (canPutProductsFirst(document)) {
      trials.push({ ...mail, kind: "layout", arms: trialOf(PRODUCTS_FIRST) });
    }
  }
  return trials;
}
