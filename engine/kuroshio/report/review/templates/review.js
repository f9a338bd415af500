(function () {
  "use strict";
  var root = document.documentElement, turns = [].slice.call(document.querySelectorAll("section.turn"));
  var slider = document.getElementById("at"), label = document.getElementById("at-label"), now = 0;
  root.classList.add("js");
  function show(n) {
    now = Math.max(0, Math.min(turns.length - 1, n));
    turns.forEach(function (turn, i) { turn.classList.toggle("now", i === now); });
    slider.value = now;
    label.textContent = turns[now].querySelector("h3").textContent;
  }
  slider.addEventListener("input", function () { show(Number(slider.value)); });
  document.getElementById("back").addEventListener("click", function () { show(now - 1); });
  document.getElementById("on").addEventListener("click", function () { show(now + 1); });
  document.addEventListener("keydown", function (event) {
    if (event.target === slider || event.target.tagName === "SELECT" || event.ctrlKey || event.altKey || event.metaKey) { return; }
    if (event.key === "ArrowRight") { show(now + 1); } else if (event.key === "ArrowLeft") { show(now - 1); }
  });
  [].forEach.call(document.querySelectorAll("a[data-turn]"), function (link) {
    link.addEventListener("click", function () { show(Number(link.dataset.turn)); });
  });
  var seats = document.getElementById("seat");
  seats.addEventListener("change", function () {
    [].forEach.call(document.querySelectorAll("tr[data-seat]"), function (row) {
      row.hidden = seats.value !== "" && row.dataset.seat !== seats.value;
    });
  });
  var folds = [].slice.call(document.querySelectorAll("details.fold")), unfold = document.getElementById("unfold");
  folds.forEach(function (one) { one.open = false; });
  unfold.addEventListener("click", function () {
    folds.forEach(function (one) { one.open = true; });
  });
  window.addEventListener("beforeprint", function () {
    [].forEach.call(document.querySelectorAll("details"), function (one) { one.open = true; });
  });
  var asked = /^#turn-(\d+)$/.exec(location.hash);
  show(asked ? Number(asked[1]) : 0);
})();
