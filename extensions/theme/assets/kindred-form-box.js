/* The elements of the sign-up forms, and how they open and close. Loaded by kindred-forms.js when a page shows one. */
(function () {
  function element(doc, tag, name, text) {
    var made = doc.createElement(tag);
    made.className = name;
    if (text) made.textContent = text;
    return made;
  }

  /**
   * A form with its texts and colors, also for the admin's preview.
   *
   * @param form the element with the fields, which becomes part of the result
   * @param kind "popup", "flyout" or "inline"
   */
  function build(doc, content, kind, form, closeLabel) {
    var box = element(doc, kind === "popup" ? "dialog" : "div", "kindred-box kindred-box--" + kind);
    var words = element(doc, "div", "kindred-box__words");
    var heading = element(doc, "h2", "kindred-box__heading", content.heading);
    heading.id =
      "kindred-heading-" + kind + "-" + doc.querySelectorAll(".kindred-box__heading").length;
    if (content.position === "start") box.className += " kindred-box--start";
    applyColors(box, content.colors);
    box.setAttribute("aria-labelledby", heading.id);
    if (kind === "flyout") box.setAttribute("role", "dialog");
    if (kind === "inline") box.setAttribute("role", "region");
    else box.tabIndex = -1;
    if (content.pictureUrl) {
      var picture = element(doc, "img", "kindred-box__picture");
      picture.alt = "";
      picture.src = content.pictureUrl;
      box.append(picture);
      box.className += " kindred-box--picture";
    }
    words.append(heading);
    if (content.text) words.append(element(doc, "p", "kindred-box__text", content.text));
    fillForm(form, content);
    words.append(form);
    box.append(words);
    if (kind !== "inline") box.append(closeButton(doc, "kindred-box__close", closeLabel));
    return box;
  }

  function applyColors(box, colors) {
    Object.keys(colors).forEach(function (name) {
      box.style.setProperty("--kindred-" + name, colors[name]);
    });
  }

  function closeButton(doc, name, label) {
    var button = element(doc, "button", name, "×");
    button.type = "button";
    button.setAttribute("aria-label", label);
    return button;
  }

  function fillForm(form, content) {
    var consent = form.querySelector(".kindred-form__consent");
    if (content.button) form.querySelector(".kindred-form__button").textContent = content.button;
    if (!content.consent) return;
    consent.textContent = content.consent;
    form.elements.consent.value = content.consent;
  }

  function buildTeaser(doc, content, closeLabel) {
    var teaser = element(doc, "div", "kindred-teaser");
    if (content.position === "start") teaser.className += " kindred-teaser--start";
    applyColors(teaser, content.colors);
    var open = element(doc, "button", "kindred-teaser__open", content.teaser);
    open.type = "button";
    open.setAttribute("aria-haspopup", "dialog");
    teaser.append(open, closeButton(doc, "kindred-teaser__close", closeLabel));
    return teaser;
  }

  /** The fields of the theme's template, under ids of their own. */
  function cloneFields(form, arm) {
    var template = document.getElementById("kindred-form-template");
    var fields = template.content.firstElementChild.cloneNode(true);
    fields.querySelectorAll("[id],[for],[aria-describedby]").forEach(function (it) {
      ["id", "for", "aria-describedby"].forEach(function (name) {
        var value = it.getAttribute(name);
        if (value)
          it.setAttribute(name, value.replace(/kindred-email/g, "kindred-email-" + form.id));
      });
    });
    fields.elements.form.value = form.id;
    fields.elements.arm.value = arm;
    return fields;
  }

  /** Replaces the fields by the message, where screen readers read it and the keyboard goes on. */
  function showSuccess(box, content, message) {
    var done = element(document, "div", "kindred-box__done");
    done.setAttribute("role", "status");
    done.tabIndex = -1;
    if (content.success) done.append(element(document, "p", "kindred-box__text", content.success));
    done.append(element(document, "p", "kindred-box__text", message));
    box.querySelector(".kindred-form").replaceWith(done);
    done.focus();
  }

  function makeBox(form, variant, visitor, data) {
    var content = variant.content;
    var fields = cloneFields(form, variant.arm);
    var box = build(document, content, content.type, fields, data.close);
    // Before the listener that sends the form.
    fields.addEventListener("submit", function () {
      fields.elements.counted.value = visitor.isCounted(form) ? "1" : "";
    });
    fields.addEventListener("kindred:answered", function (event) {
      visitor.remember(form, { isDone: true });
      showSuccess(box, content, event.detail.message);
    });
    return box;
  }

  /** A pop-up is modal: the browser keeps the focus in it and returns it. A flyout leaves the page usable. */
  function showAutomatic(form, visitor, data) {
    var variant = visitor.draw(form);
    var content = variant.content;
    var isPopup = content.type === "popup";
    var box = makeBox(form, variant, visitor, data);
    var teaser = content.teaser ? buildTeaser(document, content, data.close) : null;
    var openedBy = null;
    var isOpen = false;

    function open() {
      if (isOpen) return;
      isOpen = true;
      openedBy = document.activeElement;
      if (teaser) teaser.hidden = true;
      if (isPopup) box.showModal();
      else box.hidden = false;
      if (isPopup) box.focus();
      visitor.countView(form, variant.arm);
    }
    function afterClose() {
      if (!isOpen) return;
      isOpen = false;
      var hadFocus = isPopup || box.contains(document.activeElement);
      box.hidden = !isPopup;
      visitor.remember(form, { closedAt: Date.now() });
      if (teaser) teaser.hidden = Boolean(visitor.pastOf(form).isDone);
      if (hadFocus && openedBy && openedBy.isConnected) openedBy.focus();
    }
    function close() {
      if (isPopup) box.close();
      else afterClose();
    }

    if (!isPopup) box.hidden = true;
    document.body.append(box);
    box.querySelector(".kindred-box__close").addEventListener("click", close);
    // By Escape, too.
    box.addEventListener("close", afterClose);
    box.addEventListener("keydown", function (event) {
      if (event.key === "Escape" && !isPopup) close();
    });
    box.addEventListener("click", function (event) {
      // On the backdrop, outside of the content.
      if (isPopup && event.target === box) close();
    });
    if (teaser) addTeaser();
    visitor.afterBanner(function () {
      if (mayOpen()) whenDue(content.targeting, openUnlessClosed);
    });

    function addTeaser() {
      if (visitor.pastOf(form).isTeaserClosed && !mayOpen()) return;
      document.body.append(teaser);
      visitor.countView(form, variant.arm);
      teaser.firstElementChild.addEventListener("click", function () {
        open();
        // The visitor asked for it. A flyout that opens by itself takes no focus.
        box.focus();
      });
      teaser.lastElementChild.addEventListener("click", function () {
        teaser.remove();
        visitor.remember(form, { closedAt: Date.now(), isTeaserClosed: true });
      });
    }
    function mayOpen() {
      return visitor.mayShow(content.targeting, visitor.pastOf(form));
    }
    /** The visitor may have opened it by its teaser and closed it before its time has come. */
    function openUnlessClosed() {
      if (mayOpen()) open();
    }
  }

  function showInline(place, forms, visitor, data) {
    var wanted = place.dataset.kindredInline;
    var form = forms.find(function (it) {
      return wanted === "" || wanted === it.id;
    });
    if (!form) return place.remove();
    if (visitor.isSubscriber() || visitor.pastOf(form).isDone) return;
    var variant = visitor.draw(form);
    place.append(makeBox(form, variant, visitor, data));
    visitor.countView(form, variant.arm);
  }

  /** Calls back after the delay and the scroll depth, or when the pointer leaves toward the address bar. */
  function whenDue(rules, open) {
    var isDelayOver = false;
    function depth() {
      var hidden = document.documentElement.scrollHeight - window.innerHeight;
      return hidden <= 0 ? 100 : (window.scrollY / hidden) * 100;
    }
    function look() {
      if (isDelayOver && depth() >= rules.scrollPercent) end();
    }
    function leave(event) {
      if (!event.relatedTarget && event.clientY <= 0) end();
    }
    function end() {
      window.removeEventListener("scroll", look);
      document.removeEventListener("mouseout", leave);
      open();
    }
    window.addEventListener("scroll", look, { passive: true });
    if (rules.onExit) document.addEventListener("mouseout", leave);
    setTimeout(function () {
      isDelayOver = true;
      look();
    }, rules.delaySeconds * 1000);
  }

  function isInline(form) {
    return form.variants[0].content.type === "inline";
  }

  /** Shows the inline forms in their places, and at most one pop-up or flyout: a visitor closes one, not several. */
  function show(forms, visitor, data) {
    document.querySelectorAll("[data-kindred-inline]").forEach(function (place) {
      showInline(place, forms.filter(isInline), visitor, data);
    });
    var automatic = forms.find(function (form) {
      return !isInline(form);
    });
    if (automatic) showAutomatic(automatic, visitor, data);
    document.dispatchEvent(new Event("kindred:form-added"));
  }

  Object.assign((globalThis.KindredForms = globalThis.KindredForms || {}), {
    build: build,
    buildTeaser: buildTeaser,
    show: show,
  });
})();
