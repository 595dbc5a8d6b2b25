import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import {
  buildClientSchema,
  isScalarType,
  type GraphQLSchema,
  type IntrospectionQuery,
} from "graphql";

/** The single supported version: the app, its toml and this file change together. */
export const API_VERSION = "2026-10";

interface ScopeItem {
  readonly type: "type" | "field";
  readonly typeName: string;
  readonly fieldName?: string;
  readonly requiredAccess: string;
  readonly offlineScopes: readonly string[];
}

export interface RequiredAccess {
  /** Any one of these is enough. */
  readonly anyOf: readonly string[];
  /** Shopify's own text. */
  readonly text: string;
}

export interface AdminSchema {
  readonly schema: GraphQLSchema;
  /** Keys: "Order" for a type, "QueryRoot.shopLocales" for a field. */
  readonly access: ReadonlyMap<string, RequiredAccess>;
}

let loaded: AdminSchema | undefined;

/** The real Admin schema with its required scopes. 0.2 s the first time, then cached. */
export function loadAdminSchema(): AdminSchema {
  loaded ??= readAdminSchema();
  return loaded;
}

function readAdminSchema(): AdminSchema {
  const file = new URL(`./schema/admin-${API_VERSION}.json.gz`, import.meta.url);
  const { data, offline_scopes } = JSON.parse(gunzipSync(readFileSync(file)).toString()) as {
    data: IntrospectionQuery;
    offline_scopes: { items: readonly ScopeItem[] };
  };
  const access = new Map<string, RequiredAccess>();
  for (const item of offline_scopes.items) {
    if (item.offlineScopes.length === 0) continue;
    const key = item.type === "field" ? `${item.typeName}.${item.fieldName}` : item.typeName;
    access.set(key, { anyOf: item.offlineScopes, text: item.requiredAccess });
  }
  const schema = buildClientSchema(data, { assumeValid: true });
  for (const [name, write] of Object.entries(SCALARS)) {
    const scalar = schema.getType(name);
    if (isScalarType(scalar)) scalar.serialize = write;
  }
  return { schema, access };
}

/** Shopify's serialization of its scalars: counts above 2^53 and money are strings. */
const SCALARS: Readonly<Record<string, (value: unknown) => string>> = {
  UnsignedInt64: String,
  Decimal: String,
  Money: String,
  DateTime: (value) => new Date(String(value)).toISOString().replace(/\.\d+Z$/, "Z"),
};
