// Dragging for those who like it; every drag also has its buttons. The chosen card is marked.
(() => {
  const mark = () => {
    const panel = document.getElementById("panel");
    if (!panel) return;
    const chosen = panel.dataset.field.split(".")[0];
    document.querySelectorAll(".build-card").forEach((card) => {
      card.dataset.field === chosen ? card.setAttribute("aria-current", "true") : card.removeAttribute("aria-current");
    });
  };

  const put = (event) => {
    const form = document.getElementById("moves");
    const next = event.item.nextElementSibling;
    form.elements.field.value = event.item.dataset.field;
    form.elements.section.value = event.to.dataset.section;
    form.elements.before.value = next ? next.dataset.field : "";
    form.requestSubmit();
  };

  const sortable = () => {
    document.querySelectorAll(".build-cards").forEach((list) => {
      if (!window.Sortable || Sortable.get(list)) return;
      const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
      Sortable.create(list, { group: "cards", handle: ".grip", animation: still ? 0 : 120, onEnd: put });
    });
  };

  const focus = () => {
    const spot = document.querySelector("#panel [data-focus]");
    if (!spot) return;
    spot.removeAttribute("data-focus");
    spot.focus();
    if (spot.select) spot.select();
  };

  const settle = () => { mark(); sortable(); focus(); };
  document.addEventListener("DOMContentLoaded", settle);
  document.addEventListener("htmx:after:swap", settle);

  // Escape leaves the panel for the card it is about.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !event.target.closest("#panel")) return;
    const field = document.getElementById("panel").dataset.field;
    const link = document.getElementById(`open-${field.replace(".", "-")}`);
    if (link) link.focus();
  });
})();
