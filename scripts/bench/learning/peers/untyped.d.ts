/** The used parts of the peers, which ship without types. */
declare module "ml-logistic-regression" {
  import type { Matrix } from "ml-matrix";

  export default class LogisticRegression {
    constructor(options: { readonly numSteps: number });
    train(features: Matrix, labels: Matrix): void;
  }
}

declare module "content-based-recommender" {
  export default class ContentBasedRecommender {
    constructor(options: { readonly maxSimilarDocuments: number });
    train(documents: readonly { readonly id: string; readonly content: string }[]): void;
  }
}
