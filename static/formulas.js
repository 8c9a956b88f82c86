// A name that is pressed goes to where the person was writing; without this file names are typed or copied.
(() => {
  let last = document.querySelector(".formula[aria-invalid], #new-left, .formula");
  document.addEventListener("focusin", (event) => { if (event.target.matches(".formula")) last = event.target; });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-name]");
    if (!button || !last) return;
    last.setRangeText(button.dataset.name, last.selectionStart, last.selectionEnd, "end");
    last.focus();
  });
})();
