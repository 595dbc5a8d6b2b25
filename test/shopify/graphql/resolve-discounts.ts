import { takeFault } from "../faults";
import { findByCode, isActive } from "../discounts";
import { gid, idOf, type BulkCodesRecord, type DiscountRecord } from "../store-records";
import { connection, type ConnectionArgs } from "./connection";
import type { Fields } from "./resolvers";
import type { GraphqlContext } from "./run-document";

interface BasicInput {
  readonly title?: string | null;
  readonly code?: string | null;
  readonly startsAt?: string | null;
  readonly endsAt?: string | null;
  readonly usageLimit?: number | null;
  readonly appliesOncePerCustomer?: boolean | null;
  readonly customerGets?: {
    readonly value?: { readonly percentage?: number | null } | null;
  } | null;
}

const CODES_AT_ONCE = 250;

export const discountQueries: Fields = {
  discountNode: (_: unknown, { id }: { id: string }, { shop }: GraphqlContext) =>
    shop.store.discounts.get(idOf("DiscountNode", id) ?? "") ?? null,
  codeDiscountNodeByCode: (_: unknown, { code }: { code: string }, { shop }: GraphqlContext) =>
    findByCode(shop.store, code),
  discountRedeemCodeBulkCreation(_: unknown, { id }: { id: string }, { shop }: GraphqlContext) {
    const bulk = shop.store.bulkCodes.get(idOf("DiscountRedeemCodeBulkCreation", id) ?? "");
    if (!bulk) return null;
    if (bulk.pollsLeft > 0) bulk.pollsLeft--;
    return bulk;
  },
};

export const discountMutations: Fields = {
  discountCodeBasicCreate(
    _: unknown,
    { basicCodeDiscount: input }: { basicCodeDiscount: BasicInput },
    { world, shop }: GraphqlContext,
  ) {
    const { store } = shop;
    const at = ["basicCodeDiscount"];
    if (takeFault(world.faults.discounts, "refuse")) {
      return refused("codeDiscountNode", [...at, "code"], "Discount is refused", "INVALID");
    }
    const { title, code, startsAt, customerGets } = input;
    if (!title)
      return refused("codeDiscountNode", [...at, "title"], "Title can't be blank", "BLANK");
    if (!code) return refused("codeDiscountNode", [...at, "code"], "Code can't be blank", "BLANK");
    if (!startsAt) {
      return refused("codeDiscountNode", [...at, "startsAt"], "Starts at can't be blank", "BLANK");
    }
    const percentage = customerGets?.value?.percentage ?? null;
    if (percentage === null || percentage <= 0 || percentage > 1) {
      const field = [...at, "customerGets", "value", "percentage"];
      return refused("codeDiscountNode", field, "Value must be between 0.0 and 1.0", "INVALID");
    }
    if (findByCode(store, code)) {
      const message = "Code must be unique. Please try a different code.";
      return refused("codeDiscountNode", [...at, "code"], message, "TAKEN");
    }
    const discount: DiscountRecord = {
      id: store.nextId(),
      title,
      percentage,
      startsAt,
      endsAt: input.endsAt ?? null,
      usageLimit: input.usageLimit ?? null,
      appliesOncePerCustomer: input.appliesOncePerCustomer ?? false,
      usedBy: [],
      codes: { [code.toUpperCase()]: { id: store.nextId(), code, usageCount: 0 } },
    };
    store.discounts.set(discount.id, discount);
    return { codeDiscountNode: discount, userErrors: [] };
  },

  discountRedeemCodeBulkAdd(
    _: unknown,
    { discountId, codes }: { discountId: string; codes: readonly { code: string }[] },
    { world, shop }: GraphqlContext,
  ) {
    const { store } = shop;
    const discount = store.discounts.get(idOf("DiscountCodeNode", discountId) ?? "");
    if (!discount)
      return refused("bulkCreation", ["discountId"], "Discount does not exist", "INVALID");
    if (takeFault(world.faults.discounts, "refuse")) {
      return refused("bulkCreation", ["codes"], "Codes are refused", "INVALID");
    }
    if (codes.length === 0 || codes.length > CODES_AT_ONCE) {
      const message = `Codes must have between 1 and ${CODES_AT_ONCE} entries`;
      return refused("bulkCreation", ["codes"], message, "INVALID");
    }
    const bulk: BulkCodesRecord = {
      id: store.nextId(),
      discountId: discount.id,
      pollsLeft: world.faults.discounts.slowPolls,
      codes: codes.map(({ code }) => {
        const isTaken = findByCode(store, code) !== null;
        if (isTaken || takeFault(world.faults.discounts, "failCodes"))
          return { code, redeemId: null };
        const redeemId = store.nextId();
        discount.codes[code.toUpperCase()] = { id: redeemId, code, usageCount: 0 };
        return { code, redeemId };
      }),
    };
    store.bulkCodes.set(bulk.id, bulk);
    return { bulkCreation: bulk, userErrors: [] };
  },

  discountCodeRedeemCodeBulkDelete(
    _: unknown,
    { discountId, ids }: { discountId: string; ids: readonly string[] },
    { shop }: GraphqlContext,
  ) {
    const discount = shop.store.discounts.get(idOf("DiscountCodeNode", discountId) ?? "");
    if (!discount) return refused("job", ["discountId"], "Discount does not exist", "INVALID");
    const deleted = new Set(ids.map((id) => idOf("DiscountRedeemCode", id)));
    discount.codes = Object.fromEntries(
      Object.entries(discount.codes).filter(([, { id }]) => !deleted.has(id)),
    );
    return { job: { id: gid("Job", shop.store.nextId()), done: true }, userErrors: [] };
  },
};

export const discountFields: Readonly<Record<string, Fields>> = {
  DiscountCodeNode: {
    id: (it: DiscountRecord) => gid("DiscountCodeNode", it.id),
    codeDiscount: (it: DiscountRecord) => ({ ...it, __typename: "DiscountCodeBasic" }),
  },
  DiscountNode: {
    id: (it: DiscountRecord) => gid("DiscountNode", it.id),
    discount: (it: DiscountRecord) => ({ ...it, __typename: "DiscountCodeBasic" }),
  },
  DiscountCodeBasic: {
    status: (it: DiscountRecord, _: unknown, { world }: GraphqlContext) => {
      const now = world.clock.nowIso();
      if (isActive(it, now)) return "ACTIVE";
      return Date.parse(it.startsAt) > Date.parse(now) ? "SCHEDULED" : "EXPIRED";
    },
    codes: (it: DiscountRecord, args: ConnectionArgs, context: GraphqlContext) =>
      connection(Object.values(it.codes), args, context),
  },
  DiscountRedeemCode: {
    id: (it: { id: string }) => gid("DiscountRedeemCode", it.id),
    asyncUsageCount: (it: { usageCount: number }) => it.usageCount,
  },
  DiscountRedeemCodeBulkCreation: {
    id: (it: BulkCodesRecord) => gid("DiscountRedeemCodeBulkCreation", it.id),
    done: (it: BulkCodesRecord) => it.pollsLeft === 0,
    codesCount: (it: BulkCodesRecord) => it.codes.length,
    importedCount: (it: BulkCodesRecord) => it.codes.filter((code) => code.redeemId).length,
    failedCount: (it: BulkCodesRecord) => it.codes.filter((code) => !code.redeemId).length,
    codes: (it: BulkCodesRecord, args: ConnectionArgs, context: GraphqlContext) =>
      connection(
        it.codes.map((code) => ({ ...code, id: code.redeemId ?? "0" })),
        args,
        context,
      ),
  },
  DiscountRedeemCodeBulkCreationCode: {
    discountRedeemCode: (it: { code: string; redeemId: string | null }) =>
      it.redeemId === null ? null : { id: it.redeemId, code: it.code, usageCount: 0 },
  },
};

const refused = (payload: string, field: readonly string[], message: string, code: string) => ({
  [payload]: null,
  userErrors: [{ field, message, code, extraInfo: null }],
});
