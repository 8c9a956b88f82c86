// Keys for those who decide many: once an item has focus, J and K walk on, S and D press its buttons.
(() => {
  const items = () => [...document.querySelectorAll("[data-item]")];
  const here = () => document.activeElement.closest("[data-item]");

  const walk = (step) => {
    const all = items();
    const at = all.indexOf(here());
    const next = all[at + step];
    if (next) next.querySelector("h3").focus();
  };

  const press = (key) => {
    const form = document.activeElement.closest("form.bench-candidate") || (here() && here().querySelector("form.bench-candidate"));
    const button = form && form.querySelector(`[data-key="${key}"]`);
    if (button) button.click();
  };

  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-begin]")) return;
    event.preventDefault();
    walk(1);
  });

  document.addEventListener("keydown", (event) => {
    if (!here() || event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea")) return;
    const key = event.key.toLowerCase();
    if (key === "j") walk(1);
    else if (key === "k") walk(-1);
    else if (key === "s" || key === "d") press(key);
    else return;
    event.preventDefault();
  });
})();
