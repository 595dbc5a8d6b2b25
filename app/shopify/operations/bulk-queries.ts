/**
 * What the back-fill asks for, one bulk query a resource. A bulk query takes no
 * variables and no page sizes: Shopify walks every connection to its end.
 */
export const BULK_QUERIES = {
  products: `{
  products {
    edges {
      node {
        id handle title vendor productType tags status createdAt updatedAt publishedAt onlineStoreUrl
        featuredMedia { preview { image { url } } }
        variants {
          edges { node { id title sku price compareAtPrice availableForSale inventoryQuantity position inventoryItem { tracked } } }
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
        id firstName lastName locale createdAt updatedAt
        defaultEmailAddress { emailAddress marketingState marketingOptInLevel marketingUpdatedAt }
        defaultPhoneNumber { phoneNumber }
        defaultAddress { address1 city zip countryCodeV2 }
      }
    }
  }
}`,
  orders: `{
  orders {
    edges {
      node {
        id name createdAt processedAt updatedAt cancelledAt test cartToken checkoutToken sourceName
        currencyCode displayFulfillmentStatus
        totalPriceSet { shopMoney { amount currencyCode } }
        customer { id }
        refunds { id createdAt totalRefundedSet { shopMoney { amount currencyCode } } }
        fulfillments { createdAt }
        lineItems {
          edges { node { id title quantity product { id } variant { id } discountedTotalSet { shopMoney { amount currencyCode } } } }
        }
      }
    }
  }
}`,
} as const;

export type BulkResource = keyof typeof BULK_QUERIES;
