/* Submits our forms without leaving the page, and follows the selected variant. */
(function () {
  function visitor() {
    var found = document.cookie.match(/(?:^|; )kindred_visitor=([\w.:~-]+)/);
    return found ? found[1] : "";
  }

  /** The message for each response of the app. */
  function words(status, answer, data) {
    if (status === 200) return answer.next === "confirm" ? data.checkEmail : data.done;
    if (status === 422) return data.badAddress;
    if (status === 403 && answer.error === "captcha") return data.captcha;
    return status === 429 ? data.tooMany : data.failed;
  }

  /** Shopify's own record of the visitor: only for an address that was just entered. */
  function tellShopify(email) {
    var analytics = window.Shopify && window.Shopify.analytics;
    if (!analytics || typeof analytics.visitor !== "function") return;
    try {
      analytics.visitor({ email: email }, { appId: "kindred" });
    } catch {
      // If Shopify rejects the address, nothing changes here.
    }
  }

  /** Loads a captcha's script once, when a form with one is first used. */
  function loadCaptcha(form) {
    var place = form.querySelector("[data-captcha-script]");
    var url = place && place.dataset.captchaScript;
    if (!url) return;
    form.addEventListener("focusin", function () {
      if (document.querySelector('script[src="' + url + '"]')) return;
      var script = document.createElement("script");
      script.src = url;
      script.async = true;
      document.head.appendChild(script);
    });
  }

  /** A captcha response is valid once: the next attempt needs a new one. */
  function askAnew() {
    [window.turnstile, window.hcaptcha].forEach(function (captcha) {
      try {
        if (captcha) captcha.reset();
      } catch {
        // The theme may use the same captcha service elsewhere on the page without a widget of ours.
      }
    });
  }

  function send(event) {
    var form = event.currentTarget;
    var line = form.querySelector("[data-status]");
    var button = form.querySelector("button");
    var email = form.elements.email;
    event.preventDefault();
    form.querySelector("[data-visitor]").value = visitor();
    button.disabled = true;
    line.textContent = line.dataset.sending;
    fetch(form.action, {
      method: "POST",
      headers: { Accept: "application/json" },
      body: new URLSearchParams(new FormData(form)),
    })
      .then(function (answer) {
        return answer
          .json()
          .catch(function () {
            return {};
          })
          .then(function (reply) {
            line.textContent = words(answer.status, reply, line.dataset);
            email.setAttribute("aria-invalid", String(answer.status === 422));
            if (answer.status === 422) email.focus();
            if (!answer.ok) return;
            form.dispatchEvent(
              new CustomEvent("kindred:answered", { detail: { message: line.textContent } }),
            );
            if (form.dataset.kindredForm === "sign-up") tellShopify(email.value);
            form.reset();
          });
      })
      .catch(function () {
        line.textContent = line.dataset.failed;
      })
      .then(function () {
        button.disabled = false;
        if (form.querySelector("[data-captcha-script]")) askAnew();
      });
  }

  /** Requests what fits the variant: a back-in-stock alert if it is sold out, else a price alert. */
  function choose(form, variantId) {
    var isSoldOut = form.dataset.soldOut.split(" ").indexOf(variantId) !== -1;
    var kind = isSoldOut ? "back_in_stock" : "price_drop";
    form.querySelector("[data-variant]").value = variantId;
    form.querySelector("[data-kind]").value = kind;
    form.querySelectorAll("[data-for]").forEach(function (label) {
      label.hidden = label.dataset.for !== kind;
    });
    form.hidden = form.dataset[isSoldOut ? "backInStock" : "priceDrop"] !== "true";
    form.querySelector("[data-status]").textContent = "";
  }

  /** Themes write the selected variant into the cart form, without a common event. */
  function follow(form) {
    var last = form.querySelector("[data-variant]").value;
    function look() {
      var field = document.querySelector('form[action*="/cart/add"] [name="id"]');
      if (!field || !field.value || field.value === last) return;
      last = field.value;
      choose(form, last);
    }
    document.addEventListener("change", function () {
      setTimeout(look, 50);
      setTimeout(look, 1000);
    });
  }

  function start() {
    document.querySelectorAll("form[data-kindred-form]").forEach(function (form) {
      if (form.kindredStarted) return;
      form.kindredStarted = true;
      form.addEventListener("submit", send);
      loadCaptcha(form);
      if (form.dataset.kindredForm === "notify-me") follow(form);
    });
  }

  start();
  document.addEventListener("shopify:section:load", start);
  // By kindred-form-box.js.
  document.addEventListener("kindred:form-added", start);
})();
