import { takeFault } from "../faults";
import { gid, idOf } from "../store-records";
import { activeOf, endDue, setStatus, type AppSubscriptionRecord } from "../subscriptions";
import { connection, type ConnectionArgs } from "./connection";
import type { Fields } from "./resolvers";
import type { GraphqlContext } from "./run-document";

interface CreateInput {
  readonly name: string;
  readonly returnUrl: string;
  readonly test?: boolean | null;
  readonly trialDays?: number | null;
  readonly replacementBehavior?: string | null;
  readonly lineItems: readonly {
    readonly plan: {
      readonly appRecurringPricingDetails?: {
        readonly price: { readonly amount: string | number; readonly currencyCode: string };
      } | null;
    };
  }[];
}

export const subscriptionMutations: Fields = {
  appSubscriptionCreate(_: unknown, input: CreateInput, { world, shop }: GraphqlContext) {
    const price = input.lineItems[0]?.plan.appRecurringPricingDetails?.price;
    if (takeFault(world.faults.billing, "refuse") || !price) {
      return refused("Billing is not available for this store");
    }
    // A development store cannot pay.
    if (shop.plan.isDevelopment && !input.test) {
      return refused("Development stores can only accept test charges");
    }
    const record: AppSubscriptionRecord = {
      id: shop.store.nextId(),
      name: input.name,
      status: "PENDING",
      test: input.test ?? false,
      createdAt: world.clock.nowIso(),
      trialDays: input.trialDays ?? 0,
      price: { amount: Number(price.amount).toFixed(2), currencyCode: price.currencyCode },
      returnUrl: input.returnUrl,
      replacementBehavior: input.replacementBehavior ?? "STANDARD",
      currentPeriodEnd: null,
      endsAt: null,
    };
    shop.subscriptions.push(record);
    return {
      appSubscription: record,
      confirmationUrl: `${world.origin}/store/${shop.handle}/charges/${record.id}/confirm`,
      userErrors: [],
    };
  },

  appSubscriptionCancel(_: unknown, { id }: { id: string }, { world, shop }: GraphqlContext) {
    const number = idOf("AppSubscription", id);
    const record = shop.subscriptions.find((it) => it.id === number);
    if (record?.status !== "ACTIVE") return refused("The subscription is not active");
    setStatus(world, shop, record, "CANCELLED");
    return { appSubscription: record, userErrors: [] };
  },
};

export const subscriptionFields: Readonly<Record<string, Fields>> = {
  AppInstallation: {
    activeSubscriptions(_: unknown, __: unknown, { world, shop }: GraphqlContext) {
      endDue(world, shop);
      return activeOf(shop);
    },
    allSubscriptions(_: unknown, args: ConnectionArgs, context: GraphqlContext) {
      endDue(context.world, context.shop);
      return connection([...context.shop.subscriptions], args, context, {
        isRoot: false,
        sortBy: (it) => Number(it.id),
      });
    },
  },
  AppSubscription: {
    id: (it: AppSubscriptionRecord) => gid("AppSubscription", it.id),
  },
};

const refused = (message: string) => ({
  appSubscription: null,
  confirmationUrl: null,
  userErrors: [{ field: null, message }],
});
