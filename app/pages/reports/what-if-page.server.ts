import type { Db } from "~/db.server";
import {
  frequencyExperiment,
  listExperiments,
} from "~/experiments/optimization/experiment-store.server";
import { OWN_VARIANT, type Experiment } from "~/experiments/optimization/experiment";
import { listEmailCounts } from "~/feedback/counts/count-rows-store.server";
import {
  answerQuestion,
  OUTCOME_DAYS,
  REPLAYED_DAYS,
  type WhatIfAnswer,
} from "~/feedback/what-if/answer-question.server";
import {
  questionKey,
  VARIANT_KINDS,
  type VariantKind,
  type WhatIfQuestion,
} from "~/feedback/what-if/question";
import { readQuestion } from "~/feedback/what-if/read-question";
import { addDays, dayIn } from "~/lib/calendar-day";
import type { ShopId } from "~/lib/shop-id";
import { loadEmailNames } from "~/messages/customer-emails.server";

/** A question that the merchant can choose. */
export interface ShownQuestion {
  readonly key: string;
  readonly kind: WhatIfQuestion["kind"];
  /** Name of the flow; null: all email. */
  readonly flow: string | null;
  /** Number of the email in its flow; null: all of its emails, or an email of an earlier version. */
  readonly emailNumber: number | null;
  /** For `variant`: what varies, the variant, and the subject line if it has one. */
  readonly of: VariantKind | null;
  readonly variant: string | null;
  readonly line: string | null;
}

/** Times as calendar days in the shop's time zone. */
type Dated<Answer> = Answer extends unknown
  ? { readonly [K in keyof Answer]: Answer[K] extends Date ? string : Answer[K] }
  : never;
export type ShownAnswer = Dated<WhatIfAnswer>;

export interface WhatIfPageData {
  readonly currency: string;
  readonly questions: readonly ShownQuestion[];
  readonly chosen: ShownQuestion | null;
  readonly answer: ShownAnswer | null;
}

/**
 * Questions about the last 90 days, and the answer to one of them.
 *
 * @param key of the question, from the URL; unknown ones are not answered
 */
export async function getWhatIfPage(
  db: Db,
  shopId: ShopId,
  key: string | null,
  now: Date,
): Promise<WhatIfPageData> {
  const { timeZone, currency } = await db.shop.findUniqueOrThrow({
    where: { shopId },
    select: { timeZone: true, currency: true },
  });
  const question = readQuestion(key ?? "");
  const questions = await listQuestions(db, shopId, question, dayIn(now, timeZone));
  const chosen = questions.find((it) => it.key === key) ?? null;
  const answer = chosen && question && (await answerQuestion(db, shopId, question, now));
  return { currency, questions, chosen, answer: answer && dated(answer, timeZone) };
}

function dated(answer: WhatIfAnswer, timeZone: string): ShownAnswer {
  if ("since" in answer) return { ...answer, since: dayIn(answer.since, timeZone) };
  if (!("from" in answer)) return answer;
  return { ...answer, from: dayIn(answer.from, timeZone), to: dayIn(answer.to, timeZone) };
}

const NO_PARTS = { flow: null, emailNumber: null, of: null, variant: null, line: null } as const;

/**
 * Flows by emails sent, and the one asked about; then what was varied in their emails, then questions about all email.
 * None without emails.
 */
async function listQuestions(
  db: Db,
  shopId: ShopId,
  asked: WhatIfQuestion | null,
  today: string,
): Promise<ShownQuestion[]> {
  const range = { from: addDays(today, -REPLAYED_DAYS - OUTCOME_DAYS), to: today };
  const [counted, flows, experiments] = await Promise.all([
    listEmailCounts(db, shopId, range),
    db.flow.findMany({
      where: { shopId },
      select: { flowId: true, name: true, liveVersion: true },
    }),
    listExperiments(db, shopId),
  ]);
  if (counted.length === 0) return [];
  const sentBy = (flowId: string) =>
    counted.reduce((sum, it) => sum + (it.flowId === flowId ? it.sent : 0), 0);
  const active = flows
    .map((flow) => ({ ...flow, sent: sentBy(flow.flowId) }))
    .filter(
      ({ flowId, sent }) => sent > 0 || (asked?.kind === "flow_off" && asked.flowId === flowId),
    )
    .sort((a, b) => b.sent - a.sent);
  const ofFlows = active.map(({ flowId, name }): ShownQuestion => {
    const question = { kind: "flow_off", flowId } as const;
    return { ...NO_PARTS, key: questionKey(question), kind: question.kind, flow: name };
  });
  const tried = active.flatMap(({ flowId, liveVersion }) =>
    experiments
      .filter((it) => it.flowId === flowId && it.variants.length > 1)
      .map((experiment) => ({ ...experiment, flowId, flowVersion: liveVersion })),
  );
  const nameOf = await loadEmailNames(db, shopId, tried);
  const ofVariants = tried.flatMap((it) => questionsOf(it, nameOf(it)));
  const all = (["email_off", "weekly_limit", "discount"] as const)
    .filter(
      (kind) => kind !== "weekly_limit" || frequencyExperiment(experiments).variants.length > 1,
    )
    .map((kind): ShownQuestion => ({ ...NO_PARTS, key: questionKey({ kind }), kind }));
  return [...ofFlows, ...ofVariants, ...all];
}

/** A question for each variant of an email, the merchant's own last. */
function questionsOf(
  { kind, flowId, stepId, variants }: Experiment & { readonly flowId: string },
  {
    flowName,
    emailNumber,
  }: { readonly flowName: string | null; readonly emailNumber: number | null },
): ShownQuestion[] {
  const of = VARIANT_KINDS.find((it) => it === kind);
  if (!of || stepId === null) return [];
  const isOwn = ({ variant }: { readonly variant: string }) => variant === OWN_VARIANT;
  return [...variants.filter((it) => !isOwn(it)), ...variants.filter(isOwn)].map(
    ({ variant, text }) => ({
      key: questionKey({ kind: "variant", of, flowId, stepId, variant }),
      kind: "variant",
      ...{ flow: flowName, emailNumber, of, variant, line: text },
    }),
  );
}
