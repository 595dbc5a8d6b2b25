import { getNamedType, parse, TypeInfo, validate, visit, visitWithTypeInfo } from "graphql";
import { describe, expect, test } from "vitest";
import { WEBHOOK_TOPICS } from "~/events/from-shopify";
import { API_VERSION } from "~/shopify/api-version";
import { bulkOperationRun, bulkOperationStatus } from "~/shopify/operations/bulk-operation";
import { BULK_QUERIES } from "~/shopify/operations/bulk-queries";
import { marketingConsentUpdate } from "~/shopify/operations/marketing-consent";
import { shopInfo } from "~/shopify/operations/shop-info";
import { webPixelCreate, webPixelFind, webPixelUpdate } from "~/shopify/operations/web-pixel";
import { readAppConfig } from "../shopify/app-config";
import { loadAdminSchema } from "../shopify/graphql/schema";
import { APP_PROXY_SCOPE } from "../shopify/storefront/proxy/proxy-routes";
import { missingAccess } from "../shopify/graphql/scopes";

const app = readAppConfig("shopify.app.toml");
const admin = loadAdminSchema();

const OPERATIONS = [
  ...[
    shopInfo,
    bulkOperationRun,
    bulkOperationStatus,
    marketingConsentUpdate,
    webPixelCreate,
    webPixelUpdate,
    webPixelFind,
  ].map(({ name, document }) => [name, document] as const),
  ...Object.entries(BULK_QUERIES),
];

/** The fields of a document that `scopes` do not open, with what would. */
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
  test("speaks the Admin API's version that the code speaks", () => {
    expect(app.webhookApiVersion).toBe(API_VERSION);
  });

  test("subscribes to exactly the topics that events/from-shopify knows", () => {
    expect(app.subscriptions.map((it) => it.topic).sort()).toEqual([...WEBHOOK_TOPICS].sort());
  });

  test("sends every webhook to the one address that takes them in", () => {
    expect(new Set(app.subscriptions.map((it) => it.uri))).toEqual(new Set(["/webhooks"]));
  });

  test.each(OPERATIONS)("asks for the scopes that %s needs", (_name, document) => {
    expect(closedFields(document, app.scopes)).toEqual([]);
  });

  test("asks for the scope without which Shopify takes no app proxy", () => {
    expect(app.appProxy).not.toBeNull();
    expect(app.scopes).toContain(APP_PROXY_SCOPE);
  });

  test("asks for no scope that it could do without", () => {
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

test.each(OPERATIONS)("%s is valid in the Admin API's schema", (_name, document) => {
  expect(validate(admin.schema, parse(document)).map((it) => it.message)).toEqual([]);
});
