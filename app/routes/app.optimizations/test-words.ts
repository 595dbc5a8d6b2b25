import { OWN_VARIANT } from "~/experiments/optimization/experiment";
import { roundToTenths } from "~/i18n/round-to-tenths";
import type { ShownTest } from "~/pages/optimizations/optimizations-page.server";
import { nameOf, type DecisionWriter } from "./decision-words";

/** Since when, and with how many customers. */
export function sizeOf({ since, variants }: ShownTest, { text, format }: DecisionWriter): string {
  if (since === null) return text("tests.notStarted");
  const day = format.day(since);
  // Emails of one test go to a customer more than once, with any variant.
  const customers = variants.reduce(
    (sum, it) => sum + (it.variant === OWN_VARIANT ? 0 : it.customers),
    0,
  );
  return customers === 0
    ? text("tests.since", { day })
    : text("tests.sinceWith", { day, count: customers });
}

/** Each variant with its share and clicks, and what follows from them. */
export function resultsOf(test: ShownTest, writer: DecisionWriter): string[] {
  const { text, format } = writer;
  const { kind, variants, difference } = test;
  if (kind === "frequency") {
    const tried = variants.reduce(
      (sum, it) => sum + (it.variant === OWN_VARIANT ? 0 : it.share),
      0,
    );
    return [text("tests.frequency", { share: format.rate(tried, 0) }), text("tests.frequencyRule")];
  }
  const lines = variants.map(({ variant, share, emails, clicks }) => {
    const shown = {
      variant: nameOf("result", variant, variants, writer),
      share: format.rate(share, 0),
    };
    return emails === 0
      ? text("tests.variantNew", shown)
      : text("tests.variant", {
          ...{ ...shown, clicks, sends: emails },
          rate: format.rate(clicks / emails),
        });
  });
  if (kind === "offer") return [...lines, text("tests.offer")];
  if (difference === null) return [...lines, text("tests.known.none")];
  const { low, high } = difference;
  const known = low > 0 ? "better" : high < 0 ? "worse" : "open";
  const ofHundred = (rate: number) => roundToTenths(Math.abs(rate) * 100);
  return [
    ...lines,
    text(`tests.known.${known}`, {
      variant: nameOf("variant", difference.variant, variants, writer),
      from: ofHundred(known === "worse" ? high : low),
      to: ofHundred(known === "worse" ? low : high),
    }),
  ];
}
