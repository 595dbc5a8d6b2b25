import type { Db, Tx } from "~/db.server";
import type { PrismaClient } from "~/generated/prisma/client";
import { SendingSettings } from "~/delivery/settings/sending-settings";
import { CONTROL_SHARE, OWN, type ArmShare, type Choice } from "~/experiments/choices/choice";
import {
  changeChoice,
  listChoices,
  listShopsToChooseFor,
  mailFrequency,
  saveChoice,
} from "~/experiments/choices/choice-store.server";
import { decideChoice } from "~/experiments/choices/decide-choice";
import { countTolerance } from "~/experiments/choices/mail-caps.server";
import { defineJob } from "~/jobs/job";
import type { ShopId } from "~/lib/shop-id";
import { countArmResults } from "./arm-result-store.server";
import { beginTrials } from "./begin-trials.server";

interface Deps {
  readonly db: PrismaClient;
  readonly now: () => Date;
}

const DAY_MS = 86_400_000;

/**
 * Once a day: what came back changes what is sent. Subjects, lists of products, layouts and hours by
 * who clicked, how often by what customers bear. What changes is logged with what it rests on; what the merchant
 * took back stays.
 */
export const closeLoopJob = defineJob<Deps>({
  name: "feedback.close-loop",
  listDueShops: listShopsToChooseFor,

  async run(shopId, { db, now }) {
    const at = now();
    if ((await listShopsToChooseFor(db, at, shopId)).length === 0) return { more: false };
    await db.$transaction(async (tx) => {
      const choices = await listChoices(tx, shopId);
      await beginTrials(tx, shopId, choices, at);
      await decideMails(tx, shopId, choices, at);
      await decideFrequency(tx, shopId, mailFrequency(choices), at);
    });
    return { more: false };
  },
});

async function decideMails(tx: Tx, shopId: ShopId, choices: readonly Choice[], now: Date) {
  const results = await countArmResults(tx, shopId, now);
  const day = Math.floor(now.getTime() / DAY_MS);
  for (const choice of choices) {
    if (choice.kind === "frequency") continue;
    const { kind, flowId, stepId } = choice;
    const own = results.filter(
      (it) => it.kind === kind && it.flowId === flowId && it.stepId === stepId,
    );
    const decision = decideChoice(choice, own, day);
    if (decision.kind === "kept") continue;
    const evidence = { kind: "clicks", ...decision.evidence } as const;
    await changeChoice(tx, shopId, { choice, after: decision.arms, evidence }, now);
  }
}

const BY_TOLERANCE: readonly ArmShare[] = [
  { arm: OWN, text: null, share: CONTROL_SHARE },
  { arm: "tolerance", text: null, share: 1 - CONTROL_SHARE },
];

/** Follows what customers bear once somebody is found to bear less than the cap allows. */
async function decideFrequency(tx: Tx, shopId: ShopId, choice: Choice, now: Date) {
  const capPer7Days = await findCap(tx, shopId);
  const { scored, below, lossRate } = await countTolerance(tx, shopId, capPer7Days);
  const follows = choice.arms.some(({ arm }) => arm !== OWN);
  if (follows || choice.isHeld || below === 0) {
    // That it was looked at is what makes the next look due a day later.
    await saveChoice(tx, shopId, choice, now);
    return;
  }
  const evidence = { kind: "tolerance", customers: below, scored, capPer7Days, lossRate } as const;
  await changeChoice(tx, shopId, { choice, after: BY_TOLERANCE, evidence }, now);
}

async function findCap(db: Db, shopId: ShopId): Promise<number> {
  const row = await db.settings.findUnique({ where: { shopId }, select: { sending: true } });
  return SendingSettings.parse(row?.sending ?? {}).marketingCapPer7Days;
}
