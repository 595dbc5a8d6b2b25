/** The headings of Shopify's product exports, current and older, by meaning. */
export const COLUMN = {
  handle: ["URL handle", "Handle"],
  title: ["Title"],
  description: ["Description", "Body (HTML)", "Body HTML", "Body"],
  vendor: ["Vendor"],
  type: ["Type", "Custom Product Type", "Product Type"],
  category: ["Product category", "Standardized Product Type", "Standard Product Type"],
  tags: ["Tags"],
  published: ["Published on online store", "Published"],
  status: ["Status"],
  sku: ["SKU", "Variant SKU"],
  price: ["Price", "Variant Price"],
  compareAtPrice: ["Compare-at price", "Compare at price", "Variant Compare At Price"],
  tracker: ["Inventory tracker", "Variant Inventory Tracker"],
  quantity: ["Inventory quantity", "Variant Inventory Qty", "Variant Inventory Quantity"],
  policy: ["Continue selling when out of stock", "Variant Inventory Policy"],
  image: ["Product image URL", "Image Src", "Image source"],
  imagePosition: ["Image position"],
  variantImage: ["Variant image URL", "Variant Image"],
} as const;

/** Maximum number of options of a product. */
const OPTIONS = [1, 2, 3] as const;

export const OPTION_COLUMNS = OPTIONS.map((n) => ({
  name: `Option${n} name`,
  value: `Option${n} value`,
}));
