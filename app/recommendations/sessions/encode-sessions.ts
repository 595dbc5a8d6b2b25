import { z } from "zod";
import { packArrays, unpackArrays } from "../array-container";
import { ScoreSource } from "../recommendation";
import type { SessionModel } from "./session-model";

/** "KSES" */
const CONTAINER = { magic: 0x5345534b, format: 1 } as const;

const Description = z.object({
  trainedAt: z.coerce.date(),
  productIds: z.array(z.string()),
  settings: z.object({
    stepDecay: z.number(),
    backward: z.number(),
    asymmetry: z.number(),
    shrinkage: z.number(),
    halfLifeSteps: z.number(),
    neighbors: z.number(),
    lengthPower: z.number(),
    itemHalfLife: z.number(),
    sessionHalfLife: z.number(),
    voteHalfLife: z.number(),
    voteBackward: z.number(),
  }),
  weights: z.array(z.object({ source: ScoreSource, share: z.number(), log: z.number() })),
  lengths: z.array(z.number().int().nonnegative()).length(9),
});

/** Encodes a session model deterministically. */
export function encodeSessions(model: SessionModel): Uint8Array<ArrayBuffer> {
  const { trainedAt, productIds, sessions, transitions, settings, weights } = model;
  const arrays = [
    sessions.items,
    sessions.steps,
    sessions.offsets,
    sessions.ages,
    transitions.offsets,
    transitions.neighbors,
    transitions.scores,
    transitions.shared,
    transitions.buyers,
  ];
  return packArrays(
    CONTAINER,
    {
      trainedAt: trainedAt.toISOString(),
      productIds: [...productIds],
      settings,
      weights: [...weights],
      lengths: arrays.map(({ length }) => length),
    } satisfies z.input<typeof Description>,
    arrays,
  );
}

/** Decodes the output of `encodeSessions`; `null` for other bytes. */
export function decodeSessions(bytes: Uint8Array): SessionModel | null {
  const opened = unpackArrays(bytes, CONTAINER);
  if (opened.kind === "refused") return null;
  const { lengths, ...described } = Description.parse(opened.description);
  const next = opened.readArrays(lengths);
  return {
    ...described,
    sessions: {
      items: next(Int32Array),
      steps: next(Int32Array),
      offsets: next(Int32Array),
      ages: next(Float64Array),
    },
    transitions: {
      products: described.productIds.length,
      offsets: next(Int32Array),
      neighbors: next(Int32Array),
      scores: next(Float32Array),
      shared: next(Int32Array),
      buyers: next(Int32Array),
    },
  };
}
