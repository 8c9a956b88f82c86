// A label or hint is changed where it stands: press it, or Enter or F2 on it. A press on the rest of the row, or Space
// on the label, only opens the question. Without this file every button opens the panel.
(() => {
  const byId = (id) => document.getElementById(id);
  const WORDS = ".build-label, .build-hint, .build-column";
  const isOpen = (button) => byId("panel") && byId("panel").dataset.field === button.value;
  const wordsAt = (node) => {
    const button = node.closest && node.closest(WORDS);
    return button && button.tagName === "BUTTON" ? button : null;
  };
  let editing = null;

  const stop = (focus) => {
    if (!editing) return;
    const { button, box } = editing;
    editing = null;
    button.hidden = false;
    box.hidden = true;
    setTimeout(() => box.remove());  // not now: a morph that takes the box away must find it where it was
    if (focus) button.focus();
  };

  // `back`: whether focus returns to the words; who pressed elsewhere stays there.
  const save = (back) => {
    const { button, box, what, was, seen } = editing;
    const text = box.value.trim();
    if (what === "label" && !text) { box.setCustomValidity(byId("words").dataset.empty); box.reportValidity(); return; }
    const form = byId("words");
    stop(back);
    if (text === was) return;
    button.textContent = text;  // what was typed stays in sight while it is being saved
    form.elements.field.value = button.value;
    form.elements.what.value = what;
    form.elements.text.value = text;
    form.elements.back.value = back ? "yes" : "";
    form.elements.revision.value = seen;
    form.requestSubmit();
  };

  const key = (event) => {
    event.stopPropagation();
    if (event.key === "Escape") stop(true);
    else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); save(true); }
  };

  // The caret goes where the words were pressed; by keys all is marked, ready to be typed over.
  const caret = (box, event, text) => {
    const at = event && event.detail > 0 && document.caretPositionFromPoint && document.caretPositionFromPoint(event.clientX, event.clientY);
    const inside = at && at.offsetNode.nodeType === 3 ? at.offset : text.length;
    return () => (event && event.detail > 0 ? box.setSelectionRange(inside, inside) : box.select());
  };

  const edit = (button, event) => {
    stop(false);
    const what = button.classList.contains("build-hint") ? "hint" : "label";
    const box = document.createElement(what === "hint" ? "textarea" : "input");
    box.className = `build-inplace ${button.className}`;
    box.value = button.textContent.trim();
    box.maxLength = what === "hint" ? 1000 : 200;
    box.setAttribute("aria-label", byId("words").dataset[what]);
    box.addEventListener("keydown", key);
    box.addEventListener("input", () => box.setCustomValidity(""));
    box.addEventListener("blur", () => { if (editing && editing.box === box) { if (box.value.trim() || what === "hint") save(false); else stop(false); } });
    const place = caret(box, event, box.value);
    button.hidden = true;
    button.after(box);
    // An answer may bring a colleague's words meanwhile: what was read counts, or theirs would be written over unseen.
    editing = { button, box, what, was: box.value, seen: byId("seen").value };
    box.focus();
    place();
    if (!isOpen(button)) open(button, true);
  };

  // `beside`: the panel comes along and leaves the focus where it is.
  const open = (button, beside) => {
    const form = beside ? byId("beside") : button.form;
    if (beside) form.elements.field.value = button.value;
    form.requestSubmit(beside ? null : button);
  };

  document.addEventListener("click", (event) => {
    const button = wordsAt(event.target);
    if (!button) return;
    event.preventDefault();
    event.stopPropagation();
    edit(button, event);
  }, true);

  document.addEventListener("click", (event) => {
    const card = event.target.closest(".build-card");
    if (!card || event.target.closest("button, input, textarea, a, .grip")) return;
    // As in every list: Ctrl and a press picks one more, Shift all between.
    if (event.ctrlKey || event.metaKey || event.shiftKey) {
      window.getSelection().removeAllRanges();
      card.querySelector(".build-pick").dispatchEvent(new MouseEvent("click", { bubbles: true, shiftKey: event.shiftKey }));
      return;
    }
    if (window.getSelection().toString()) return;
    const cell = event.target.closest("td, th");
    open(cell ? card.querySelectorAll(".build-column")[cell.cellIndex] : card.querySelector(".build-label"), false);
  });

  document.addEventListener("keydown", (event) => {
    const card = event.target.closest && event.target.closest(".build-card");
    if (event.key === "F2" && card) { event.preventDefault(); edit(wordsAt(event.target) || card.querySelector("button.build-label")); }
    if (event.key === " " && wordsAt(event.target)) { event.preventDefault(); open(event.target, false); }
  });
  // Where a key that was held back still presses the button when it is let go.
  document.addEventListener("keyup", (event) => { if (event.key === " " && wordsAt(event.target)) event.preventDefault(); });
})();
