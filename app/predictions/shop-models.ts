import type { Quality } from "./back-test/quality";
import type { BehaviourModel } from "./models/behaviour";
import type { ChurnModel } from "./models/churn";
import type { CustomerGroups } from "./models/customer-groups";
import type { FirstOrderModel } from "./models/first-order";
import type { FittedIntent } from "./models/intent";
import type { LifetimeCustomer, LifetimeModel } from "./models/lifetime";
import type { MailHabits } from "./models/mail-habits";
import type { NextOrderFit } from "./models/next-order";

/** What a shop's history teaches, by kind of model. Plain values. */
export interface ShopModels {
  readonly intent: FittedIntent & { readonly firstOrder: FirstOrderModel };
  /** `stack` is null where BG/NBD alone answers. */
  readonly churn: { readonly stack: ChurnModel | null };
  readonly lifetime: LifetimeModel & { readonly typical: LifetimeCustomer };
  readonly next_order: NextOrderFit;
  readonly customer_groups: CustomerGroups;
  /** Null where too little is known. */
  readonly behaviour: { readonly fitted: BehaviourModel | null };
  readonly mail_habits: MailHabits;
}

/** A model with how it did. */
export interface Trained<Model> {
  readonly model: Model;
  readonly quality: Quality;
}

/** All models of a shop as they were just trained. */
export type TrainedModels = { readonly [Kind in keyof ShopModels]: Trained<ShopModels[Kind]> };
