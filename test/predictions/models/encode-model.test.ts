import { describe, expect, test } from "vitest";
import { decodeModel, encodeModel } from "~/predictions/models/encode-model";

const MODEL = {
  theta: Float64Array.of(0.1, -2e-300, NaN, 3),
  keys: ["a", "é"],
  nothing: null,
  parts: [{ days: 7, none: new Float64Array(0) }],
};

describe("encodeModel", () => {
  test("round-trips exactly", () => {
    expect(decodeModel(encodeModel(MODEL))).toEqual(MODEL);
  });

  test("refuses truncated bytes", () => {
    expect(() => decodeModel(encodeModel(MODEL).subarray(0, 20))).toThrow(SyntaxError);
  });
});
