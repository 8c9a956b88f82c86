// Small manners on top of pages that work without this file.
(() => {
  const each = (root, selector, act) => root.querySelectorAll(selector).forEach(act);

  // After a swap focus goes where the server says, or stays where it was.
  document.addEventListener("htmx:after:settle", (event) => {
    const fresh = event.detail.newContent || [];
    for (const node of fresh) {
      if (node.nodeType !== 1) continue;
      const spot = node.matches("[data-focus]") ? node : node.querySelector("[data-focus]");
      if (spot) return spot.focus();
    }
  });

  // What was said stays long enough to read; the region itself stays, or screen readers miss the next.
  let fading;
  document.addEventListener("htmx:after:settle", () => {
    const status = document.getElementById("status");
    if (!status || !status.textContent) return;
    clearTimeout(fading);
    fading = setTimeout(() => { status.textContent = ""; }, 8000);
  });

  const busy = (event, on) => {
    const target = event.detail.ctx && event.detail.ctx.target;
    if (target && target.setAttribute) on ? target.setAttribute("aria-busy", "true") : target.removeAttribute("aria-busy");
  };
  document.addEventListener("htmx:before:request", (event) => busy(event, true));
  document.addEventListener("htmx:finally:request", (event) => busy(event, false));

  // A second click on a form that must be sent once does nothing.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("form[data-once]")) return;
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "yes";
  });
  window.addEventListener("pageshow", () => each(document, "form[data-once]", (form) => delete form.dataset.sent));

  document.addEventListener("DOMContentLoaded", () => {
    const summary = document.querySelector(".error-summary");
    if (summary) summary.focus();
  });

  // Two minutes before a session ends by itself, one press of a button keeps it (WCAG 2.2.1).
  document.addEventListener("DOMContentLoaded", () => {
    const box = document.getElementById("session-end");
    if (!box) return;
    let timer;
    let before;
    const warn = () => {
      before = document.activeElement;
      box.hidden = false;
      box.querySelector("button").focus();
      timer = setTimeout(() => location.reload(), 125000);
    };
    const restart = () => {
      clearTimeout(timer);
      box.hidden = true;
      timer = setTimeout(warn, (Number(box.dataset.seconds) - 120) * 1000);
    };
    box.querySelector("button").addEventListener("click", () => {
      fetch(box.dataset.here).finally(() => { restart(); if (before) before.focus(); });
    });
    document.addEventListener("htmx:finally:request", restart);
    restart();
  });

  // The account menu closes on Escape and when the pointer goes elsewhere.
  document.addEventListener("keydown", (event) => {
    const open = event.key === "Escape" && document.querySelector(".account-menu[open]");
    if (open) { open.open = false; open.querySelector("summary").focus(); }
  });
  document.addEventListener("click", (event) => {
    each(document, ".account-menu[open]", (menu) => { if (!menu.contains(event.target)) menu.open = false; });
  });

  // A press on a plan fills in the two numbers below it, which can be typed as well.
  document.addEventListener("click", (event) => {
    const plan = event.target.closest(".plan");
    if (!plan) return;
    const box = plan.getBoundingClientRect();
    const at = { x: (event.clientX - box.left) / box.width, y: (event.clientY - box.top) / box.height };
    for (const name of ["x", "y"]) {
      const input = document.getElementById(plan.id.replace(/-plan$/, `-${name}`));
      input.value = Math.round(Math.min(1, Math.max(0, at[name])) * 100);
      if (name === "y") input.dispatchEvent(new Event("change", { bubbles: true }));
    }
  });
})();
