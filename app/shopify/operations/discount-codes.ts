import { z } from "zod";
import { defineOperation } from "./admin-operation";

const Code = z.object({ id: z.string(), code: z.string() });
const DiscountNode = z.object({
  /** gid://shopify/DiscountCodeNode/… */
  id: z.string(),
  codeDiscount: z.object({ codes: z.object({ nodes: z.array(Code) }).optional() }),
});

/** Creates a discount with one code; `TAKEN` if the code exists. */
export const discountCreate = defineOperation({
  name: "DiscountCreate",
  document: `#graphql
    mutation DiscountCreate($discount: DiscountCodeBasicInput!) {
      discountCodeBasicCreate(basicCodeDiscount: $discount) {
        codeDiscountNode {
          id
          codeDiscount { ... on DiscountCodeBasic { codes(first: 1) { nodes { id code } } } }
        }
        userErrors { field message code }
      }
    }`,
  variables: z.object({
    discount: z.object({
      title: z.string(),
      code: z.string(),
      /** ISO 8601 */
      startsAt: z.string(),
      /** Of each code. */
      usageLimit: z.number().int(),
      appliesOncePerCustomer: z.boolean(),
      context: z.object({ all: z.literal("ALL") }),
      customerGets: z.object({
        /** Fraction in (0, 1]. */
        value: z.object({ percentage: z.number() }),
        items: z.object({ all: z.literal(true) }),
      }),
    }),
  }),
  result: z.object({ discountCodeBasicCreate: z.object({ codeDiscountNode: DiscountNode }) }),
});

/** The discount with a code, from any app. */
export const discountByCode = defineOperation({
  name: "DiscountByCode",
  document: `#graphql
    query DiscountByCode($code: String!) {
      codeDiscountNodeByCode(code: $code) {
        id
        codeDiscount { ... on DiscountCodeBasic { codes(first: 1) { nodes { id code } } } }
      }
    }`,
  variables: z.object({ code: z.string() }),
  result: z.object({ codeDiscountNodeByCode: DiscountNode.nullable() }),
});

/** Whether a discount exists and is active. */
export const discountStatus = defineOperation({
  name: "DiscountStatus",
  document: `#graphql
    query DiscountStatus($id: ID!) {
      discountNode(id: $id) { discount { ... on DiscountCodeBasic { status } } }
    }`,
  /** gid://shopify/DiscountNode/… with the number of the DiscountCodeNode */
  variables: z.object({ id: z.string() }),
  result: z.object({
    discountNode: z.object({ discount: z.object({ status: z.string().optional() }) }).nullable(),
  }),
});

/** Starts adding codes to a discount, at most 250; `discountCodesAdded` returns the progress. */
export const discountCodesAdd = defineOperation({
  name: "DiscountCodesAdd",
  document: `#graphql
    mutation DiscountCodesAdd($id: ID!, $codes: [DiscountRedeemCodeInput!]!) {
      discountRedeemCodeBulkAdd(discountId: $id, codes: $codes) {
        bulkCreation { id }
        userErrors { field message code }
      }
    }`,
  variables: z.object({ id: z.string(), codes: z.array(z.object({ code: z.string() })) }),
  result: z.object({
    discountRedeemCodeBulkAdd: z.object({ bulkCreation: z.object({ id: z.string() }) }),
  }),
});

/** The result of adding codes. One without an id was rejected. */
export const discountCodesAdded = defineOperation({
  name: "DiscountCodesAdded",
  document: `#graphql
    query DiscountCodesAdded($id: ID!) {
      discountRedeemCodeBulkCreation(id: $id) {
        done
        codes(first: 250) { nodes { code discountRedeemCode { id } } }
      }
    }`,
  variables: z.object({ id: z.string() }),
  result: z.object({
    discountRedeemCodeBulkCreation: z
      .object({
        done: z.boolean(),
        codes: z.object({
          nodes: z.array(
            z.object({
              code: z.string(),
              discountRedeemCode: z.object({ id: z.string() }).nullable(),
            }),
          ),
        }),
      })
      .nullable(),
  }),
});

/** Deletes codes. An already deleted one is not an error. */
export const discountCodesDelete = defineOperation({
  name: "DiscountCodesDelete",
  document: `#graphql
    mutation DiscountCodesDelete($id: ID!, $codeIds: [ID!]!) {
      discountCodeRedeemCodeBulkDelete(discountId: $id, ids: $codeIds) {
        job { id }
        userErrors { field message code }
      }
    }`,
  variables: z.object({ id: z.string(), codeIds: z.array(z.string()) }),
  result: z.object({
    discountCodeRedeemCodeBulkDelete: z.object({ job: z.object({ id: z.string() }).nullable() }),
  }),
});
