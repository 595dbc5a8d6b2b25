import { minor } from "../../order-totals";
import type { CollectionRecord, ProductRecord, VariantRecord } from "../../store-records";
import { pictureUrl, storefrontUrl } from "../../world";
import { cartJson } from "../cart/cart-json";
import { isOnSale, LOCALES, customerOf, type Visit } from "../visit";
import type { Template } from "./placements";
import { StrictDrop } from "./strict-drop";

/** Shopify's objects for an app block (https://shopify.dev/docs/api/liquid/objects). Money is in the smallest unit. */
export function liquidObjects(visit: Visit, template: Template, product: ProductRecord | null) {
  const { shop, request, locale, prefix, world } = visit;
  const { store } = shop;
  const host = new URL(storefrontUrl(world, shop)).host;
  const currency = new StrictDrop("currency", {
    iso_code: store.shop.currency,
    name: store.shop.currency,
    symbol: "",
  });
  const languages = LOCALES.map((it) => localeDrop(it));
  const language = localeDrop(locale);
  const country = new StrictDrop("country", {
    iso_code: store.shop.countryCode,
    name: store.shop.countryCode,
    currency,
  });
  const [directory, name = directory] = template.includes("/")
    ? template.split("/")
    : [null, template];
  const { items, ...cart } = cartJson(visit);
  return {
    shop: new StrictDrop("shop", {
      id: store.shop.id,
      name: store.shop.name,
      email: store.shop.email,
      domain: host,
      permanent_domain: shop.domain,
      url: storefrontUrl(world, shop),
      secure_url: storefrontUrl(world, shop),
      currency: store.shop.currency,
      money_format: "{{amount}}",
      description: null,
      customer_accounts_enabled: true,
    }),
    product: product && productDrop(visit, product),
    cart: new StrictDrop("cart", {
      ...cart,
      items: items.map((item) => new StrictDrop("line_item", item)),
      currency,
      empty: items.length === 0,
    }),
    customer: customerDrop(visit),
    request: new StrictDrop("request", {
      locale: language,
      host,
      origin: storefrontUrl(world, shop),
      path: request.path,
      page_type: template,
      design_mode: false,
      visual_preview_mode: false,
    }),
    template: new StrictDrop("template", { name, directory, suffix: null }, template),
    localization: new StrictDrop("localization", {
      language,
      country,
      available_languages: languages,
      available_countries: [country],
    }),
    routes: new StrictDrop("routes", routesOf(prefix)),
  };
}

function routesOf(prefix: string) {
  return {
    root_url: prefix || "/",
    account_url: `${prefix}/account`,
    account_login_url: `${prefix}/account/login`,
    account_logout_url: `${prefix}/account/logout`,
    cart_url: `${prefix}/cart`,
    cart_add_url: `${prefix}/cart/add`,
    cart_change_url: `${prefix}/cart/change`,
    cart_clear_url: `${prefix}/cart/clear`,
    search_url: `${prefix}/search`,
    collections_url: `${prefix}/collections`,
    all_products_collection_url: `${prefix}/collections/all`,
  };
}

function localeDrop(locale: string): StrictDrop {
  const name = new Intl.DisplayNames(["en"], { type: "language" }).of(locale) ?? locale;
  const isPrimary = locale === LOCALES[0];
  const fields = {
    iso_code: locale,
    name,
    endonym_name: name,
    primary: isPrimary,
    root_url: isPrimary ? "/" : `/${locale}`,
  };
  return new StrictDrop("shop_locale", fields);
}

function customerDrop(visit: Visit): StrictDrop | null {
  const customer = customerOf(visit);
  if (!customer) return null;
  const { store } = visit.shop;
  return new StrictDrop("customer", {
    id: Number(customer.id),
    email: customer.email,
    first_name: customer.firstName,
    last_name: customer.lastName,
    name: [customer.firstName, customer.lastName].filter(Boolean).join(" "),
    phone: customer.phone,
    tags: customer.tags,
    accepts_marketing: customer.marketing.state === "SUBSCRIBED",
    has_account: true,
    orders_count: store.ordersOfCustomer.get(customer.id)?.length ?? 0,
  });
}

export function productDrop(visit: Visit, product: ProductRecord): StrictDrop {
  const { shop, prefix, request, world } = visit;
  const { currency } = shop.store.shop;
  const chosen = product.variants.find(({ id }) => id === request.query["variant"]) ?? null;
  const src =
    pictureUrl(world, product.imageUrl) ?? `${world.origin}/cdn/products/${product.id}.svg`;
  const image = new StrictDrop(
    "image",
    { src, alt: product.title, width: 600, height: 600, aspect_ratio: 1, id: null },
    src,
  );
  const url = `${prefix}/products/${product.handle}`;
  const variants = product.variants.map((it) => variantDrop(it, currency, url));
  const firstAvailable = product.variants.find(({ inventoryQuantity }) => inventoryQuantity > 0);
  const prices = product.variants.map(({ price }) => minor(price, currency));
  const at = (variant: VariantRecord | null | undefined) =>
    variant ? variantDrop(variant, currency, url) : null;
  const before = product.variants[0]?.compareAtPrice ?? null;
  return new StrictDrop("product", {
    id: Number(product.id),
    title: product.title,
    handle: product.handle,
    url,
    vendor: product.vendor,
    type: product.productType,
    tags: product.tags,
    description: product.descriptionHtml,
    price: Math.min(...prices),
    price_min: Math.min(...prices),
    price_max: Math.max(...prices),
    price_varies: new Set(prices).size > 1,
    compare_at_price: before === null ? null : minor(before, currency),
    available: firstAvailable !== undefined,
    featured_image: image,
    featured_media: image,
    images: [image],
    variants,
    selected_variant: at(chosen),
    selected_or_first_available_variant: at(chosen ?? firstAvailable ?? product.variants[0]),
    first_available_variant: at(firstAvailable),
    has_only_default_variant: product.variants.length === 1,
    published_at: product.publishedAt,
    created_at: product.createdAt,
  });
}

function variantDrop(variant: VariantRecord, currency: string, productUrl: string): StrictDrop {
  const before = variant.compareAtPrice;
  return new StrictDrop("variant", {
    id: Number(variant.id),
    title: variant.title,
    sku: variant.sku,
    price: minor(variant.price, currency),
    compare_at_price: before === null ? null : minor(before, currency),
    available: variant.inventoryQuantity > 0,
    inventory_quantity: variant.inventoryQuantity,
    url: `${productUrl}?variant=${variant.id}`,
    options: variant.options.map(({ value }) => value),
  });
}

export function collectionDrop(visit: Visit, collection: CollectionRecord): StrictDrop {
  const products = collection.productIds.flatMap((id) => {
    const product = visit.shop.store.products.get(id);
    return product && isOnSale(product) ? [productDrop(visit, product)] : [];
  });
  return new StrictDrop("collection", {
    id: Number(collection.id),
    title: collection.title,
    handle: collection.handle,
    url: `${visit.prefix}/collections/${collection.handle}`,
    products,
    products_count: products.length,
  });
}
