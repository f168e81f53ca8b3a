/* Boxes with suggestions are drawn beside their own box: they get its label, and keep what was
   chosen in their name. Values of a list get the head of their column, for narrow screens. */
"use strict";
(() => {
  let labels = 0;

  function name(select) {
    const box = select.nextElementSibling?.querySelector(".select2-selection");
    const chosen = box?.querySelector(".select2-selection__rendered");
    const text = select.labels[0]?.textContent.trim() || select.getAttribute("aria-label");
    if (!chosen || !text || box.dataset.named) return;
    const label = document.createElement("span");
    label.id = `suggestions-label-${(labels += 1)}`;
    label.hidden = true;
    label.textContent = text;
    select.after(label);
    box.dataset.named = "";
    box.setAttribute("aria-labelledby", `${label.id} ${chosen.id}`);
    chosen.setAttribute("aria-labelledby", label.id);
  }

  function head(list) {
    const heads = [...list.querySelectorAll("thead th")].map((one) => (one.querySelector(".text") ?? one).textContent.trim());
    list.querySelectorAll("tbody tr").forEach((row) => [...row.cells].forEach((cell, column) => {
      if (column && cell.tagName === "TD" && heads[column]) cell.dataset.label = heads[column];
    }));
  }

  const list = document.getElementById("result_list");
  if (list) head(list);

  const all = () => document.querySelectorAll("select.admin-autocomplete").forEach(name);
  window.django?.jQuery?.(all); // after the boxes are drawn, which is done as late as this
  document.addEventListener("formset:added", () => setTimeout(all));
})();
