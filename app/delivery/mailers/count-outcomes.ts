import type { InSpan } from "~/lib/traces.server";
import type { BatchOutcome, Mailer } from "../mailer";

/** Wraps a mailer so that each batch is traced, and the outcome of each email is counted. */
export function countOutcomes(
  mailer: Mailer,
  count: (provider: string, outcome: string, emails: number) => void,
  inSpan: InSpan,
): Mailer {
  return {
    ...mailer,
    async sendBatch(batch) {
      const outcome = await inSpan(
        `send ${mailer.name}`,
        { "kindred.provider": mailer.name, "kindred.emails": batch.emails.length },
        () => mailer.sendBatch(batch),
      );
      for (const [kind, emails] of kindsOf(outcome, batch.emails.length)) {
        count(mailer.name, kind, emails);
      }
      return outcome;
    },
  };
}

function kindsOf(outcome: BatchOutcome, emails: number): Map<string, number> {
  if (outcome.kind !== "answered") return new Map([[outcome.kind, emails]]);
  const counts = new Map<string, number>();
  for (const { kind } of outcome.results) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return counts;
}
