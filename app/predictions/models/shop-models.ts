import type { Quality } from "../back-test/quality";
import type { BehaviourModel } from "./behaviour";
import type { ChurnModel } from "./churn";
import type { CustomerGroups } from "./customer-groups";
import type { FirstOrderModel } from "./first-order";
import type { FittedIntent } from "./intent";
import type { LifetimeCustomer, LifetimeModel } from "./lifetime";
import type { EmailHabits } from "./email-habits";
import type { NextOrderFit } from "./next-order";

/** What a shop's history teaches, by kind of model. Plain values. */
export interface ShopModels {
  readonly intent: FittedIntent & { readonly firstOrder: FirstOrderModel };
  /** `stack` is null where BG/NBD alone answers. */
  readonly churn: { readonly stack: ChurnModel | null };
  /** `season` is all 1 where it did not show in the last year. */
  readonly lifetime: LifetimeModel & {
    readonly typical: LifetimeCustomer;
    readonly season: Float64Array;
  };
  readonly next_order: NextOrderFit;
  /** Includes the product types of the customer vectors: similar-customers/embed-customer.ts. */
  readonly customer_groups: CustomerGroups & { readonly productTypes: readonly string[] };
  /** Null where too little is known. */
  readonly behaviour: { readonly fitted: BehaviourModel | null };
  readonly email_habits: EmailHabits;
}

/** A model with how it did. */
export interface Trained<Model> {
  readonly model: Model;
  readonly quality: Quality;
}

/** All models of a shop as they were just trained. */
export type TrainedPredictionModels = {
  readonly [Kind in keyof ShopModels]: Trained<ShopModels[Kind]>;
};
