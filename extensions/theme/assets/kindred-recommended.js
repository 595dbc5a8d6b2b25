/* Fills a shopper's products into the block's placeholders. */
(function () {
  function camel(kind) {
    return kind.replace(/(?:^|_)([a-z])/g, function (_, letter) {
      return letter.toUpperCase();
    });
  }

  function visitor() {
    var found = document.cookie.match(/(?:^|; )kindred_visitor=([\w.:~-]+)/);
    return found ? found[1] : "";
  }

  function query(data) {
    return new URLSearchParams({
      list: data.list,
      limit: data.limit,
      product: data.product || "",
      cart: (data.cart || "").split(",").slice(0, 20).join(","),
      visitor: visitor(),
    });
  }

  // The decimals of a stored amount must not depend on the browser, which only knows the usual number.
  function price(minor, decimals, currency, locale) {
    var amount = minor / Math.pow(10, decimals);
    var options = { style: "currency", currency: currency };
    if (amount % 1 !== 0) {
      options.minimumFractionDigits = options.maximumFractionDigits = decimals;
    }
    return new Intl.NumberFormat(locale || undefined, options).format(amount);
  }

  function reason(product, data) {
    var text = data["reason" + camel(product.reason.kind)] || "";
    if (text.indexOf("[title]") === -1) return text;
    return product.reason.about ? text.replace("[title]", product.reason.about) : "";
  }

  function picture(product, sized) {
    var image = document.createElement("img");
    var at = product.image + (product.image.indexOf("?") === -1 ? "?" : "&") + "width=";
    image.loading = "lazy";
    image.alt = product.title;
    image.width = image.height = 600;
    image.sizes = sized;
    image.srcset = [200, 300, 400, 600]
      .map(function (width) {
        return at + width + " " + width + "w";
      })
      .join(", ");
    image.src = at + "600";
    return image;
  }

  function fill(place, product, block, answer) {
    var data = block.dataset;
    var root = data.root.replace(/\/$/, "");
    place.querySelector("[data-link]").href = root + product.url;
    place.querySelector("[data-title]").textContent = product.title;
    place
      .querySelector("[data-picture]")
      .replaceChildren(picture(product, "(max-width: 749px) 50vw, 25vw"));
    var priceLine = place.querySelector("[data-price]");
    // Prices exist only in the shop's currency: no price is better than a wrong one.
    if (priceLine) {
      var isOwn = !data.currency || data.currency === answer.currency;
      priceLine.textContent = isOwn
        ? price(product.priceMinor, answer.decimals, answer.currency, data.locale)
        : "";
    }
    var reasonLine = place.querySelector("[data-reason]");
    if (reasonLine) reasonLine.textContent = reason(product, data);
  }

  // A heading must not promise what the list is not: related products, or products picked for the shopper.
  var HONEST = {
    new_for_you: ["new_for_you", "viewed_next"],
    goes_with: ["goes_with", "like_last_touched"],
    buy_again: ["buy_again"],
  };

  function heading(source, line, data) {
    if (HONEST[data.list].indexOf(source) !== -1) {
      return line.dataset.ownHeading || line.textContent;
    }
    if (source === "goes_with") return data.goesWithHeading;
    if (/best_sellers$/.test(source)) return data.reasonPopular;
    if (source === "newest") return data.reasonNewest;
    return data.standInHeading;
  }

  function show(block, answer) {
    var items = block.querySelector("[data-items]");
    var places = items.querySelectorAll("[data-item]");
    var isWaiting = block.classList.contains("kindred-recommended--waiting");
    if (answer.products.length === 0) {
      // Keeps the merchant's products and removes empty placeholders.
      if (isWaiting) block.classList.add("kindred-recommended--empty");
      return;
    }
    answer.products.forEach(function (product, i) {
      var place = places[i] || items.appendChild(places[0].cloneNode(true));
      fill(place, product, block, answer);
    });
    for (var i = answer.products.length; i < places.length; i++) if (isWaiting) places[i].remove();
    block.classList.remove("kindred-recommended--waiting");
    var line = block.querySelector("[data-heading]");
    line.textContent = heading(answer.source, line, block.dataset);
  }

  function load(block) {
    if (block.kindredLoaded) return;
    block.kindredLoaded = true;
    fetch(block.dataset.url + "?" + query(block.dataset), {
      headers: { Accept: "application/json" },
    })
      .then(function (answer) {
        return answer.ok ? answer.json() : { products: [] };
      })
      .catch(function () {
        return { products: [] };
      })
      .then(show.bind(null, block));
  }

  function start() {
    document.querySelectorAll("[data-kindred-recommended]").forEach(function (block) {
      if (!block.dataset.list) return;
      load(block);
    });
  }

  start();
  // The theme editor inserts sections again.
  document.addEventListener("shopify:section:load", start);
})();
