/* A box for a name that offers what the archive knows, by the admin's own suggestions.
   Without this script the name is sent as typed, and the next page asks where it is not plain. */
"use strict";
(() => {
  const WAIT = 150; // milliseconds after the last key
  let lists = 0;

  function equip(box) {
    const list = document.createElement("datalist");
    list.id = `choices-${(lists += 1)}`;
    box.after(list);
    box.setAttribute("list", list.id);
    const key = box.form.elements[box.name.replace(/_name$/, "")];
    let timer, asked;

    async function ask() {
      const term = box.value.trim();
      if (term.length < 2 || term === asked) return;
      asked = term;
      const answer = await fetch(`${box.dataset.choose}&term=${encodeURIComponent(term)}`);
      if (!answer.ok || term !== box.value.trim()) return;
      const { results } = await answer.json();
      list.replaceChildren(...results.map(({ id, text }) => {
        const option = document.createElement("option");
        option.value = text;
        option.dataset.key = id;
        return option;
      }));
    }

    box.addEventListener("input", () => {
      const chosen = [...list.options].find((option) => option.value === box.value);
      key.value = chosen ? chosen.dataset.key : "";
      clearTimeout(timer);
      if (!chosen) timer = setTimeout(ask, WAIT);
    });
  }

  const begin = () => document.querySelectorAll("input[data-choose]").forEach(equip);
  document.addEventListener("DOMContentLoaded", begin); // after other scripts have named their boxes
})();
