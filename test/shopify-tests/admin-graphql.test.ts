import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestBed, SHOP, type TestBed } from "./local-app";

let bed: TestBed;
beforeAll(async () => {
  bed = await openTestBed();
});
afterAll(() => bed.stop());

const codes = (body: { errors?: readonly { extensions?: Record<string, unknown> }[] }) =>
  body.errors?.map((it) => it.extensions?.["code"]);

/** Every operation that such an app sends. */
const OPERATIONS = {
  shop: `query ShopInfo { shop { id name email contactEmail myshopifyDomain primaryDomain { url host } currencyCode ianaTimezone timezoneOffsetMinutes shopAddress { address1 address2 city zip province countryCodeV2 company } plan { publicDisplayName shopifyPlus partnerDevelopment } enabledPresentmentCurrencies taxesIncluded unitSystem } currentAppInstallation { id accessScopes { handle } launchUrl } }`,
  products: `{ products(first: 50, sortKey: UPDATED_AT, query: "updated_at:>='2026-01-01T00:00:00Z'") { pageInfo { hasNextPage endCursor } nodes { id legacyResourceId handle title vendor productType tags status createdAt updatedAt publishedAt onlineStoreUrl descriptionHtml totalInventory tracksInventory hasOutOfStockVariants isGiftCard category { id fullName } featuredMedia { preview { image { url width height altText } } } priceRangeV2 { minVariantPrice { amount currencyCode } maxVariantPrice { amount currencyCode } } compareAtPriceRange { minVariantCompareAtPrice { amount currencyCode } } seo { title description } } } }`,
  customers: `{ customers(first: 50, sortKey: UPDATED_AT) { nodes { id legacyResourceId firstName lastName locale state verifiedEmail tags note createdAt updatedAt dataSaleOptOut numberOfOrders amountSpent { amount currencyCode } lastOrder { id createdAt } defaultEmailAddress { emailAddress marketingState marketingOptInLevel marketingUpdatedAt validFormat openTrackingLevel } defaultPhoneNumber { phoneNumber } defaultAddress { city provinceCode countryCodeV2 zip } statistics { predictedSpendTier rfmGroup } } } }`,
  orders: `{ orders(first: 50, sortKey: UPDATED_AT) { nodes { id legacyResourceId name createdAt processedAt updatedAt cancelledAt cancelReason test email customerAcceptsMarketing customerLocale cartToken checkoutToken sourceName registeredSourceUrl displayFinancialStatus displayFulfillmentStatus tags discountCodes currencyCode presentmentCurrencyCode currentTotalPriceSet { shopMoney { amount currencyCode } } totalPriceSet { shopMoney { amount } } totalDiscountsSet { shopMoney { amount } } totalRefundedSet { shopMoney { amount } } customer { id } customerJourneySummary { ready momentsCount { count } } lineItems(first: 50) { nodes { id title quantity currentQuantity sku product { id } variant { id } originalUnitPriceSet { shopMoney { amount } } discountedTotalSet { shopMoney { amount } } } } } } }`,
  abandonedCheckouts: `{ abandonedCheckouts(first: 50) { nodes { id name abandonedCheckoutUrl createdAt updatedAt completedAt customer { id } totalPriceSet { shopMoney { amount currencyCode } } lineItems(first: 20) { nodes { title quantity product { id } variant { id } } } } } }`,
  collections: `{ collections(first: 10) { nodes { id handle title updatedAt sortOrder image { url } products(first: 10) { nodes { id } } } } }`,
  product: `{ product(id: "gid://shopify/Product/101") { id handle title status updatedAt variants(first: 250) { nodes { id title sku price compareAtPrice availableForSale inventoryQuantity updatedAt inventoryItem { id } selectedOptions { name value } } } } }`,
  customerByIdentifier: `{ customerByIdentifier(identifier: { emailAddress: "customer-201@example.com" }) { id updatedAt defaultEmailAddress { emailAddress marketingState } } }`,
  webhookSubscriptions: `{ webhookSubscriptions(first: 50) { nodes { id topic uri filter includeFields } } }`,
  bulkOperations: `{ bulkOperations(first: 10, sortKey: CREATED_AT, reverse: true, query: "status:RUNNING") { nodes { id status type createdAt } } }`,
};

describe("the Admin API", () => {
  it.each(Object.entries(OPERATIONS))("answers %s completely", async (_, query) => {
    await bed.control.play(SHOP, [
      {
        kind: "checkout_created",
        checkout: { customerId: "201", lines: [{ productId: "101", quantity: 1 }] },
      },
    ]);

    const body = await bed.graphql(query);

    expect(body.errors).toBeUndefined();
    expect(body.data).toBeTruthy();
  });

  it("refuses an operation that the real schema refuses", async () => {
    const body = await bed.graphql("{ orders(first: 1) { nodes { totalPrize } } }");

    expect(body.errors?.[0]?.message).toMatch(/Cannot query field "totalPrize"/);
    expect(body.data).toBeUndefined();
  });

  it("denies a field without a granted scope, with Shopify's error text", async () => {
    const body = await bed.graphql("{ shopLocales { locale } }");

    expect(codes(body)).toEqual(["ACCESS_DENIED"]);
    expect(body.errors?.[0]?.message).toMatch(
      /^Access denied for shopLocales field\..*read_locales/,
    );
  });

  it("throws for a field that it cannot answer instead of returning null", async () => {
    const body = await bed.graphql("{ shop { customerAccountsV2 { url } } }");

    expect(codes(body)).toEqual(["UNRESOLVED_FIELD"]);
    expect((await bed.control.logs()).unresolvedFields).toEqual(["Shop.customerAccountsV2"]);
  });

  it("shows sixty days of orders without read_all_orders", async () => {
    await bed.control.setClock({ storeAt: "2026-07-10T00:00:00Z" });
    const { data } = await bed.graphql("{ orders(first: 10) { nodes { legacyResourceId } } }");
    await bed.control.setClock({ storeAt: "2026-06-01T00:00:00Z" });

    expect(data).toEqual({ orders: { nodes: [{ legacyResourceId: "402" }] } });
  });

  it("throttles with HTTP 200 and a retry time", async () => {
    await bed.control.setBudget(SHOP, { available: 0, restorePerSecond: 0 });
    const throttled = await bed.graphql("{ products(first: 10) { nodes { id } } }");
    await bed.control.setBudget(SHOP, { available: 2000, restorePerSecond: 100 });

    expect(codes(throttled)).toEqual(["THROTTLED"]);
    expect(throttled.extensions?.cost.throttleStatus.currentlyAvailable).toBe(0);
    expect((await bed.graphql("{ products(first: 10) { nodes { id } } }")).errors).toBeUndefined();
  });

  it("refuses a query that costs more than 1,000 points", async () => {
    const body = await bed.graphql(
      "{ products(first: 250) { nodes { variants(first: 250) { nodes { selectedOptions { name } inventoryItem { id } product { id } } } } } }",
    );

    expect(codes(body)).toEqual(["MAX_COST_EXCEEDED"]);
  });

  it("returns userErrors for a consent state that no app may set", async () => {
    const body = await bed.graphql(
      `mutation Consent($input: CustomerEmailMarketingConsentUpdateInput!) { customerEmailMarketingConsentUpdate(input: $input) { customer { id } userErrors { field message code } } }`,
      {
        input: {
          customerId: "gid://shopify/Customer/201",
          emailMarketingConsent: { marketingState: "NOT_SUBSCRIBED" },
        },
      },
    );

    expect(body.data).toMatchObject({
      customerEmailMarketingConsentUpdate: { customer: null, userErrors: [{ code: "INVALID" }] },
    });
  });

  it("changes consent, and sends the app a webhook about its own change", async () => {
    bed.received.length = 0;
    const body = await bed.graphql(
      `mutation { customerEmailMarketingConsentUpdate(input: { customerId: "gid://shopify/Customer/201", emailMarketingConsent: { marketingState: UNSUBSCRIBED, marketingOptInLevel: SINGLE_OPT_IN } }) { customer { defaultEmailAddress { marketingState } } userErrors { message } } }`,
    );
    await bed.control.idle();

    expect(body.data).toMatchObject({
      customerEmailMarketingConsentUpdate: {
        customer: { defaultEmailAddress: { marketingState: "UNSUBSCRIBED" } },
      },
    });
    expect(JSON.parse(bed.received[0]?.body ?? "")).toMatchObject({
      customer_id: 201,
      email_marketing_consent: { state: "unsubscribed" },
    });
  });

  it("pages by cursor without gaps or repeats", async () => {
    const page =
      "query Page($after: String) { customers(first: 1, after: $after) { pageInfo { hasNextPage endCursor } nodes { legacyResourceId } } }";
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const { data } = await bed.graphql(page, { after });
      const customers = data?.["customers"] as unknown as {
        pageInfo: { hasNextPage: boolean; endCursor: string };
        nodes: { legacyResourceId: string }[];
      };
      seen.push(...customers.nodes.map((it) => it.legacyResourceId));
      after = customers.pageInfo.hasNextPage ? customers.pageInfo.endCursor : null;
    } while (after !== null);

    expect(seen).toEqual(["201", "202"]);
  });
});
