import { describe, expect, test } from "vitest";
import { contenderLogits, fitContender } from "~/ml/customers/contender-model";
import { forecastContender } from "~/ml/customers/contender-parts";
import { EXPLAINED, featuresOf, settingsOf, CONTENDERS } from "~/ml/customers/contender-settings";
import { FEATURE_TOPIC } from "~/ml/customers/named-features";
import { decodeModel, encodeModel } from "~/predictions/models/encode-model";
import { simulateWindows, EXCLUSIVE } from "../../predictions/contenders/simulated-windows";
import { EXPLAINED_SETTINGS } from "../../predictions/contenders/winner";

const { windows } = simulateWindows(EXCLUSIVE, 2, 200);
const [held, learned] = windows;

describe("forecastContender", () => {
  test.each(EXPLAINED_SETTINGS)(
    "explains $name with $featureSet features by parts that add up to its logit",
    (setting) => {
      const fitted = fitContender([learned!], setting);
      const logits = contenderLogits(fitted, held!);
      forecastContender(fitted, held!).forEach(({ base, parts }, row) => {
        const total = parts.reduce((sum, part) => sum + part, base);
        expect(total).toBeCloseTo(logits[row]!, 9);
      });
    },
  );

  test("gives the same forecasts after it was stored", () => {
    const fitted = fitContender([learned!], EXPLAINED_SETTINGS[0]!);
    const stored = decodeModel(encodeModel(fitted)) as typeof fitted;
    expect(forecastContender(stored, held!)).toEqual(forecastContender(fitted, held!));
  });

  test("refuses a contender without exact reasons", () => {
    const fitted = fitContender([learned!], {
      name: "nearest_neighbors",
      featureSet: "basic",
      k: 10,
    });
    expect(() => forecastContender(fitted, held!)).toThrow(RangeError);
  });
});

test("every feature set contains the main feature of each of its topics, which explanations name", () => {
  const sets = CONTENDERS.flatMap((name) => settingsOf(name, true)).map(
    ({ featureSet }) => featureSet,
  );
  for (const set of new Set(sets)) {
    const features = featuresOf(set);
    const topics = features.map((feature) => FEATURE_TOPIC[feature]);
    expect(topics.filter((topic) => !features.includes(topic))).toEqual([]);
  }
});

test("the explained contenders are contenders", () => {
  expect([...EXPLAINED].filter((name) => !CONTENDERS.some((it) => it === name))).toEqual([]);
});
