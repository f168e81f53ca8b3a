/* Single keys in the review queue: only while it has the focus, and only if they are not
   switched off. Each presses a button that is there anyway. */
"use strict";
(() => {
  const queue = document.getElementById("queue");
  if (!queue || queue.dataset.keys !== "on") return;
  const suggestions = [...queue.querySelectorAll(".suggestion")];
  const BACK = "review-focus"; // the queue had the focus when the page was left
  let at = 0;

  function show(index) {
    at = Math.max(0, Math.min(index, suggestions.length - 1));
    suggestions.forEach((one, place) => one.classList.toggle("current", place === at));
    suggestions[at]?.scrollIntoView({ block: "nearest" });
  }

  function press(target) {
    if (!target) return;
    if (target.tagName === "SUMMARY") {
      target.parentElement.open = true;
      target.parentElement.querySelector("input[type=text]").focus();
      return;
    }
    sessionStorage.setItem(BACK, "1");
    target.click();
  }

  queue.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    if (event.target.closest("input, select, textarea")) {
      if (event.key === "Escape") queue.focus();
      return;
    }
    const key = event.key.toLowerCase();
    if (key === "j" || key === "k") {
      show(at + (key === "j" ? 1 : -1));
    } else if (/^[a-z]$/.test(key)) {
      const selector = `[data-key="${key}"]`;
      press(suggestions[at]?.querySelector(selector) || queue.querySelector(`.whole ${selector}`)
        || document.querySelector(`.last ${selector}`));
    } else {
      return;
    }
    event.preventDefault();
  });

  queue.addEventListener("focusin", (event) => {
    const index = suggestions.indexOf(event.target.closest(".suggestion"));
    if (index >= 0) show(index);
  });

  show(0);
  if (sessionStorage.getItem(BACK)) {
    sessionStorage.removeItem(BACK);
    queue.focus({ preventScroll: true });
  }
})();
