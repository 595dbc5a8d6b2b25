/* Shows the sign-up forms designed in Kindred: pop-ups, flyouts, teasers and inline forms. */
(function () {
  var MINUTE_MS = 60000;
  var VISIT_MS = 30 * MINUTE_MS;
  var DAY_MS = 24 * 60 * MINUTE_MS;
  var STORED = "kindred_forms";
  var CLOSED = "kindred_forms_closed";

  // ---- Rules: without the page, so that they can be tested alone.

  /** The hash with which the app assigns variants: experiments/draw-holdout.ts. */
  function unitHash(text) {
    var hash = 0x811c9dc5;
    for (var i = 0; i < text.length; i++) {
      var unit = text.charCodeAt(i);
      hash = Math.imul(hash ^ (unit & 0xff), 0x01000193);
      hash = Math.imul(hash ^ (unit >>> 8), 0x01000193);
    }
    hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    return ((hash ^ (hash >>> 16)) >>> 0) / 4294967296;
  }

  /** Always the same variant for the same key. */
  function drawVariant(form, visitorKey) {
    var variants = form.variants;
    var place = unitHash(visitorKey + "|" + form.id + "|" + variants[0].arm);
    return variants[Math.floor(place * variants.length)];
  }

  function fitsPage(rules, page) {
    if (rules.pages === "all") return true;
    if (rules.pages !== "url") return rules.pages === (page.type === "index" ? "home" : page.type);
    return page.url.toLowerCase().indexOf(rules.urlContains.toLowerCase()) !== -1;
  }

  function matchesTag(wanted, found) {
    return wanted === "" || wanted.toLowerCase() === (found || "").toLowerCase();
  }

  /**
   * Whether a visitor may see a form on this page. The delay, scroll depth and exit intent come after that.
   *
   * @param visit { page: { type, url }, utm: { source, campaign }, isReturning, isSubscriber, now }
   * @param past { closedAt, isDone } what the visitor did with this form before
   */
  function mayShow(rules, visit, past) {
    if (visit.isSubscriber || past.isDone || !fitsPage(rules, visit.page)) return false;
    if (rules.visitors !== "all" && (rules.visitors === "returning") !== visit.isReturning)
      return false;
    if (!matchesTag(rules.utmSource, visit.utm.source)) return false;
    if (!matchesTag(rules.utmCampaign, visit.utm.campaign)) return false;
    return !past.closedAt || visit.now - past.closedAt >= rules.againAfterDays * DAY_MS;
  }

  /** The memory after a page view: a visit ends after 30 minutes without one, and keeps its first UTM values. */
  function beginPage(memory, utm, now, newKey) {
    var isNew = !memory.lastAt || now - memory.lastAt > VISIT_MS;
    return {
      key: memory.key || newKey,
      lastAt: now,
      visits: (memory.visits || 0) + (isNew ? 1 : 0),
      utm: utm.source || utm.campaign || isNew ? utm : memory.utm || {},
      isSubscriber: memory.isSubscriber || utm.isFromEmail || false,
      forms: memory.forms || {},
    };
  }

  // ---- The page.

  /** What the visitor allows, by Shopify's Customer Privacy API; nothing until it has loaded. */
  function readPrivacy() {
    var api = window.Shopify && window.Shopify.customerPrivacy;
    var isAllowed = function (purpose) {
      return Boolean(
        api && api[purpose + "ProcessingAllowed"] && api[purpose + "ProcessingAllowed"](),
      );
    };
    return {
      mayRemember: isAllowed("preferences"),
      mayCount: isAllowed("preferences") && isAllowed("analytics"),
    };
  }

  function loadPrivacy(done) {
    var shopify = window.Shopify;
    if (!shopify || !shopify.loadFeatures || shopify.customerPrivacy) return done();
    shopify.loadFeatures([{ name: "consent-tracking-api", version: "0.1" }], function () {
      done();
    });
  }

  function readStored(storage, name) {
    try {
      return JSON.parse(window[storage].getItem(name)) || {};
    } catch {
      // A browser may refuse storage, and its content may be anything.
      return {};
    }
  }

  function writeStored(storage, name, value) {
    try {
      if (value) window[storage].setItem(name, JSON.stringify(value));
      else window[storage].removeItem(name);
    } catch {
      // A browser without storage shows the form again on the next page.
    }
  }

  function readUtm() {
    var params = new URLSearchParams(location.search);
    var source = params.get("utm_source");
    // The shop's own emails go to subscribers only.
    var isFromEmail = source === "kindred" && params.get("utm_medium") === "email";
    return { source: source, campaign: params.get("utm_campaign"), isFromEmail: isFromEmail };
  }

  function start(data) {
    var memory = beginPage(
      readPrivacy().mayRemember ? readStored("localStorage", STORED) : {},
      readUtm(),
      Date.now(),
      Math.random().toString(36).slice(2) + Math.random().toString(36).slice(2),
    );
    /** Views to be reported, at the latest when the visitor allows it. */
    var unreported = [];

    function save() {
      var privacy = readPrivacy();
      writeStored("localStorage", STORED, privacy.mayRemember ? memory : null);
      if (!privacy.mayCount || window.Shopify.designMode) return;
      unreported.splice(0).forEach(function (view) {
        fetch(data.url, {
          method: "POST",
          headers: { "Content-Type": "application/json" },
          body: JSON.stringify(view),
          keepalive: true,
        }).catch(function () {
          // A view that is not counted changes nothing for the visitor.
        });
      });
    }

    function pastOf(form) {
      return (memory.forms[form.id] = memory.forms[form.id] || {});
    }

    /** A form must not cover the question of the consent banner. */
    function afterBanner(done) {
      var api = window.Shopify && window.Shopify.customerPrivacy;
      if (!api || !api.shouldShowBanner || !api.shouldShowBanner()) return done();
      document.addEventListener("visitorConsentCollected", done, { once: true });
    }

    var visitor = {
      afterBanner: afterBanner,
      pastOf: pastOf,
      isSubscriber: function () {
        return data.subscriber === "true" || memory.isSubscriber;
      },
      draw: function (form) {
        return drawVariant(form, memory.key);
      },
      mayShow: function (rules, past) {
        var visit = {
          page: { type: data.page, url: location.href },
          utm: memory.utm,
          isReturning: memory.visits > 1,
          isSubscriber: visitor.isSubscriber(),
          now: Date.now(),
        };
        return mayShow(rules, visit, past);
      },
      /** Counts a view of the form or its teaser, once per visit. */
      countView: function (form, arm) {
        var past = pastOf(form);
        if (past.seenOn === memory.visits) return;
        past.seenOn = memory.visits;
        unreported.push({ form: form.id, arm: arm });
        save();
      },
      isCounted: function (form) {
        return readPrivacy().mayCount && pastOf(form).seenOn === memory.visits;
      },
      remember: function (form, change) {
        Object.assign(pastOf(form), change);
        if (change.isDone) memory.isSubscriber = true;
        save();
        if (readPrivacy().mayRemember) return;
        // Closing a form or signing up is the visitor's own choice: it is kept until the tab is closed.
        var closed = readStored("sessionStorage", CLOSED);
        closed[form.id] = pastOf(form);
        writeStored("sessionStorage", CLOSED, closed);
      },
    };

    function show(forms) {
      if (forms.length === 0) return;
      var styles = data.styles.split(" ").map(function (url) {
        return load("link", { rel: "stylesheet", href: url });
      });
      var scripts = data.scripts.split(" ").map(function (url) {
        return load("script", { src: url });
      });
      Promise.all(styles.concat(scripts)).then(function () {
        globalThis.KindredForms.show(forms, visitor, data);
      });
    }

    if (!readPrivacy().mayRemember)
      Object.assign(memory.forms, readStored("sessionStorage", CLOSED));
    save();
    document.addEventListener("visitorConsentCollected", save);
    fetch(data.url, { headers: { Accept: "application/json" } })
      .then(function (answer) {
        return answer.ok ? answer.json() : { forms: [] };
      })
      .then(function (config) {
        show(
          config.forms.filter(function (form) {
            var content = form.variants[0].content;
            if (content.type === "inline") return document.querySelector("[data-kindred-inline]");
            // One that was closed keeps its teaser.
            return visitor.mayShow(content.targeting, content.teaser ? {} : pastOf(form));
          }),
        );
      })
      .catch(function () {
        // The storefront continues without forms.
      });
  }

  function load(tag, attributes) {
    return new Promise(function (resolve) {
      var part = Object.assign(document.createElement(tag), attributes);
      part.onload = resolve;
      part.onerror = resolve;
      document.head.append(part);
    });
  }

  globalThis.KindredForms = {
    unitHash: unitHash,
    drawVariant: drawVariant,
    mayShow: mayShow,
    beginPage: beginPage,
  };
  // The tests load this file as a module, which is no current script.
  var script = typeof document === "undefined" ? null : document.currentScript;
  if (script) {
    loadPrivacy(function () {
      start(script.dataset);
    });
  }
})();
