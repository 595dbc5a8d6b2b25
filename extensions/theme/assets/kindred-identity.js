/* Tells the app, once a session and customer, that who is logged in uses this browser. */
(function () {
  var script = document.currentScript;
  var waited = 0;

  function visitor() {
    var found = document.cookie.match(/(?:^|; )kindred_visitor=([\w.:~-]+)/);
    return found && found[1];
  }

  function tell() {
    var id = visitor();
    // The pixel starts a little later than the page, and only where the visitor allows it.
    if (!id) {
      if ((waited += 1) < 20) setTimeout(tell, 500);
      return;
    }
    // The next to log in within one tab may be somebody else.
    var pair = id + " " + script.dataset.customer;
    try {
      if (sessionStorage.getItem("kindred_sent") === pair) return;
    } catch {
      // A browser that keeps nothing tells it on every page.
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
        // The storefront goes on without.
      },
    );
  }

  tell();
})();
