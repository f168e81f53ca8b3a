/* Shows by itself how far work in the background is. Without this script a link does. */
"use strict";
(() => {
  const pause = 2000; // milliseconds
  const look = async () => {
    const shown = document.getElementById("progress");
    if (!shown || !("running" in shown.dataset)) return;
    try {
      const answer = await fetch(location.href, { credentials: "same-origin" });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const now = page.getElementById("progress");
      if (now && answer.ok) renew(shown, now);
    } catch { /* the site may be restarting */ }
    setTimeout(look, pause);
  };
  const renew = (shown, now) => {
    if (!("running" in now.dataset)) return shown.replaceWith(now);
    shown.querySelector("progress").value = now.querySelector("progress").value;
    shown.querySelector("[role=status]").textContent = now.querySelector("[role=status]").textContent;
  };
  setTimeout(look, pause);
})();
