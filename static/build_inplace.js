// A label or hint of the question that is open is changed where it stands; without this file its button opens the panel.
(() => {
  const byId = (id) => document.getElementById(id);
  const isOpen = (button) => byId("panel") && byId("panel").dataset.field === button.value;
  let editing = null;

  const stop = (focus) => {
    if (!editing) return;
    const { button, box } = editing;
    editing = null;
    button.hidden = false;
    box.remove();
    if (focus) button.focus();
  };

  const save = () => {
    const { button, box, what } = editing;
    const text = box.value.trim();
    if (what === "label" && !text) { box.setCustomValidity(byId("words").dataset.empty); box.reportValidity(); return; }
    const form = byId("words");
    const same = text === button.textContent.trim();
    stop(true);
    if (same) return;
    button.textContent = text;  // what was typed stays in sight while it is being saved
    form.elements.field.value = button.value;
    form.elements.what.value = what;
    form.elements.text.value = text;
    form.elements.revision.value = byId("seen").value;
    form.requestSubmit();
  };

  const key = (event) => {
    event.stopPropagation();
    if (event.key === "Escape") stop(true);
    else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); save(); }
  };

  const edit = (button) => {
    stop(false);
    const what = button.classList.contains("build-hint") ? "hint" : "label";
    const box = document.createElement(what === "hint" ? "textarea" : "input");
    box.className = `build-inplace ${button.className}`;
    box.value = button.dataset.text || button.textContent.trim();
    box.maxLength = what === "hint" ? 1000 : 200;
    box.setAttribute("aria-label", byId("words").dataset[what]);
    box.addEventListener("keydown", key);
    box.addEventListener("input", () => box.setCustomValidity(""));
    box.addEventListener("blur", () => { if (editing && editing.box === box) { if (box.value.trim() || what === "hint") save(); else stop(false); } });
    button.hidden = true;
    button.after(box);
    editing = { button, box, what };
    box.focus();
    box.select();
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest(".build-label, .build-hint, .build-column");
    if (!button || button.tagName !== "BUTTON" || !isOpen(button)) return;
    event.preventDefault();
    event.stopPropagation();
    edit(button);
  }, true);

  document.addEventListener("keydown", (event) => {
    if (event.key !== "F2") return;
    const card = event.target.closest && event.target.closest(".build-card");
    const button = event.target.closest("button.build-column, button.build-hint") || (card && card.querySelector("button.build-label"));
    if (button) { event.preventDefault(); edit(button); }
  });
})();
