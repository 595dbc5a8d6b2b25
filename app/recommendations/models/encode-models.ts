import { z } from "zod";
import type { ProductNeighbors } from "~/ml/neighbors/product-neighbors";
import {
  packArrays,
  unpackArrays,
  type ContainerArray,
  type OpenedContainer,
} from "./array-container";
import type { RecommendationModels } from "./fit-models";

/** "KREC". Increase the format whenever the layout or the meaning of a number changes: older rows are then refitted. */
const CONTAINER = { magic: 0x4352454b, format: 3 } as const;

/** The metadata; the arrays follow in the order of `arraysOf`. */
const Description = z.object({
  trainedAt: z.coerce.date(),
  productIds: z.array(z.string()),
  profileCount: z.number().int(),
  pairCount: z.number().int(),
  windowDays: z.number(),
  lengths: z.array(z.number().int().nonnegative()).length(29),
});

export type DecodedModels =
  | { readonly kind: "decoded"; readonly models: RecommendationModels }
  | Extract<OpenedContainer, { kind: "refused" }>;

/** Encodes models deterministically. */
export function encodeModels(models: RecommendationModels): Uint8Array<ArrayBuffer> {
  const arrays = arraysOf(models);
  return packArrays(
    CONTAINER,
    {
      trainedAt: models.trainedAt.toISOString(),
      productIds: [...models.productIds],
      profileCount: models.profileCount,
      pairCount: models.pairCount,
      windowDays: models.windowDays,
      lengths: arrays.map(({ length }) => length),
    } satisfies z.input<typeof Description>,
    arrays,
  );
}

/** Decodes the output of `encodeModels`. Refuses another format, and truncated or changed bytes. */
export function decodeModels(bytes: Uint8Array): DecodedModels {
  const opened = unpackArrays(bytes, CONTAINER);
  if (opened.kind === "refused") return opened;
  const { lengths, productIds, ...counts } = Description.parse(opened.description);
  const next = opened.readArrays(lengths);
  const products = productIds.length;
  const neighbors = (): ProductNeighbors => ({
    products,
    offsets: next(Int32Array),
    neighbors: next(Int32Array),
    scores: next(Float32Array),
    shared: next(Int32Array),
    buyers: next(Int32Array),
  });
  return {
    kind: "decoded",
    models: {
      ...counts,
      productIds,
      itemKnn: neighbors(),
      rp3Beta: neighbors(),
      ease: neighbors(),
      nextOrder: neighbors(),
      content: neighbors(),
      popularity: next(Float64Array),
      trend: next(Float64Array),
      repeatRates: next(Float64Array),
      recentBuyers: next(Int32Array),
    },
  };
}

/** The arrays in encoding order. */
function arraysOf(models: RecommendationModels): ContainerArray[] {
  const ofNeighbors = ({ offsets, neighbors, scores, shared, buyers }: ProductNeighbors) => [
    offsets,
    neighbors,
    scores,
    shared,
    buyers,
  ];
  return [
    ...ofNeighbors(models.itemKnn),
    ...ofNeighbors(models.rp3Beta),
    ...ofNeighbors(models.ease),
    ...ofNeighbors(models.nextOrder),
    ...ofNeighbors(models.content),
    models.popularity,
    models.trend,
    models.repeatRates,
    models.recentBuyers,
  ];
}
