/** The fields of one object and its children, used by the back-fill and by single queries. */
export const PRODUCT_FIELDS = `id handle title vendor productType tags status createdAt updatedAt publishedAt onlineStoreUrl
        featuredMedia { preview { image { url } } }`;
export const VARIANT_FIELDS = `id title sku price compareAtPrice availableForSale inventoryQuantity position inventoryItem { tracked }`;
export const CUSTOMER_FIELDS = `id firstName lastName locale tags createdAt updatedAt
        defaultEmailAddress { emailAddress marketingState marketingOptInLevel marketingUpdatedAt openTrackingLevel }
        defaultPhoneNumber { phoneNumber }
        defaultAddress { address1 city province zip countryCodeV2 }`;
export const ORDER_FIELDS = `id name createdAt processedAt updatedAt cancelledAt test cartToken checkoutToken sourceName discountCodes
        currencyCode displayFulfillmentStatus
        totalPriceSet { shopMoney { amount currencyCode } }
        customer { id }
        refunds { id createdAt totalRefundedSet { shopMoney { amount currencyCode } } }
        fulfillments { createdAt }`;
export const LINE_FIELDS = `id title quantity product { id } variant { id } discountedTotalSet { shopMoney { amount currencyCode } }`;

/**
 * The back-fill's bulk query per resource. A bulk query takes no variables and no page sizes: Shopify walks every
 * connection to its end.
 */
export const BULK_QUERIES = {
  products: `{
  products {
    edges {
      node {
        ${PRODUCT_FIELDS}
        variants {
          edges { node { ${VARIANT_FIELDS} } }
        }
      }
    }
  }
}`,
  collections: `{
  collections {
    edges {
      node {
        id handle title updatedAt
        products { edges { node { id } } }
      }
    }
  }
}`,
  customers: `{
  customers {
    edges {
      node {
        ${CUSTOMER_FIELDS}
      }
    }
  }
}`,
  orders: `{
  orders {
    edges {
      node {
        ${ORDER_FIELDS}
        lineItems {
          edges { node { ${LINE_FIELDS} } }
        }
      }
    }
  }
}`,
} as const;

export type BulkResource = keyof typeof BULK_QUERIES;
