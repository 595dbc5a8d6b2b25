import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compareVariants, signUpRateOf } from "~/delivery/sign-up-forms/form-results";
import { contentOf, FORM_TEMPLATES } from "~/delivery/sign-up-forms/form-templates";
import {
  findFormProblems,
  FormContent,
  promisesWelcomeCode,
  toPublicForm,
  type SignUpFormRecord,
} from "~/delivery/sign-up-forms/sign-up-form";
import { createRandomNumbers } from "~/ml/numerics/random";

const TEXTS = { heading: "Get {discount} off", text: "", teaser: "{discount}", success: "" };
const CONTENT = contentOf("welcome", TEXTS, "#2a6f4e");
const GIVEN = { percentOff: 10, holdoutRate: 0 };
const NOT_GIVEN = { percentOff: null, holdoutRate: 0 };
const FORM: SignUpFormRecord = {
  ...{ formId: "f1", name: "Welcome", status: "live", version: 1 },
  ...{ content: CONTENT, variantB: null, testNumber: 0 },
};

describe("a form that is shown", () => {
  test("has no problem as any template, in any accent", () => {
    const hex = fc
      .integer({ min: 0, max: 0xffffff })
      .map((it) => `#${it.toString(16).padStart(6, "0")}`);
    fc.assert(
      fc.property(fc.constantFrom(...FORM_TEMPLATES), hex, (template, accent) => {
        const content = contentOf(template, TEXTS, accent);
        expect(FormContent.parse(content)).toEqual(content);
        expect(findFormProblems(content, GIVEN)).toEqual([]);
      }),
    );
  });

  test("promises only a discount that every subscriber gets", () => {
    expect(findFormProblems(CONTENT, NOT_GIVEN)).toEqual(["no_discount"]);
    expect(findFormProblems(CONTENT, { percentOff: 10, holdoutRate: 0.05 })).toEqual(["holdout"]);
    const silent = { ...CONTENT, heading: "News", teaser: "" };
    expect(promisesWelcomeCode(silent)).toBe(false);
    expect(findFormProblems(silent, NOT_GIVEN)).toEqual([]);
  });

  test.each([
    [{ heading: "" }, "heading"],
    [{ colors: { ...CONTENT.colors, text: "#eeeeee" } }, "contrast"],
    [{ colors: { ...CONTENT.colors, buttonText: CONTENT.colors.button } }, "button_contrast"],
    [{ pictureUrl: "http://shop.example/a.jpg" }, "picture"],
    [{ pictureUrl: "javascript:alert(1)" }, "picture"],
    [{ targeting: { ...CONTENT.targeting, pages: "url" as const } }, "url"],
  ])("is refused with %o", (change, problem) => {
    expect(findFormProblems({ ...CONTENT, ...change }, GIVEN)).toContain(problem);
  });
});

describe("what the storefront gets", () => {
  test("is the discount in place of its name, and nothing internal", () => {
    const shown = toPublicForm(FORM, 15);
    expect(Object.keys(shown)).toEqual(["id", "variants"]);
    expect(shown.variants).toHaveLength(1);
    expect(shown.variants[0]).toMatchObject({ arm: "own", content: { heading: "Get 15% off" } });
    expect(JSON.stringify(shown)).not.toContain("{discount}");
  });

  test("is two variants with one targeting during a test", () => {
    const variantB = {
      ...CONTENT,
      type: "flyout" as const,
      heading: "Hello",
      targeting: { ...CONTENT.targeting, delaySeconds: 99 },
    };
    const { variants } = toPublicForm({ ...FORM, variantB, testNumber: 3 }, 10);
    expect(variants.map(({ arm }) => arm)).toEqual(["3a", "3b"]);
    expect(variants[1]?.content).toMatchObject({ heading: "Hello", type: "popup" });
    expect(variants[1]?.content.targeting).toEqual(variants[0]?.content.targeting);
  });
});

describe("the results", () => {
  const counts = (views: number, countedSignUps: number) => ({
    ...{ views, countedSignUps, signUps: countedSignUps },
  });

  test("are a rate with an interval around it, and none without views", () => {
    expect(signUpRateOf(counts(0, 0))).toBeNull();
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5_000 }), fc.nat(5_000), (views, signUps) => {
        const { rate, low, high } = signUpRateOf(counts(views, signUps))!;
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
        expect(low).toBeLessThanOrEqual(rate + 1e-12);
        expect(high).toBeGreaterThanOrEqual(rate - 1e-12);
      }),
    );
  });

  test("say nothing of a difference with few views, and name no winner too early", () => {
    expect(compareVariants(counts(49, 0), counts(500, 50))).toEqual({
      difference: null,
      better: null,
    });
    expect(compareVariants(counts(100, 5), counts(100, 8)).better).toBeNull();
    expect(compareVariants(counts(4_000, 120), counts(4_000, 280)).better).toBe("b");
    expect(compareVariants(counts(4_000, 280), counts(4_000, 120)).better).toBe("a");
  });

  test("name a winner in at most 5% of tests without a difference, looked at after every 100 views", () => {
    const random = createRandomNumbers(7);
    const tests = 300;
    let named = 0;
    for (let i = 0; i < tests; i++) {
      const [a, b] = [
        { views: 0, signUps: 0 },
        { views: 0, signUps: 0 },
      ];
      for (let looks = 0; looks < 40; looks++) {
        for (const it of [a, b]) {
          it.views += 100;
          for (let view = 0; view < 100; view++) if (random.nextFloat() < 0.06) it.signUps++;
        }
        if (compareVariants(counts(a.views, a.signUps), counts(b.views, b.signUps)).better) {
          named++;
          break;
        }
      }
    }
    expect(named / tests).toBeLessThanOrEqual(0.05);
  });
});
