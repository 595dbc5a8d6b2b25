import { writeEstimate } from "~/components/charts/use-round-money";
import {
  BEST_DISCOUNT,
  BEST_HOUR,
  OWN_VARIANT,
  PRODUCTS_FIRST,
  RANDOM_DISCOUNT,
  RANDOM_HOUR,
  type VariantShare,
} from "~/experiments/optimization/experiment";
import { isWeeklyLimit } from "~/experiments/frequency/frequency-variants";
import type {
  OptimizedEmail,
  ShownDecision,
  ShownExperiment,
} from "~/pages/optimizations/optimizations-page.server";
import type { Format } from "~/i18n/create-format";
import type { Text } from "~/i18n/create-text";
import type { TextKey } from "~/i18n/messages";
import { HARMLESS_EMAILS, MANY_EMAILS } from "~/ml/customers/email-fatigue";

/** What a change is described with. */
export interface DecisionWriter {
  readonly text: Text<"optimizations">;
  readonly recommendations: Text<"recommendations">;
  readonly format: Format;
}

export function writeEmail(
  { kind, ...values }: OptimizedEmail,
  text: Text<"optimizations">,
): string {
  return text(`email.${kind}`, values);
}

/** What an experiment is about: "Subject line: Welcome, email 1". */
export function writeExperiment(
  { kind, email }: Pick<ShownExperiment, "kind" | "email">,
  text: Text<"optimizations">,
): string {
  const what = text(`kind.${kind}`);
  return email === null
    ? text("experiment.all", { kind: what })
    : text("experiment.one", { kind: what, email: writeEmail(email, text) });
}

/** A change in one sentence for the merchant. */
export function headlineOf(change: ShownDecision, writer: DecisionWriter): string {
  const { kind, after, evidence } = change;
  const { text, format } = writer;
  const share = format.rate(1 - shareOf(after, OWN_VARIANT), 0);
  switch (evidence.kind) {
    case "trial":
      return text(`headline.trial.${kind}`, { share });
    case "tolerance":
      return text("headline.tolerance", { share });
    case "fatigue":
      return text("headline.fatigue");
    case "fatigue_gone":
      return text(evidence.isApproved ? "headline.ended" : "headline.withdrawn");
    case "approved":
      if (kind !== "frequency") return text("headline.approved");
      return isWeeklyLimit(after)
        ? text("headline.approvedWeekly", { share })
        : text("headline.approvedLimits", { share });
    case "compared":
      return text("headline.ended");
    case "worse":
      return text("headline.worse");
    case "stopped":
      return text("headline.stopped");
    case "discounts":
      if (!evidence.isSupported && evidence.awaitsApproval) return text("headline.discountsTrial");
      return text("headline.discounts", {
        share: format.rate(shareOf(after, BEST_DISCOUNT), 0),
      });
    case "value": {
      const own = format.rate(shareOf(after, OWN_VARIANT), 0);
      if (evidence.favored === OWN_VARIANT) return text("headline.valueOwn", { share: own });
      return text("headline.value", {
        share: format.rate(shareOf(after, evidence.favored), 0),
        variant: nameOf("variant", evidence.favored, after, writer),
      });
    }
  }
}

/** The evidence for the change, in sentences, the most important first. */
export function evidenceOf(change: ShownDecision, writer: DecisionWriter): string[] {
  const { kind, after, evidence } = change;
  const { text, format } = writer;
  switch (evidence.kind) {
    case "trial":
      if (kind === "offer") return [text("evidence.discounts.trial")];
      return [text("evidence.trial", { sends: evidence.sends })];
    case "tolerance":
      return [
        text("evidence.tolerance", {
          scored: evidence.scored,
          customers: evidence.customers,
          cap: evidence.capPer7Days,
          rate: format.rate(evidence.lossRate),
        }),
        text("evidence.toleranceScope"),
        text("evidence.toleranceEnd"),
      ];
    case "fatigue":
      return [
        writeFatigue(evidence, writer),
        text("evidence.fatigueChance", { chance: format.rate(evidence.chance, 0) }),
        ...(evidence.orders === undefined || evidence.creditedOrders === undefined
          ? []
          : [
              text("evidence.fatigueCost", {
                ...{ orders: evidence.orders, credited: evidence.creditedOrders },
              }),
            ]),
        text("evidence.fatigueProposal"),
      ];
    case "fatigue_gone":
      return [text("evidence.fatigue_gone")];
    case "approved":
      if (isWeeklyLimit(after)) {
        return [text("evidence.approvedWeekly"), text("evidence.approvedWeeklyEnd")];
      }
      return [text(kind === "frequency" ? "evidence.approvedLimits" : "evidence.approved")];
    case "compared": {
      const { people, mean, days } = evidence;
      const more = mean.treated > 0 ? mean.control / mean.treated - 1 : 1;
      return [
        text(`evidence.compared.${more >= 0 ? "more" : "less"}`, {
          days,
          ...people,
          rate: format.rate(Math.abs(more), 0),
        }),
        text(`evidence.rule.${evidence.rule}`),
      ];
    }
    case "worse": {
      const { control, treated } = evidence.mean;
      const less = control > 0 ? Math.min(1, 1 - treated / control) : 1;
      const worse = kind === "offer" ? "evidence.discounts.worse" : "evidence.worse";
      return [text(worse, { ...evidence.sends, rate: format.rate(less, 0) })];
    }
    case "stopped":
      return [text("evidence.stopped")];
    case "discounts":
      return describeDiscounts(change, evidence, writer);
    case "value":
      return describeValue(change, evidence, writer);
  }
}

/** What the chosen discounts are expected to earn, and who keeps the merchant's own. */
function describeDiscounts(
  { after, currency }: ShownDecision,
  evidence: Extract<ShownDecision["evidence"], { kind: "discounts" }>,
  { text, format }: DecisionWriter,
): string[] {
  const { gain, sends, orders, ownPercent, givenShare, needless, awaitsApproval } = evidence;
  const money = (perEmail: number) => writeEstimate(EMAILS * perEmail, currency, format);
  const own = shareOf(after, OWN_VARIANT);
  const range = { gain: money(gain.mean), low: money(gain.low), high: money(gain.high) };
  return [
    text("evidence.discounts.counted", { sends, orders }),
    ownPercent === null
      ? text("evidence.discounts.gainCampaigns", range)
      : text("evidence.discounts.gain", { ...range, own: format.rate(ownPercent / 100) }),
    ...(needless
      ? [
          text("evidence.discounts.needless", {
            emails: needless.emails,
            given: money(needless.given),
            brought: money(needless.brought),
            chance: format.rate(needless.chance, 0),
          }),
        ]
      : []),
    text("evidence.discounts.given", { share: format.rate(givenShare, 0) }),
    own >= 0.5
      ? text("evidence.discounts.trial")
      : text("evidence.control", { share: format.rate(own, 0) }),
    text(awaitsApproval ? "evidence.discounts.awaitsApproval" : "evidence.discounts.random"),
  ];
}

type ValueEvidence = Extract<ShownDecision["evidence"], { kind: "value" }>;

/** Whether it is a gain yet, how sure the choice is, and its gain with its interval; then the chosen variant and the two others, and what the gain consists of. */
function describeValue(
  { after, currency }: ShownDecision,
  evidence: ValueEvidence,
  writer: DecisionWriter,
): string[] {
  const { text, format } = writer;
  const variant = nameOf("variant", evidence.favored, after, writer);
  const own = shareOf(after, OWN_VARIANT);
  const money = (perEmail: number) => writeEstimate(EMAILS * perEmail, currency, format);
  const { low, mean, high } = evidence.gain;
  const isOwn = evidence.favored === OWN_VARIANT;
  return [
    ...(isOwn || evidence.isSupported ? [] : [text("evidence.notYet")]),
    text("evidence.chance", { variant, chance: format.rate(evidence.chance, 0) }),
    ...(isOwn
      ? []
      : [text("evidence.gain", { gain: money(mean), low: money(low), high: money(high) })]),
    ...(evidence.awaitsApproval ? [text("evidence.awaitsApproval")] : []),
    ...evidence.options
      .filter(({ sends }) => sends > 0)
      .map((it) =>
        text("evidence.option", {
          variant: nameOf("result", it.variant, after, writer),
          value: money(it.value),
          clicks: it.clicks,
          sends: it.sends,
        }),
      ),
    ...(isOwn ? [] : describeReasons(evidence, { variant, money }, writer)),
    ...(own > 0 && own < 0.5 ? [text("evidence.control", { share: format.rate(own, 0) })] : []),
  ];
}

/** Money is shown for this many emails. */
const EMAILS = 1_000;

/** The parts of the expected value, without those that are zero when shown. */
function describeReasons(
  { reasons }: ValueEvidence,
  { variant, money }: { readonly variant: string; readonly money: (perEmail: number) => string },
  { text, format }: DecisionWriter,
): string[] {
  const isShown = (perEmail: number) => money(Math.abs(perEmail)) !== money(0);
  return [
    text("evidence.base", { money: money(reasons.base) }),
    ...(["shop", "email", "group"] as const)
      .filter((part) => isShown(reasons[part].money))
      .map((part) =>
        text(`evidence.reason.${part}`, {
          variant,
          direction: reasons[part].clicks > 0 ? "more" : "fewer",
          percent: format.rate(Math.abs(reasons[part].clicks)),
          money: money(reasons[part].money),
        }),
      ),
    ...(["clickValue", "unsubscribes"] as const)
      .filter((part) => isShown(reasons[part]))
      .map((part) => text(`evidence.reason.${part}`, { money: money(reasons[part]) })),
  ];
}

/** Responses after many emails compared with few; only those that are worse. */
function writeFatigue(
  { clickRatio, leaveRatio }: Extract<ShownDecision["evidence"], { kind: "fatigue" }>,
  { text, format }: DecisionWriter,
): string {
  const isClickedLess = clickRatio !== null && clickRatio < 1;
  const isLeftSooner = leaveRatio !== null && leaveRatio > 1;
  const worse = isClickedLess
    ? isLeftSooner
      ? "both"
      : "clicks"
    : isLeftSooner
      ? "unsubscribes"
      : "unclear";
  return text(`evidence.fatigue.${worse}`, {
    many: MANY_EMAILS,
    few: HARMLESS_EMAILS,
    clicks: format.rate(1 - (clickRatio ?? 1), 0),
    times: format.number(leaveRatio ?? 1, 1),
  });
}

function shareOf(variants: readonly VariantShare[], variant: string): number {
  return variants.find((it) => it.variant === variant)?.share ?? 0;
}

/** A variant's name within a sentence ("variant") or at its start ("result"). */
export function nameOf(
  place: "variant" | "result",
  variant: string,
  variants: readonly VariantShare[],
  { text, recommendations }: DecisionWriter,
): string {
  const line = variants.find((it) => it.variant === variant)?.text;
  if (line) return text(`${place}.text`, { text: line });
  if (
    variant === BEST_HOUR ||
    variant === RANDOM_HOUR ||
    variant === PRODUCTS_FIRST ||
    variant === BEST_DISCOUNT ||
    variant === RANDOM_DISCOUNT
  ) {
    return text(`${place}.${variant}`);
  }
  const list = `list.${variant}`;
  return recommendations.has(list)
    ? text(`${place}.list`, { list: recommendations(list as TextKey<"recommendations">) })
    : text(`${place}.own`);
}
