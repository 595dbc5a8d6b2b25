import { atLeast } from "../goal";
import { measureSubjectLines } from "../subject-lines";
import type { Study } from "../study";

const SENDS = 20_000;
const SEED = 1;

/** Which of an email's subject lines to send, while it is being sent. */
export const subjectLines: Study = {
  rows: { 15: "subject lines, headline tests of Upworthy played again" },
  dataFile: "upworthy_ab/headline_tests_dev.csv.gz",
  measure({ dataFolder }) {
    const { captured, minLead } = measureSubjectLines(dataFolder, SEED);
    const tested = captured.testThenCommit[SENDS]!.toFixed(3);
    return Promise.resolve([
      {
        row: 15,
        figures: [
          {
            what: "share of (best − mean) captured at 20,000 sends",
            goal: atLeast(0.67),
            measured: captured.thompson[SENDS]!,
            peer: `test-then-commit .595 (.561 with the lines shuffled), Thompson .66 to .68; test-then-commit here ${tested}`,
          },
          {
            what: "least lead over test-then-commit, 2,000 to 50,000 sends",
            goal: atLeast(-0.02),
            measured: minLead,
          },
        ],
        tried:
          "batches of a twentieth, a prior that an email's lines share, and how sharply to prefer the better ones chosen on the other half of the tests.",
      },
    ]);
  },
};
