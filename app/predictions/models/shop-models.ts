import type { FittedContender } from "~/ml/customers/contender-model";
import type { BgNbd } from "~/ml/lifetime/bg-nbd";
import type { Quality } from "../quality";
import type { FittedBehavior } from "./behavior";
import type { ChurnModel } from "./churn";
import type { CustomerGroups } from "./customer-groups";
import type { FirstOrderModel } from "./first-order";
import type { FittedIntent } from "./intent";
import type { LifetimeCustomer, LifetimeModel } from "./lifetime";
import type { EmailHabits } from "../history/email-habits";
import type { SharedIntentHorizon } from "./shared-intent";
import type { NextOrderFit } from "./next-order";
import type { FittedSpending } from "./spending";
import type { FittedUplift } from "./uplift";

/** The shop's trained models by kind. Plain values. */
export interface ShopModels {
  readonly intent: FittedIntent & {
    readonly firstOrder: FirstOrderModel;
    /**
     * Describes the customers as those of the training windows were; null where its likelihood is flat, missing in
     * models of earlier releases.
     */
    readonly buying?: BgNbd | null;
    /** Of the horizons without a model, if the shop shares counts; missing in models of earlier releases. */
    readonly shared?: readonly SharedIntentHorizon[];
  };
  /** `stack` is null if BG/NBD alone is used; `contender` is null unless it replaces the stack. */
  readonly churn: {
    readonly stack: ChurnModel | null;
    readonly contender: FittedContender | null;
    /** Added to the logit of either (models/churn-season.ts); missing in models of earlier releases. */
    readonly season?: number;
  };
  /** `season` is all 1 if it did not improve the last year's forecast. */
  readonly lifetime: LifetimeModel & {
    readonly typical: LifetimeCustomer;
    readonly season: Float64Array;
    /** Replaces BG/NBD and Gamma-Gamma where it won; missing in models of earlier releases. */
    readonly contender?: FittedSpending | null;
  };
  readonly next_order: NextOrderFit;
  /** Includes the product types of the customer vectors: similar-customers/embed-customer.ts. */
  readonly customer_groups: CustomerGroups & { readonly productTypes: readonly string[] };
  readonly behavior: { readonly fits: readonly FittedBehavior[] };
  readonly email_habits: EmailHabits;
  readonly uplift: FittedUplift;
}

/** A model with its quality. */
interface Trained<Model> {
  readonly model: Model;
  readonly quality: Quality;
}

/** All models of a shop as they were just trained. */
export type TrainedPredictionModels = {
  readonly [Kind in keyof ShopModels]: Trained<ShopModels[Kind]>;
};
