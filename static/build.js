// Dragging and keys for those who like them; every drag also has its buttons, and all works without this file.
(() => {
  const byId = (id) => document.getElementById(id);
  const cardId = (name) => `card-${name.replace(".", "-")}`;

  // On a phone the question that is open says where its settings are.
  const toPanel = byId("to-panel");
  const mark = () => {
    const panel = byId("panel");
    if (!panel) return;
    const chosen = panel.dataset.field.split(".")[0];
    document.querySelectorAll(".build-card[aria-current]").forEach((card) => {
      if (card.dataset.field !== chosen) card.removeAttribute("aria-current");
    });
    const card = byId(cardId(chosen));
    movesAt(card);
    if (!card) return;
    card.setAttribute("aria-current", "true");
    if (toPanel.parentNode !== card) card.append(toPanel);
  };

  // The buttons that move a question stand at the one that is open.
  const movesAt = (card) => {
    const here = card && card.querySelector(".build-moves");
    document.querySelectorAll(".build-moves").forEach((moves) => { if (moves !== here) moves.remove(); });
    if (!card || here) return;
    const label = card.querySelector(".build-label");
    const moves = byId("moves-of").content.cloneNode(true);
    moves.querySelectorAll("button").forEach((button) => {
      button.value += card.dataset.field;
      button.id += card.dataset.field;
      button.lastElementChild.textContent = `“${label.textContent.trim()}”`;
    });
    label.after(moves);
  };

  // Two answers may both bring a card that is new to the page they were asked from: the later one stays.
  const single = () => {
    const seen = new Map();
    document.querySelectorAll(".build-card, .build-stack").forEach((node) => {
      if (seen.has(node.id)) seen.get(node.id).remove();
      seen.set(node.id, node);
    });
  };

  // Nodes are put where the server says; moving one takes its focus away, so that is given back.
  const arrange = () => {
    const order = byId("order");
    if (!order || !order.dataset.order) return;
    const focused = document.activeElement;
    // Asking where something stands lays the page out at once: only where a card may take the focus along.
    const top = focused && focused.closest(".build-stack") && focused.getBoundingClientRect().top;
    const stacks = order.dataset.order.split(";").map((part) => part.split(":"));
    const all = stacks.map(([key]) => byId(`stack-${key}`)).filter(Boolean);
    if (all.length === document.querySelectorAll(".build-stack").length) line(byId("canvas"), all);
    stacks.forEach(([key, names]) => {
      const list = byId(`cards-${key}`);
      if (list && names) line(list, names.split(",").map((name) => byId(cardId(name))).filter(Boolean));
    });
    order.dataset.order = "";
    if (focused && focused !== document.activeElement && focused.isConnected && focused !== document.body) {
      focused.focus({ preventScroll: true });
      window.scrollBy(0, focused.getBoundingClientRect().top - top);
    }
  };

  // From the front: who stands in the way of the next one is left there, and comes to its own place later.
  const line = (parent, nodes) => {
    let at = [...parent.children].find((child) => nodes.includes(child));
    nodes.forEach((node) => {
      if (at && at !== node && at.nextElementSibling === node) at = node;
      if (at === node) at = node.nextElementSibling;
      else parent.insertBefore(node, at);
    });
  };

  const nextName = (item) => {
    let next = item.nextElementSibling;
    while (next && next.querySelector(".build-pick:checked")) next = next.nextElementSibling;
    return next ? next.dataset.field : "";
  };

  // A card that is picked takes along all that are picked.
  const put = (event) => {
    const section = event.to.dataset.section;
    if (event.item.querySelector(".build-pick:checked") && picked().length > 1) {
      byId("many-section").value = section;
      byId("many-before").value = nextName(event.item);
      press("many-move");
      byId("many-before").value = "";
      return;
    }
    const form = byId("put");
    const next = event.item.nextElementSibling;
    form.elements.field.value = event.item.dataset.field;
    form.elements.section.value = section;
    form.elements.before.value = next ? next.dataset.field : "";
    form.requestSubmit();
  };

  // What was dragged out of the palette goes back there; the server says what stands in the canvas.
  const place = (event) => {
    if (event.item.dataset.field) return;
    const [form, next] = [byId("place"), event.item.nextElementSibling];
    form.elements.type.value = event.item.name === "type" ? event.item.value : "";
    form.elements.element.value = event.item.name === "element" ? event.item.value : "";
    form.elements.section.value = event.to.dataset.section;
    form.elements.before.value = next ? next.dataset.field : "";
    event.clone.replaceWith(event.item);
    form.requestSubmit();
  };

  const sortable = () => {
    if (!window.Sortable) return;
    const animation = matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 120;
    document.querySelectorAll(".build-cards").forEach((list) => {
      if (!Sortable.get(list)) Sortable.create(list, { group: "cards", handle: ".grip", animation, onEnd: put, onAdd: place });
    });
    // Buttons are no native drag sources everywhere, so the pointer is followed instead.
    document.querySelectorAll(".build-types, .build-elements").forEach((list) => {
      const group = { name: "cards", pull: "clone", put: false };
      if (!Sortable.get(list)) Sortable.create(list, { group, draggable: "button[name]:not([disabled])", sort: false, animation, forceFallback: true, fallbackOnBody: true, fallbackTolerance: 6 });
    });
  };

  const focus = () => {
    const order = byId("order");
    const where = order ? order.dataset.land : "";
    const land = where && byId(where.startsWith("hint:") ? where.replace(":", "-") : `open-${where}`);
    if (order) order.dataset.land = "";
    if (land) { land.focus(); return; }
    const spot = document.querySelector("#panel [data-focus]");
    if (!spot) return;
    spot.removeAttribute("data-focus");
    spot.focus();
    if (spot.select) spot.select();
  };

  // What can be done to many shows once something is picked.
  const picked = () => document.querySelectorAll(".build-pick:checked");
  const count = () => {
    const many = byId("many");
    if (!many) return;
    const n = picked().length;
    many.hidden = n === 0;
    const said = byId("count");
    said.textContent = said.dataset.words.replace("{n}", n);
  };

  // In the palette too: several elements are ticked and added together.
  const ticked = () => {
    const [bar, said] = [byId("ticked"), byId("ticked-count")];
    if (!bar) return;
    const n = document.querySelectorAll("#elements [name=pick]:checked").length;
    bar.hidden = n === 0;
    said.textContent = said.dataset.words.replace("{n}", n);
  };

  // What was folded out stays so when its panel is swapped.
  const opened = new Set();
  let about = "";
  const unfold = () => {
    const field = byId("panel") ? byId("panel").dataset.field : "";
    if (field !== about) opened.clear();
    about = field;
    opened.forEach((id) => { if (byId(id)) byId(id).open = true; });
  };
  document.addEventListener("click", (event) => {
    const fold = event.target.closest("summary") && event.target.closest("details[id]");
    if (fold && fold.closest("#panel")) setTimeout(() => (fold.open ? opened.add(fold.id) : opened.delete(fold.id)));
  });

  // On a phone the panel and the palette are sheets over the canvas, one at a time.
  const sheet = (name) => { document.body.dataset.sheet = name; };
  const spoken = () => document.querySelector("#panel [data-focus], #refused, #clash, #report");
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-sheet]:not(body)");
    if (!button) return;
    const from = button.closest("#panel");
    sheet(button.dataset.sheet);
    if (button.dataset.sheet === "palette") byId("element-search").focus();
    else if (button.dataset.sheet) byId("p-label").focus();
    else if (from) home();
  });
  const home = () => {
    const link = byId(`open-${byId("panel").dataset.field.replace(".", "-")}`);
    if (link) { link.focus(); link.scrollIntoView({ block: "nearest" }); }
  };

  // Enter in the palette's search adds the first of what it finds, once that is there.
  let adding = "";
  const addFirst = () => {
    const list = byId("elements");
    if (!adding || !list || list.dataset.wanted !== adding) return;
    adding = "";
    const open = [...list.querySelectorAll(":scope > button:not([disabled])")];
    const first = open.find((button) => !button.previousElementSibling.checked);
    if (first) { byId("element-search").value = ""; first.click(); }
  };
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target.id !== "element-search" || event.isComposing) return;
    adding = event.target.value.trim();
    if (!adding) return;
    event.preventDefault();
    if (byId("elements").dataset.wanted === adding) addFirst(); else event.target.form.requestSubmit();
  });

  const settle = () => {
    const news = spoken();
    if (news && !news.dataset.told) { news.dataset.told = "yes"; sheet("panel"); }
    addFirst();
    unfold();
    single();
    arrange();
    mark();
    sortable();
    count();
    ticked();
    focus();
  };
  document.addEventListener("DOMContentLoaded", () => { document.documentElement.classList.add("has-sheets"); settle(); sheet(""); });
  document.addEventListener("htmx:after:swap", settle);
  document.addEventListener("change", (event) => { if (event.target.matches(".build-pick")) count(); ticked(); });

  // Shift and a click pick everything between.
  let last = null;
  document.addEventListener("click", (event) => {
    if (!event.target.matches(".build-pick")) return;
    const boxes = [...document.querySelectorAll(".build-pick")];
    const [from, to] = [boxes.indexOf(last), boxes.indexOf(event.target)].sort((a, b) => a - b);
    if (event.shiftKey && from >= 0) boxes.slice(from, to + 1).forEach((box) => { box.checked = event.target.checked; });
    last = event.target;
    count();
  });

  // A found question is brought into view with its panel.
  document.addEventListener("click", (event) => {
    const jump = event.target.closest("[data-jump]");
    const card = jump && byId(jump.dataset.jump);
    if (card) card.scrollIntoView({ block: "center" });
  });

  const cardOf = (node) => node && node.closest && node.closest(".build-card");
  const press = (id) => { const button = byId(id); if (button) button.click(); return Boolean(button); };
  const step = (card, by) => {
    const cards = [...document.querySelectorAll(".build-card")];
    const next = cards[cards.indexOf(card) + by];
    if (next) next.querySelector(".build-label").focus();
    return Boolean(next);
  };
  const withPicked = (card, verb) => {
    if (!picked().length && card) { card.querySelector(".build-pick").checked = true; count(); }
    return picked().length > 0 && press(`many-${verb}`);
  };

  const move = (card, verb) => {
    const form = byId("moves");
    form.querySelector("[name=move]").value = `${verb}:${card.dataset.field}`;
    form.requestSubmit();
    return true;
  };

  const key = (event, card) => {
    if (event.altKey && card && event.key === "ArrowUp") return move(card, "up");
    if (event.altKey && card && event.key === "ArrowDown") return move(card, "down");
    if (event.ctrlKey || event.metaKey) {
      const letter = event.key.toLowerCase();
      if (letter === "z") return press(event.shiftKey ? "redo" : "undo");
      if (letter === "y") return press("redo");
      if (window.getSelection().toString()) return false;
      if (letter === "c") return withPicked(card, "copy");
      if (letter === "x") return withPicked(card, "cut");
      if (letter === "d") return withPicked(card, "duplicate");
      if (letter === "v") return press("paste");
      return false;
    }
    if (event.altKey) return false;
    if (card && event.key === "ArrowUp") return step(card, -1);
    if (card && event.key === "ArrowDown") return step(card, 1);
    if (card && event.key === "Delete") return withPicked(card, "remove");
    return false;
  };

  document.addEventListener("keydown", (event) => {
    if (!byId("canvas")) return;
    if (event.key === "Escape") return leave(event);
    if (event.altKey && !event.ctrlKey && event.code.startsWith("Key")) return reach(event);
    const typing = event.target.matches("input:not([type=checkbox]), textarea, select");
    if (!typing && key(event, cardOf(event.target))) event.preventDefault();
  });

  // A menu closes when one leaves it: by Escape, by a press elsewhere, by opening another.
  const menus = () => document.querySelectorAll(".build-menu[open]");
  document.addEventListener("click", (event) => menus().forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; }));
  document.addEventListener("keydown", (event) => {
    const menu = event.target.closest && event.target.closest(".build-menu[open]");
    if (!menu) return;
    const links = [...menu.querySelectorAll("a")];
    const at = links.indexOf(event.target);
    if (event.key === "Escape") { menu.open = false; menu.querySelector("summary").focus(); event.stopImmediatePropagation(); }
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const next = links[at + (event.key === "ArrowDown" ? 1 : -1)];
      (next || menu.querySelector("summary")).focus();
    }
  }, true);

  // Leaving for another page waits for what is still being saved.
  let pending = 0;
  let leaving = null;
  const go = () => { if (leaving && !pending) { const link = leaving; leaving = null; link.click(); } };
  document.addEventListener("htmx:before:request", () => { pending += 1; });
  document.addEventListener("htmx:finally:request", () => { pending = Math.max(0, pending - 1); setTimeout(go); });
  document.addEventListener("click", (event) => {
    const link = event.target.closest(".build-room a[href]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || !pending) return;
    event.preventDefault();
    leaving = link;
  });

  // Alt and a letter go where the page's access keys say, in every browser alike.
  const reach = (event) => {
    const spot = document.querySelector(`[accesskey="${event.code.slice(3).toLowerCase()}"]`);
    if (!spot) return;
    event.preventDefault();
    if (spot.matches("summary")) { spot.parentNode.open = true; opened.add(spot.parentNode.id); spot.focus(); return; }
    if (spot.matches("select")) { spot.focus(); return; }
    if (spot.matches("input")) {
      if (spot.closest("#palette")) sheet("palette");
      spot.focus();
      spot.select();
    } else {
      document.activeElement.blur();  // what was typed is sent first
      setTimeout(() => spot.click(), 50);
    }
  };

  // Escape leaves the panel for the card it is about, and lets go of what is picked.
  const leave = (event) => {
    if (event.target.closest("#panel")) {
      sheet("");
      home();
    } else {
      picked().forEach((box) => { box.checked = false; });
      count();
    }
  };
})();
