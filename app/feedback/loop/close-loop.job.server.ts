import type { Db, Tx } from "~/db.server";
import type { PrismaClient } from "~/generated/prisma/client";
import { SendingSettings } from "~/delivery/settings/sending-settings";
import { AS_SET, OWN, scopeKey, type ArmShare, type Choice } from "~/experiments/choices/choice";
import {
  changeChoice,
  findLastChange,
  listChanges,
  listChoices,
  listShopsToChooseFor,
  mailFrequency,
  saveChoice,
} from "~/experiments/choices/choice-store.server";
import { decideChoice } from "~/experiments/choices/decide-choice";
import { limitChange } from "~/experiments/choices/limit-change";
import { countTolerance } from "~/experiments/choices/mail-caps.server";
import { FEWEST_PEOPLE, judgeRollout, TRIED_SHARE } from "~/experiments/frequency/rollout";
import { defineJob } from "~/jobs/job.server";
import type { ShopId } from "~/lib/shop-id";
import { countPeople, sumArmRevenue } from "./arm-revenue.server";
import { countArmResults, measureReach } from "./arm-result-store.server";
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
  const changes = await listChanges(tx, shopId, { since: new Date(0), limit: 1_000 });
  const day = Math.floor(now.getTime() / DAY_MS);
  for (const choice of choices) {
    if (choice.kind === "frequency") continue;
    const { kind, flowId, stepId } = choice;
    const own = results.filter(
      (it) => it.kind === kind && it.flowId === flowId && it.stepId === stepId,
    );
    const decision = decideChoice(choice, own, day);
    if (decision.kind === "kept") continue;
    const standing = changes.filter(
      (it) => it.scopeKey === scopeKey(choice) && it.revertedAt === null,
    );
    const isApproved = standing.some(({ evidence }) => evidence.kind === "approved");
    const reach = isApproved ? 0 : await measureReach(tx, shopId, choice, now);
    const { arms, isLimited } = limitChange(choice, decision.arms, reach);
    const last = standing[0]?.evidence;
    const isAsked =
      last?.kind === "clicks" &&
      last.awaitsApproval &&
      last.favoured === decision.evidence.favoured;
    // The merchant was asked already.
    if (isLimited && isAsked) continue;
    const evidence = {
      ...({ kind: "clicks", ...decision.evidence } as const),
      awaitsApproval: isLimited,
    };
    await changeChoice(tx, shopId, { choice, after: arms, evidence }, now);
  }
}

const LEARNED = "tolerance";
const learnedFor = (share: number): readonly ArmShare[] => [
  { arm: OWN, text: null, share: 1 - share },
  { arm: LEARNED, text: null, share },
];

/**
 * Tries learned limits with a share of the customers once some are found to be lower than the cap, and
 * compares each day what both groups spend. Taken back, by the comparison or by the merchant, they
 * are not tried again before the merchant says so.
 */
async function decideFrequency(tx: Tx, shopId: ShopId, choice: Choice, now: Date) {
  // That it was looked at is what makes the next look due a day later.
  await saveChoice(tx, shopId, choice, now);
  if (choice.arms.some(({ arm }) => arm !== OWN)) {
    await compareFrequency(tx, shopId, choice, now);
    return;
  }
  if (choice.isHeld) return;
  const capPer7Days = await findCap(tx, shopId);
  const { scored, below, lossRate } = await countTolerance(tx, shopId, capPer7Days);
  if (below === 0 || (await countPeople(tx, shopId, now)) < FEWEST_PEOPLE) return;
  const evidence = { kind: "tolerance", customers: below, scored, capPer7Days, lossRate } as const;
  await changeChoice(tx, shopId, { choice, after: learnedFor(TRIED_SHARE), evidence }, now);
}

async function compareFrequency(tx: Tx, shopId: ShopId, choice: Choice, now: Date) {
  const since = await findLastChange(tx, shopId, scopeKey(choice));
  if (since === null) return;
  const { control, treated } = await sumArmRevenue(tx, shopId, { since, arms: choice.arms }, now);
  const days = Math.floor((now.getTime() - since.getTime()) / DAY_MS);
  const { rule, controlMean, treatedMean } = judgeRollout(control, treated, days);
  if (rule === null) return;
  const evidence = {
    ...({ kind: "compared", rule, days } as const),
    people: { control: control.people, treated: treated.people },
    mean: { control: controlMean, treated: treatedMean },
  };
  const held = { ...choice, isHeld: true };
  await changeChoice(tx, shopId, { choice: held, after: AS_SET, evidence }, now);
}

async function findCap(db: Db, shopId: ShopId): Promise<number> {
  const row = await db.settings.findUnique({ where: { shopId }, select: { sending: true } });
  return SendingSettings.parse(row?.sending ?? {}).marketingCapPer7Days;
}
