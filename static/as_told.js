// A morph brings attributes and leaves ticks, choices and typed text as the hand left them. In what was morphed the
// server's word counts: it may be about another question by now, or taken back. What was touched and is not sent
// yet stays, and so does what no server keeps: `data-own` on a control or on the form it belongs to, or on details
// that were opened.
(() => {
  const touched = new Set();
  const sent = new WeakMap();
  const morphed = new WeakMap();
  const opened = new WeakMap();
  const CONTROLS = "input:not([type=file], [type=hidden]), select, textarea";

  for (const kind of ["input", "change"]) {
    document.addEventListener(kind, (event) => { if (event.target.matches(CONTROLS)) touched.add(event.target); }, true);
  }

  document.addEventListener("htmx:before:request", (event) => {
    const asking = event.detail.ctx.sourceElement;
    const form = asking.form || asking.closest("form") || asking;
    const mine = [...touched].filter((control) => control.form === form || form.contains(control));
    mine.forEach((control) => touched.delete(control));
    sent.set(event.detail.ctx, mine);
  });
  document.addEventListener("htmx:before:swap", (event) => {
    const roots = event.detail.tasks.filter((task) => /morph/i.test(task.swapSpec?.style)).map((task) => task.target);
    morphed.set(event.detail.ctx, roots);
    opened.set(event.detail.ctx, document.querySelectorAll("details[data-own][open]"));
    sent.delete(event.detail.ctx);
  });
  // Nothing came back: what was sent is still only here.
  document.addEventListener("htmx:finally:request", (event) => {
    (sent.get(event.detail.ctx) || []).forEach((control) => touched.add(control));
  });

  const told = (control) => {
    if (control.matches("[type=checkbox], [type=radio]")) control.checked = control.defaultChecked;
    else if (control.matches("select")) choose(control);
    else if (control.value !== control.defaultValue) control.value = control.defaultValue;
  };
  const choose = (list) => {
    if (list.multiple) { for (const option of list.options) option.selected = option.defaultSelected; return; }
    list.selectedIndex = Math.max([...list.options].findIndex((option) => option.defaultSelected), 0);
  };
  const isOwn = (control) => control.matches("[data-own]") || control.form?.matches("[data-own]");

  document.addEventListener("htmx:after:swap", (event) => {
    const { ctx } = event.detail;
    for (const root of morphed.get(ctx) || []) {
      const inside = root.matches?.(CONTROLS) ? [root] : root.querySelectorAll?.(CONTROLS) || [];
      for (const control of inside) if (!touched.has(control) && !isOwn(control)) told(control);
    }
    for (const fold of opened.get(ctx) || []) fold.open = true;
    // A form that adds something is empty again, ready for the next.
    if (ctx.response?.status < 300 && ctx.sourceElement.matches("form[data-adds]")) ctx.sourceElement.reset();
  });
})();
