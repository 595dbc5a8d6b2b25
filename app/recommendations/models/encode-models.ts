import { z } from "zod";
import type { ProductNeighbors } from "~/ml/neighbors/product-neighbors";
import {
  packArrays,
  unpackArrays,
  type ContainerArray,
  type OpenedContainer,
} from "../array-container";
import type { RecommendationModels } from "./fit-models";
import { GENERAL_SETTINGS, type ModelSettings } from "./model-settings";

/** "KREC". Increase the format whenever the layout or the meaning of a number changes: older rows are then refitted. */
const CONTAINER = { magic: 0x4352454b, format: 6 } as const;
/**
 * Like the current format, without usual gaps; the oldest also without models of visits. Such rows rank until the next
 * fit replaces them.
 */
const WITHOUT_GAPS = [5, 4] as const;
/** Arrays of the other models, of those of visits, and of usual gaps. */
const ARRAYS = { others: 39, visits: 15, gaps: 1 } as const;

/** The same settings as in the code, each a number; general ones for models that a row does not have. */
const Settings = z.preprocess(
  (value) => ({ ...GENERAL_SETTINGS, ...(value as object | null) }),
  z.custom<ModelSettings>((value) =>
    Object.entries(GENERAL_SETTINGS).every(([source, names]) => {
      const given = (value as Record<string, Record<string, unknown>>)[source];
      return Object.keys(names).every((name) => Number.isFinite(given?.[name]));
    }),
  ),
);

/** The metadata; the arrays follow in the order of `arraysOf`. */
const Description = z.object({
  trainedAt: z.coerce.date(),
  productIds: z.array(z.string()),
  profileCount: z.number().int(),
  pairCount: z.number().int(),
  windowDays: z.number(),
  settings: Settings,
  lengths: z.array(z.number().int().nonnegative()).refine(({ length }) => {
    const more = length - ARRAYS.others;
    return more % ARRAYS.visits <= ARRAYS.gaps && more >= 0 && more <= ARRAYS.visits + ARRAYS.gaps;
  }),
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
      settings: models.settings,
      lengths: arrays.map(({ length }) => length),
    } satisfies z.input<typeof Description>,
    arrays,
  );
}

/** Decodes the output of `encodeModels`. Refuses another format, and truncated or changed bytes. */
export function decodeModels(bytes: Uint8Array): DecodedModels {
  const current = unpackArrays(bytes, CONTAINER);
  const opened = WITHOUT_GAPS.reduce(
    (found, format) =>
      isOtherFormat(found) ? unpackArrays(bytes, { ...CONTAINER, format }) : found,
    current,
  );
  if (opened.kind === "refused") return opened;
  const { lengths, productIds, ...counts } = Description.parse(opened.description);
  const next = opened.readArrays(lengths);
  const products = productIds.length;
  const hasGaps = (lengths.length - ARRAYS.others) % ARRAYS.visits === ARRAYS.gaps;
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
      transitions: neighbors(),
      content: neighbors(),
      sequences: {
        items: next(Int32Array),
        steps: next(Int32Array),
        offsets: next(Int32Array),
        ages: next(Float64Array),
      },
      popularity: next(Float64Array),
      trend: next(Float64Array),
      longTerm: next(Float64Array),
      repeatRates: next(Float64Array),
      recentBuyers: next(Int32Array),
      visitRelations:
        lengths.length < ARRAYS.others + ARRAYS.visits
          ? null
          : {
              viewedTogether: neighbors(),
              boughtAfterView: neighbors(),
              boughtAfterCart: neighbors(),
            },
      usualGaps: hasGaps ? next(Float64Array) : new Float64Array(products),
    },
  };
}

const isOtherFormat = (opened: OpenedContainer): boolean =>
  opened.kind === "refused" && opened.reason === "other_format";

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
    ...ofNeighbors(models.transitions),
    ...ofNeighbors(models.content),
    models.sequences.items,
    models.sequences.steps,
    models.sequences.offsets,
    models.sequences.ages,
    models.popularity,
    models.trend,
    models.longTerm,
    models.repeatRates,
    models.recentBuyers,
    ...(models.visitRelations
      ? [
          ...ofNeighbors(models.visitRelations.viewedTogether),
          ...ofNeighbors(models.visitRelations.boughtAfterView),
          ...ofNeighbors(models.visitRelations.boughtAfterCart),
        ]
      : []),
    models.usualGaps,
  ];
}
