import { daysAgo, NOW } from "../support/builders";
import { CUSTOMER, PRODUCT, PROFILE } from "./table-values";

/** Arguments of the store functions of recommendations, after the database and the shop. */
export const RECOMMENDATION_CALLS = {
  listPurchases: [],
  listInterests: [[PROFILE], NOW],
  listPastPurchases: [[PROFILE]],
  listPurchasesWithNewEvents: [CUSTOMER],
  saveRecommendationModels: [
    { bytes: new Uint8Array([1]), trainedAt: NOW, counts: {}, choices: {} },
  ],
  findLatestVersion: [],
  findVersions: [],
  saveProductRules: [{ bytes: new Uint8Array([1]), counts: {} }, NOW],
  saveSessionModel: [{ bytes: new Uint8Array([1]), counts: {} }, NOW],
  dropOrderSequences: [],
  listTrainingVisits: [],
  findRules: [],
  loadCollections: [[{ target: { kind: "collection", collectionId: "collection_id" } }]],
  countPlacements: [NOW],
  purgePlacements: [daysAgo(-30)],
  findRecommendationModels: [1],
  listShownProducts: [[PRODUCT], NOW],
};
