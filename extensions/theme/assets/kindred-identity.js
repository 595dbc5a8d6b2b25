/* Reports the logged-in customer of this browser to the app, once per session and customer. */
(function () {
  var script = document.currentScript;
  var waited = 0;

  function visitor() {
    var found = document.cookie.match(/(?:^|; )kindred_visitor=([\w.:~-]+)/);
    return found && found[1];
  }

  function tell() {
    var id = visitor();
    // The pixel starts slightly later than the page, and only with consent.
    if (!id) {
      if ((waited += 1) < 20) setTimeout(tell, 500);
      return;
    }
    // Another customer may log in within the same tab.
    var pair = id + " " + script.dataset.customer;
    try {
      if (sessionStorage.getItem("kindred_sent") === pair) return;
    } catch {
      // A browser without storage reports on every page.
    }
    fetch(script.dataset.url, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ visitor: id }),
      keepalive: true,
    }).then(
      function (answer) {
        try {
          if (answer.ok) sessionStorage.setItem("kindred_sent", pair);
        } catch {
          // As above.
        }
      },
      function () {
        // The storefront continues without it.
      },
    );
  }

  tell();
})();
