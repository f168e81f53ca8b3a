/* Goes on reading by itself once somebody has begun. Without this script the button does. */
"use strict";
(() => {
  const button = document.getElementById("reread");
  if (button && new URLSearchParams(location.search).has("on")) button.click();
})();
