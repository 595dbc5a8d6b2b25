import type { BlendedList } from "./lists/blend";
import type { ListChoice, ListChoices } from "./models/list-choice";
import { SCORE_SOURCE_WORDS } from "./score-source-words";
import { ScoreSource } from "./recommendation";

interface Trained {
  readonly counts: { readonly products: number; readonly profiles: number };
  readonly choices: ListChoices;
}

/** The result of a training, in one or two sentences for the merchant. */
export function describeTraining({ counts, choices }: Trained): string {
  const from = `Learned from ${number(counts.profiles)} customers and ${number(counts.products)} products.`;
  const measured = Object.values(choices).filter(({ customers }) => customers > 0);
  if (measured.length === 0) {
    return `${from} Too few bought lately to measure the ranking on them: it goes by what holds in other shops.`;
  }
  const kept = measured.filter(({ chosen }) => chosen === "in_use").length;
  return kept > 0
    ? `${from} What was new ranked measurably worse than what was in use, in ${number(kept)} of ${number(measured.length)} lists: there what was in use stays.`
    : `${from} Measured on the purchases of the last ${measured[0]?.windowDays ?? 0} days.`;
}

const LIST_WORDS = {
  buy_again: "buy again",
  new_for_you: "new for them",
  goes_with: "goes with",
} as const satisfies Record<BlendedList, string>;

/** Why the previous models stay in use, for the merchant. */
export function describeRetainedFit(worse: readonly BlendedList[]): string {
  const lists = worse.map((list) => `“${LIST_WORDS[list]}”`).join(" and ");
  return `What was learned newly ranked ${lists} measurably worse: what was learned before stays in use, for a week at most.`;
}

/** A merchant-friendly name for a contender. */
export function contenderLabel(name: string): string {
  switch (name) {
    case "blend":
      return "All models together";
    case "in_use":
      return "What was in use before";
    case "general":
      return "What holds in other shops";
    default: {
      const source = ScoreSource.safeParse(name);
      return source.success ? `Only ${SCORE_SOURCE_WORDS[source.data]}` : name;
    }
  }
}

/** Why a list has this ranking. */
export function describeChoice({ chosen, customers, windowDays, contenders }: ListChoice): string {
  if (customers === 0) {
    return `Too few customers bought in the last ${windowDays} days to measure on. It ranks by what holds in other shops until there are more.`;
  }
  const measured = `Measured on ${number(customers)} purchases of the last ${windowDays} days that it had not seen.`;
  const inUse = contenders.find(({ name }) => name === chosen);
  const label = contenderLabel(chosen).toLowerCase();
  return `${measured} In use: ${label}, which found one of the first ten in ${percent(inUse?.hitRate10 ?? 0)} of them.`;
}

function percent(rate: number): string {
  return `${(100 * rate).toFixed(1)} %`;
}

function number(count: number): string {
  return count.toLocaleString("en");
}
