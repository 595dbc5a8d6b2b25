import {
  defaultTypeResolver,
  executeSync,
  getNamedType,
  GraphQLError,
  type DocumentNode,
  type ExecutionResult,
  type GraphQLResolveInfo,
} from "graphql";
import type { LocalShop, World } from "../world";
import { resolvers } from "./resolvers";
import { loadAdminSchema, type RequiredAccess } from "./schema";
import { accessDenied, missingAccess } from "./scopes";

/** A resolver's context. */
export interface GraphqlContext {
  readonly world: World;
  readonly shop: LocalShop;
  readonly scopes: readonly string[];
  /** In a bulk operation connections are complete, except the outermost, which is this slice. */
  readonly bulkSlice?: { readonly from: number; readonly to: number };
  readonly accessOf: Map<string, RequiredAccess | null>;
}

interface Run {
  readonly document: DocumentNode;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly scopes: readonly string[];
  readonly bulkSlice?: { readonly from: number; readonly to: number };
}

export function runDocument(world: World, shop: LocalShop, run: Run): ExecutionResult {
  const context: GraphqlContext = {
    world,
    shop,
    scopes: run.scopes,
    accessOf: new Map(),
    ...(run.bulkSlice && { bulkSlice: run.bulkSlice }),
  };
  return executeSync({
    schema: loadAdminSchema().schema,
    document: run.document,
    variableValues: run.variables,
    contextValue: context,
    rootValue: {},
    fieldResolver: resolveField,
    typeResolver: defaultTypeResolver,
  });
}

/** The type's resolver if any, else the record's own property, else an error. */
function resolveField(
  source: unknown,
  args: Record<string, unknown>,
  context: GraphqlContext,
  info: GraphQLResolveInfo,
): unknown {
  const typeName = info.parentType.name;
  const { fieldName } = info;
  refuseWithoutAccess(context, info);

  const resolve = resolvers[typeName]?.[fieldName];
  if (resolve) return resolve(source, args, context, info);
  if (typeof source === "object" && source !== null && fieldName in source) {
    const value = (source as Record<string, unknown>)[fieldName];
    if (value !== undefined) return value;
  }
  const field = `${typeName}.${fieldName}`;
  context.world.log.unresolvedFields.add(field);
  throw new GraphQLError(`The local Shopify does not answer ${field} yet: add it to graphql/`, {
    nodes: info.fieldNodes,
    extensions: { code: "UNRESOLVED_FIELD", field },
  });
}

function refuseWithoutAccess(context: GraphqlContext, info: GraphQLResolveInfo): void {
  const { accessOf, scopes } = context;
  const key = `${info.parentType.name}.${info.fieldName}`;
  let missing = accessOf.get(key);
  if (missing === undefined) {
    const returned = getNamedType(info.returnType).name;
    missing = missingAccess(
      loadAdminSchema(),
      scopes,
      info.parentType.name,
      info.fieldName,
      returned,
    );
    accessOf.set(key, missing);
  }
  if (missing) throw accessDenied(info, missing);
}
