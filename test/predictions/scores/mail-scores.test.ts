import { expect, test } from "vitest";
import { trainMailHabits, type MailHistory } from "~/predictions/models/mail-habits";
import { scoreTolerance } from "~/predictions/scores/mail-scores";

const NO_HOURS: MailHistory["persons"] = {
  exposures: new Float64Array(0),
  responses: new Float64Array(0),
  segmentOf: new Int32Array(0),
  segments: 3,
};

/** What is scored in a shop that lost so many of the thousand people who got four mails each in 28 days. */
function toleranceAfter(lost: number, windows = 1_000) {
  const mail_habits = trainMailHabits({
    persons: NO_HOURS,
    windows: { mails: [4], segmentOf: [0], windows: [windows], lost: [lost], segments: 3 },
    mails: 4 * windows,
    answered: 0,
  });
  const segmentOf = Int32Array.of(0);
  return scoreTolerance({ segmentOf }, 0, { mail_habits });
}

test("the first mails of a shop, whom nobody has left over, say nothing of how many its customers bear", () => {
  expect(toleranceAfter(0, 5)).toMatchObject({ grade: "D", mailsPer28Days: 4 });
  expect(toleranceAfter(29)).toMatchObject({ grade: "D", mailsPer28Days: 4 });
});

test("once some dozens have left over a shop's mails, fewer go out where they are too many", () => {
  expect(toleranceAfter(60)).toMatchObject({ grade: "C", mailsPer28Days: 1 });
});
