import { claimBestHour, fitBestHour, type BestHourModel } from "~/ml/customers/best-hour";
import { HOURS } from "~/ml/customers/hour-rates";
import { EMAIL_SEGMENTS, segmentOf } from "~/predictions/history/email-habits";
import type { Person } from "./person";
import { BEGAN_MS, DAY_MS, hourOf } from "./times";

/** Days between two fits. */
const FIT_DAYS = 14;

/** The product's best hour of each customer, by the clicks on emails sent at each hour. */
export function learnBestHours() {
  const counts = new Map<Person, { exposures: Float64Array; responses: Float64Array }>();
  const claimed = new Map<Person, number | null>();
  let model: BestHourModel | null = null;
  let fittedAt = new Date(BEGAN_MS);

  const segmentNow = ({ lastOrderDay }: Person) =>
    segmentOf(lastOrderDay === null ? null : new Date(BEGAN_MS + lastOrderDay * DAY_MS), fittedAt);

  return {
    notice(person: Person, atMs: number, hasClicked: boolean): void {
      let own = counts.get(person);
      if (!own) {
        own = { exposures: new Float64Array(HOURS), responses: new Float64Array(HOURS) };
        counts.set(person, own);
      }
      own.exposures[hourOf(atMs)]! += 1;
      if (hasClicked) own.responses[hourOf(atMs)]! += 1;
    },
    learn(day: number): void {
      if (day === 0 || day % FIT_DAYS !== 0 || counts.size === 0) return;
      fittedAt = new Date(BEGAN_MS + day * DAY_MS);
      claimed.clear();
      const people = [...counts];
      const rows = (of: "exposures" | "responses") => {
        const all = new Float64Array(people.length * HOURS);
        for (const [n, [, own]] of people.entries()) all.set(own[of], n * HOURS);
        return all;
      };
      model = fitBestHour({
        ...{ exposures: rows("exposures"), responses: rows("responses") },
        segmentOf: Int32Array.from(people, ([person]) => segmentNow(person)),
        segments: EMAIL_SEGMENTS,
      });
    },
    /** null: no hour stands out. */
    hourFor(person: Person): number | null {
      const known = claimed.get(person);
      if (known !== undefined) return known;
      const own = counts.get(person);
      const claim = model && own ? claimBestHour(model, segmentNow(person), own) : null;
      const hour = claim?.hour ?? null;
      claimed.set(person, hour);
      return hour;
    },
  };
}
