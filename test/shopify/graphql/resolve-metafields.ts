import { gid, idOf, type CustomerRecord, type MetafieldDefinitionRecord } from "../store-records";
import { connection, type ConnectionArgs } from "./connection";
import type { Fields } from "./resolvers";
import type { GraphqlContext } from "./run-document";

interface DefinitionArgs extends ConnectionArgs {
  readonly ownerType: string;
  readonly namespace?: string | null;
  readonly key?: string | null;
}

export const metafieldQueries: Fields = {
  metafieldDefinitions: (_: unknown, args: DefinitionArgs, context: GraphqlContext) =>
    args.ownerType === "PRODUCT"
      ? connection(findProductDefinition(args, context), args, context, { isRoot: true })
      : connection([...context.shop.store.metafieldDefinitions.values()], args, context),
};

/** With the number of products that have the metafield. */
function findProductDefinition(
  { namespace, key }: DefinitionArgs,
  { shop: { store } }: GraphqlContext,
) {
  const name = `${namespace ?? ""}.${key ?? ""}`;
  if (!store.seed.definedMetafields?.includes(name)) return [];
  const owners = [...store.products.values()].filter((it) => it.metafields?.[name]);
  return [{ metafieldsCount: owners.length }];
}

export const metafieldMutations: Fields = {
  metafieldsSet(
    _: unknown,
    { metafields }: { metafields: readonly MetafieldInput[] },
    context: GraphqlContext,
  ) {
    const userErrors = changeMetafields(metafields, context, (owner, place, i) => {
      owner.metafields[place] = metafields[i]!.value;
    });
    const written = metafields.map((_field, i) => ({ id: gid("Metafield", String(i + 1)) }));
    return { metafields: userErrors.length > 0 ? null : written, userErrors };
  },
  metafieldsDelete(
    _: unknown,
    { metafields }: { metafields: readonly Omit<MetafieldInput, "value">[] },
    context: GraphqlContext,
  ) {
    const userErrors = changeMetafields(metafields, context, (owner, place) => {
      owner.metafields = Object.fromEntries(
        Object.entries(owner.metafields).filter(([known]) => known !== place),
      );
    });
    return { deletedMetafields: metafields.map(({ key }) => ({ key })), userErrors };
  },
};

interface MetafieldInput {
  readonly ownerId: string;
  readonly namespace?: string | null;
  readonly key: string;
  readonly value: string;
}

/** All or none, like Shopify. */
function changeMetafields(
  metafields: readonly Omit<MetafieldInput, "value">[],
  { shop }: GraphqlContext,
  change: (owner: CustomerRecord, place: string, index: number) => void,
) {
  const owners = metafields.map(({ ownerId }) =>
    shop.store.customers.get(idOf("Customer", ownerId) ?? ""),
  );
  const missing = owners.findIndex((it) => it === undefined);
  if (missing >= 0 || metafields.length > 25) {
    const field = ["metafields", String(missing), "ownerId"];
    return [{ field, message: "Owner does not exist.", code: "INVALID" }];
  }
  owners.forEach((owner, i) => {
    const { namespace, key } = metafields[i]!;
    if (owner) change(owner, `${namespace ?? "$app"}.${key}`, i);
  });
  return [];
}

/** Only those with a definition have a type. */
export const metafieldFieldsOfCustomer: Fields = {
  metafields: (
    it: CustomerRecord,
    { keys, ...args }: ConnectionArgs & { keys?: readonly string[] | null },
    context: GraphqlContext,
  ) => {
    const { metafieldDefinitions } = context.shop.store;
    const found = Object.entries(it.metafields).flatMap(([place, value]) => {
      const definition = metafieldDefinitions.get(place);
      const isAsked = !keys || keys.includes(place);
      return definition && isAsked ? [{ ...definition, value }] : [];
    });
    return connection(found, args, context);
  },
};

export const metafieldFields: Readonly<Record<string, Fields>> = {
  MetafieldDefinition: {
    type: ({ type }: MetafieldDefinitionRecord) => ({ name: type }),
  },
};
