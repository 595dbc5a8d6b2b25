import { formatCounted, formatCount, formatRate } from "~/components/formats";
import {
  BEST_HOUR,
  OWN_VARIANT,
  PRODUCTS_FIRST,
  type VariantShare,
} from "~/experiments/optimization/experiment";
import { isWeeklyLimit } from "~/experiments/frequency/frequency-variants";
import type { ShownChange } from "~/feedback/optimizer/changes-page.server";
import { MANY_EMAILS, HARMLESS_EMAILS } from "~/ml/customers/email-fatigue";
import { RecommendationList } from "~/recommendations/recommendation";
import { LIST_TITLES } from "../app.recommendations/list-words";

/** The heading of a card: the kind of optimization. */
export const KIND_WORDS: Readonly<Record<ShownChange["kind"], string>> = {
  subject: "Subject",
  products: "Products",
  layout: "Layout",
  hour: "Hour",
  frequency: "How often",
};

/** A change in one sentence for the merchant. */
export function headlineOf({ kind, after, evidence }: ShownChange): string {
  if (evidence.kind === "trial") {
    return `${formatRate(1 - shareOf(after, OWN_VARIANT), 0)} of these emails now ${TRIED[kind]}`;
  }
  if (evidence.kind === "tolerance") {
    return `${formatRate(1 - shareOf(after, OWN_VARIANT), 0)} of your customers get no more email than was found right for them`;
  }
  if (evidence.kind === "fatigue") {
    return "Your customers tire of email: Kindred proposes one email a week";
  }
  if (evidence.kind === "fatigue_gone") {
    return evidence.isApproved
      ? "All customers get email as you set it again"
      : "Kindred no longer proposes one email a week";
  }
  if (evidence.kind === "approved" && kind !== "frequency") {
    return "You approved it for all customers";
  }
  if (evidence.kind === "approved" && isWeeklyLimit(after)) {
    return `${formatRate(1 - shareOf(after, OWN_VARIANT), 0)} of your customers get one email a week, as you approved`;
  }
  if (evidence.kind === "approved") {
    return `${formatRate(1 - shareOf(after, OWN_VARIANT), 0)} of your customers get no more email than was found right for them, as you approved`;
  }
  if (evidence.kind === "compared") {
    return "All customers get email as you set it again";
  }
  const share = formatRate(shareOf(after, evidence.favored), 0);
  return `${share} of these emails now ${DONE[kind]} ${nameOf(evidence.favored, after)}`;
}

/** How the tested emails differ from the others. */
const TRIED: Readonly<Record<ShownChange["kind"], string>> = {
  subject: "try another subject than yours",
  products: "try other product lists than yours",
  layout: "show their products above the text",
  hour: "wait for the hour at which their recipient is most likely to act",
  frequency: "come less often",
};

/** The text before the winner's name. */
const DONE: Readonly<Record<ShownChange["kind"], string>> = {
  subject: "go out under",
  products: "take their products from",
  layout: "have",
  hour: "leave at",
  frequency: "follow",
};

const BEST: Readonly<Record<ShownChange["kind"], string>> = {
  subject: "subject",
  products: "list",
  layout: "layout",
  hour: "time",
  frequency: "way",
};

/** The evidence for the change. */
export function evidenceOf({ kind, after, evidence }: ShownChange): string {
  switch (evidence.kind) {
    case "trial":
      return `${formatCount(evidence.sends)} of them went out in the last 60 days, which is enough to tell in which way people click most. If it does worse than yours, it goes again.`;
    case "tolerance":
      return `Of ${formatCounted(evidence.scored, "customer")}, ${formatCount(evidence.customers)} have a lower limit than your ${evidence.capPer7Days} emails in seven days: one email makes ${formatRate(evidence.lossRate)} of them unsubscribe. Carts, checkouts, orders and requests have no such limit. The other customers keep your setting. Each day Kindred compares what both groups spend, and takes this back by itself if the others spend more. It reaches no more customers unless you approve it.`;
    case "fatigue":
      return `${tiredOf(evidence)} One email a week from your flows and campaigns for 9 in 10 customers; 1 in 10 keep your setting as control. Checkout, order and requested emails are not affected. Nothing changes unless you approve it.`;
    case "fatigue_gone":
      return "The latest emails no longer show that customers click less or unsubscribe sooner the more they get.";
    case "approved":
      if (isWeeklyLimit(after)) {
        return "One in ten customers keeps your setting, to compare. Checkout, order and requested emails are not affected. Each day Kindred compares what both groups spend, and takes this back by itself if the others spend more, or if customers are no longer seen to tire of email.";
      }
      if (kind !== "frequency") {
        return "From the next daily look on it goes to all customers but one in ten, who stay as you set it.";
      }
      return "One in ten customers keeps your setting, to compare. Kindred takes this back by itself if they spend more.";
    case "compared": {
      const { people, mean, days } = evidence;
      const more = mean.treated > 0 ? mean.control / mean.treated - 1 : 1;
      return `In ${formatCounted(days, "day")}, ${formatCount(people.control)} customers who kept your setting spent ${formatRate(Math.abs(more), 0)} ${more >= 0 ? "more" : "less"} each than ${formatCount(people.treated)} who got less email. ${WHY_BACK[evidence.rule]}`;
    }
    case "clicks": {
      const rates = evidence.variants.map(({ variant, sends, clicks }) => {
        const name = nameOf(variant, after);
        return `${capital(name)}: people clicked in ${formatCount(clicks)} of ${formatCount(sends)} (${formatRate(clicks / sends)}).`;
      });
      const sure = `It is the ${BEST[kind]} clicked in most with a certainty of ${formatRate(evidence.chance, 0)}.`;
      const asks = evidence.awaitsApproval
        ? "This email reaches more than a fifth of your customers: it goes further once you approve it."
        : "";
      return [...rates, sure, controlOf(after), asks]
        .filter((sentence) => sentence !== "")
        .join(" ");
    }
  }
}

/** Responses after many emails compared with few. */
function tiredOf({
  clickRatio,
  leaveRatio,
}: Extract<ShownChange["evidence"], { kind: "fatigue" }>): string {
  const clicked =
    clickRatio !== null && clickRatio < 1 ? `clicked ${formatRate(1 - clickRatio, 0)} less` : null;
  const left =
    leaveRatio !== null && leaveRatio > 1
      ? `unsubscribed ${formatCount(Math.round(leaveRatio * 10) / 10)} times as often as`
      : null;
  const did = left ?? (clicked === null ? "clicked less or unsubscribed sooner than" : "than");
  const all = clicked === null ? did : `${clicked} ${left === null ? did : `and ${left}`}`;
  return `Customers who had ${MANY_EMAILS} or more emails in 28 days ${all} those who had ${HARMLESS_EMAILS} or fewer.`;
}

const WHY_BACK = {
  control_earns_more: "That is too much to be chance, so Kindred took the change back.",
  harm: "That may be chance, but a loss of that size is not worth the risk, so Kindred took the change back.",
  no_gain: "The change brought nothing in eight weeks, so Kindred took it back.",
} as const;

function controlOf(after: readonly VariantShare[]): string {
  const own = shareOf(after, OWN_VARIANT);
  return own > 0 && own < 0.5
    ? `${formatRate(own, 0)} of the emails stay as you set them, to compare.`
    : "";
}

function shareOf(variants: readonly VariantShare[], variant: string): number {
  return variants.find((it) => it.variant === variant)?.share ?? 0;
}

/** A variant's display name. */
function nameOf(variant: string, variants: readonly VariantShare[]): string {
  const text = variants.find((it) => it.variant === variant)?.text;
  if (text) return `“${text}”`;
  if (variant === BEST_HOUR) return "each customer’s best hour";
  if (variant === PRODUCTS_FIRST) return "the products above the text";
  const list = RecommendationList.safeParse(variant);
  return list.success ? `“${LIST_TITLES[list.data]}”` : "what you set";
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
