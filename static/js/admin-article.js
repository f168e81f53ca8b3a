/* The article form: words selected in the text become the name of a tag to add, and a date is
   read back in words while it is typed. Without this script both are typed and saved. */
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  const texts = document.querySelector(".texts[data-suggest]");
  if (!texts) return;
  const form = texts.closest("form");
  const { id_body: body, id_tag_name: name, id_tag_words: words, id_date_edtf: date } = form.elements;

  if (name) name.dataset.choose = texts.dataset.suggest;

  function select() {
    const chosen = body.value.slice(body.selectionStart, body.selectionEnd).trim();
    if (chosen.length < 2 || chosen.length > 100 || chosen.includes("\n")) return;
    name.value = words.value = chosen;
    name.dispatchEvent(new Event("input", { bubbles: true }));
  }

  if (body && name) {
    body.addEventListener("mouseup", select);
    body.addEventListener("keyup", (event) => { if (event.shiftKey) select(); });
  }

  if (date) {
    const said = document.createElement("output");
    said.htmlFor = date.id;
    said.className = "said";
    date.after(said);
    let timer;
    const read = async () => {
      const answer = await fetch(`${texts.dataset.edtf}?value=${encodeURIComponent(date.value)}`);
      if (!answer.ok) return;
      const { words: meant, span, fault } = await answer.json();
      said.textContent = fault || (span ? `${meant} (${span})` : meant);
      said.classList.toggle("alarm", Boolean(fault));
    };
    date.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(read, 200); });
    read();
  }
});
