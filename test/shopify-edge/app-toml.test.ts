import {
  getNamedType,
  NoDeprecatedCustomRule,
  parse,
  TypeInfo,
  validate,
  visit,
  visitWithTypeInfo,
} from "graphql";
import { describe, expect, test } from "vitest";
import { WEBHOOK_TOPICS } from "~/events/from-shopify/from-shopify";
import { SegmentTopic } from "~/shopify/operations/webhook-subscriptions";
import { API_VERSION } from "~/shopify/api-version";
import { OLDER_ORDERS } from "~/shopify/older-orders";
import { ONLINE_STORE_THEMES } from "~/shopify/online-store-themes";
import { UNIT_COSTS } from "~/shopify/unit-costs";
import { filesSearch } from "~/shopify/operations/shop-files";
import { SHOP_FILES } from "~/shopify/operations/staged-uploads";
import { BULK_QUERIES } from "~/shopify/operations/bulk-queries";
import { readAppConfig } from "../shopify/app-config";
import { loadAdminSchema } from "../shopify/graphql/schema";
import { APP_PROXY_SCOPE } from "../shopify/storefront/proxy/proxy-routes";
import { missingAccess } from "../shopify/graphql/scopes";

const app = readAppConfig("shopify.app.toml");
const admin = loadAdminSchema();

// Without type arguments, because with them the cache of transformed modules would keep the list of files.
const MODULES: Record<string, Record<string, unknown>> = import.meta.glob(
  "/app/shopify/operations/*.ts",
  {
    eager: true,
  },
);

/** Every operation of the app with its name, including those inside an object. */
const OPERATIONS = [
  ...Object.values(MODULES).flatMap((exported) => Object.values(exported).flatMap(operationsIn)),
  ...Object.entries(BULK_QUERIES).map(([name, document]) => [`bulk ${name}`, document] as const),
];

function operationsIn(value: unknown): (readonly [name: string, document: string])[] {
  if (typeof value !== "object" || value === null) return [];
  const { name, document } = value as { name?: unknown; document?: unknown };
  if (typeof name === "string" && typeof document === "string") return [[name, document]];
  return Object.values(value).flatMap((it: unknown) =>
    typeof it === "object" && it !== null && "document" in it ? operationsIn(it) : [],
  );
}

/** Operations that run only with optional scopes. */
const OPTIONAL_SCOPE_OF: Readonly<Record<string, string>> = {
  FileCreate: SHOP_FILES,
  FileById: SHOP_FILES,
  FilesSearch: SHOP_FILES,
  ThemeSettings: ONLINE_STORE_THEMES,
};

/** The fields of a document that `scopes` do not cover, with the missing scope. */
function closedFields(document: string, scopes: readonly string[]): string[] {
  const types = new TypeInfo(admin.schema);
  const closed: string[] = [];
  visit(
    parse(document),
    visitWithTypeInfo(types, {
      Field(node) {
        const [parent, type] = [types.getParentType(), types.getType()];
        if (!parent || !type) return;
        const field = node.name.value;
        const missing = missingAccess(admin, scopes, parent.name, field, getNamedType(type).name);
        if (missing) closed.push(`${parent.name}.${field}: ${missing.anyOf.join(" or ")}`);
      },
    }),
  );
  return closed;
}

describe("shopify.app.toml", () => {
  test("uses the same Admin API version as the code", () => {
    expect(app.webhookApiVersion).toBe(API_VERSION);
  });

  test("subscribes to exactly the topics that events/from-shopify/from-shopify knows, except for those of single shops", () => {
    const ofShops = SegmentTopic.options.map((it) => it.toLowerCase().replace("_", "."));
    const subscribed = [...app.subscriptions.map((it) => it.topic), ...ofShops];
    expect(subscribed.sort()).toEqual([...WEBHOOK_TOPICS].sort());
  });

  test("sends every webhook to the one endpoint", () => {
    expect(new Set(app.subscriptions.map((it) => it.uri))).toEqual(new Set(["/webhooks"]));
  });

  test.each(OPERATIONS)("requests the scopes that %s needs", (name, document) => {
    const optional = OPTIONAL_SCOPE_OF[name];
    expect(closedFields(document, optional ? [...app.scopes, optional] : app.scopes)).toEqual([]);
  });

  test("lists each optional scope of an operation, older orders and unit costs as optional", () => {
    const needed = new Set([OLDER_ORDERS, UNIT_COSTS, ...Object.values(OPTIONAL_SCOPE_OF)]);
    expect(app.optionalScopes.toSorted()).toEqual([...needed].sort());
  });

  test.each(Object.entries(OPTIONAL_SCOPE_OF))("%s cannot be requested without %s", (name) => {
    const document = OPERATIONS.find(([known]) => known === name)?.[1] ?? "";
    expect(closedFields(document, app.scopes)).not.toEqual([]);
  });

  test("finds a theme's logo among the files with the scope for themes alone", () => {
    expect(closedFields(filesSearch.document, [...app.scopes, ONLINE_STORE_THEMES])).toEqual([]);
  });

  test("requests the scope that Shopify requires for an app proxy", () => {
    expect(app.appProxy).not.toBeNull();
    expect(app.scopes).toContain(APP_PROXY_SCOPE);
  });

  test("requests no unnecessary scope", () => {
    // Topics need scopes too: orders and checkouts, customers and their merges, products.
    const ofTopics = ["read_orders", "read_customers", "read_customer_merge", "read_products"];
    const needless = app.scopes
      .filter((scope) => !ofTopics.includes(scope) && scope !== APP_PROXY_SCOPE)
      .filter((scope) => {
        const others = app.scopes.filter((it) => it !== scope);
        return OPERATIONS.every(([, document]) => closedFields(document, others).length === 0);
      });
    expect(needless).toEqual([]);
  });
});

test("covers every operation of the app", () => {
  const sources = import.meta.glob<string>("/app/**/*.{ts,tsx}", {
    eager: true,
    query: "?raw",
    import: "default",
  });
  const defined = Object.values(sources).reduce(
    (sum, source) => sum + (source.match(/^\s*document: `#graphql/gm)?.length ?? 0),
    0,
  );
  const documents = Object.entries(sources).filter(([, source]) => source.includes("`#graphql"));
  expect(
    documents.map(([path]) => path).filter((it) => !/\/shopify\/operations\//.test(it)),
  ).toEqual([]);
  // Some functions create three operations from one document.
  expect(new Set(OPERATIONS.map(([name]) => name)).size).toBeGreaterThanOrEqual(defined);
});

test.each(OPERATIONS)("%s is valid in the Admin API's schema", (_name, document) => {
  expect(validate(admin.schema, parse(document)).map((it) => it.message)).toEqual([]);
});

test.each(OPERATIONS)("%s uses no deprecated field of Shopify", (_name, document) => {
  expect(
    validate(admin.schema, parse(document), [NoDeprecatedCustomRule]).map((it) => it.message),
  ).toEqual([]);
});

test("deprecated fields of Shopify are detected", () => {
  const old = parse("{ customers(first: 1) { nodes { email } } }");
  expect(validate(admin.schema, old, [NoDeprecatedCustomRule])).toHaveLength(1);
});
