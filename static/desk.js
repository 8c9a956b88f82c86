// Keys of the desk: one letter each, only outside of fields, and only while they are switched on.
(() => {
  const STORE = "yizhao-keys-off";
  const off = () => localStorage.getItem(STORE) === "yes";
  const typing = (node) => node.closest("input, textarea, select, [contenteditable]");

  const show = () => {
    document.body.classList.toggle("keys-off", off());
    const button = document.getElementById("keys-switch");
    if (!button) return;
    button.hidden = false;
    button.textContent = off() ? button.dataset.on : button.dataset.off;
  };

  const act = (node) => {
    if (node.matches("a")) return node.click();
    if (node.matches("summary")) {
      node.parentElement.open = true;
      return node.parentElement.querySelector("input[type=checkbox], textarea").focus();
    }
    node.focus(); // a decision is never one key: the button is chosen, Enter sends it
  };

  document.addEventListener("keydown", (event) => {
    if (off() || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const node = document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
    if (!node) return;
    event.preventDefault();
    act(node);
  });

  document.addEventListener("click", (event) => {
    if (event.target.id !== "keys-switch") return;
    localStorage.setItem(STORE, off() ? "no" : "yes");
    show();
  });
  document.addEventListener("DOMContentLoaded", show);
})();
