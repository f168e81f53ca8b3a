/* Small improvements. Every page works without this file. */
"use strict";

/* --- Light or dark: as the system says, until the reader chooses --- */

const root = document.documentElement;
const themes = document.querySelector("[data-themes]");
if (themes) {
  const show = (chosen) => {
    if (chosen) root.dataset.theme = chosen;
    else delete root.dataset.theme;
    themes.querySelectorAll("button").forEach((button) =>
      button.setAttribute("aria-pressed", String(button.value === chosen)));
  };
  const kept = () => {
    try { return localStorage.getItem("theme") || ""; } catch { return ""; }
  };
  themes.hidden = false;
  show(kept());
  themes.addEventListener("click", ({ target }) => {
    if (target.tagName !== "BUTTON") return;
    try { localStorage.setItem("theme", target.value); } catch { /* for this page only */ }
    show(target.value);
  });
}

/* --- Copy an address or a citation --- */

document.querySelectorAll("[data-copy]").forEach((button) => {
  if (!navigator.clipboard) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const source = document.getElementById(button.dataset.copy);
    const text = source ? source.textContent : location.href;
    try { await navigator.clipboard.writeText(text.trim()); } catch { return; }
    const label = button.firstChild, said = label.data;
    label.data = button.dataset.done;
    setTimeout(() => { label.data = said; }, 2000);
  });
});

/* --- The filters as a drawer on narrow screens: Escape closes it --- */

const filters = document.querySelector(".filters");
filters?.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !filters.open) return;
  filters.open = false;
  filters.querySelector("summary").focus();
});

/* --- Sorting without the button --- */

const sort = document.getElementById("sort");
sort?.addEventListener("change", () => sort.form.requestSubmit());

/* --- Suggestions while typing: a combobox with a list --- */

const WAIT = 150; // milliseconds after the last key

class Suggestions {
  constructor(input) {
    this.input = input;
    this.url = input.dataset.suggest;
    this.active = -1;
    this.list = Object.assign(document.createElement("ul"),
      { id: `${input.id}-list`, className: "suggestions", hidden: true });
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", input.dataset.label);
    this.status = Object.assign(document.createElement("span"), { className: "vh" });
    this.status.setAttribute("role", "status");
    input.after(this.list, this.status);
    for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list",
      "aria-expanded": "false", "aria-controls": this.list.id })) input.setAttribute(name, value);
    input.addEventListener("input", () => this.later());
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("blur", () => setTimeout(() => this.close(), 200));
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), WAIT);
  }

  async ask() {
    const typed = this.input.value.trim();
    if (typed.length < 2) return this.close();
    const asked = this.asked = `${this.url}?${new URLSearchParams({ q: typed, lang: root.lang })}`;
    try {
      const answer = await fetch(asked, { headers: { Accept: "application/json" } });
      const found = answer.ok ? (await answer.json()).suggestions : [];
      if (asked === this.asked && document.activeElement === this.input) this.show(found);
    } catch { this.close(); }
  }

  show(found) {
    this.active = -1;
    this.input.removeAttribute("aria-activedescendant");
    this.list.replaceChildren(...found.map((one, number) => this.option(one, number)));
    this.list.hidden = !found.length;
    this.input.setAttribute("aria-expanded", String(found.length > 0));
    this.status.textContent = found.length ? this.input.dataset.found.replace("0", found.length) : "";
  }

  option(one, number) {
    const option = Object.assign(document.createElement("li"), { id: `${this.list.id}-${number}` });
    option.setAttribute("role", "option");
    const name = Object.assign(document.createElement("bdi"), { textContent: one.label });
    const about = [one.matched && one.matched !== one.label ? one.matched : "", one.count || ""];
    const more = Object.assign(document.createElement("span"),
      { className: "n", textContent: about.filter(Boolean).join(" · ") });
    option.append(name, " ", more);
    option.dataset.url = one.url;
    option.addEventListener("mousedown", (event) => { event.preventDefault(); this.go(option); });
    return option;
  }

  key(event) {
    if (this.list.hidden) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      this.move(step);
    } else if (event.key === "Escape") {
      event.preventDefault();
      this.close();
    } else if (event.key === "Enter" && this.active >= 0) {
      event.preventDefault();
      this.go(this.list.children[this.active]);
    }
  }

  move(step) {
    const options = [...this.list.children];
    const places = options.length + 1; // one of them is the box itself
    this.active = (this.active + 1 + step + places) % places - 1;
    options.forEach((option, number) =>
      option.setAttribute("aria-selected", String(number === this.active)));
    const chosen = options[this.active];
    if (chosen) {
      this.input.setAttribute("aria-activedescendant", chosen.id);
      chosen.scrollIntoView({ block: "nearest" });
    } else this.input.removeAttribute("aria-activedescendant");
  }

  go(option) { location.assign(option.dataset.url); }

  close() {
    this.list.hidden = true;
    this.active = -1;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }
}

document.querySelectorAll("input[data-suggest]").forEach((input) => new Suggestions(input));
