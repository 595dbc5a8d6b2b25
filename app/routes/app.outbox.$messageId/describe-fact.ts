import { describeSkipReason } from "~/delivery/decision/describe-decision";
import type { DecisionFact } from "~/delivery/decision/explain-decision";
import type { Format } from "~/i18n/create-format";
import type { Text } from "~/i18n/create-text";

interface Texts {
  readonly text: Text<"outbox">;
  readonly delivery: Text<"delivery">;
  readonly format: Format;
}

/** Describes a fact behind a delivery decision. */
export function describeFact(fact: DecisionFact, { text, delivery, format }: Texts): string {
  switch (fact.kind) {
    case "reason":
      return describeSkipReason(fact.reason, delivery);
    case "trigger":
      return text(`fact.${fact.object}`, { time: format.instant(fact.at) });
    case "consent":
      return text(fact.isSubscribed ? "fact.subscribed" : "fact.notSubscribed");
    case "exempt":
      return text(`fact.exempt.${fact.startedBy}`, { had: fact.had });
    case "cap":
      return text(fact.isLearned ? "fact.capLearned" : "fact.cap", {
        had: fact.had,
        cap: fact.cap,
      });
    case "exempt_from_hour_cap":
      return text("fact.exempt_from_hour_cap");
    case "awake":
      return text("fact.awake", { timeZone: fact.timeZone });
  }
}
