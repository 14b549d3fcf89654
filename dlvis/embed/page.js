
(function () {
  const film = document.getElementById("film");
  const play = document.getElementById("play");
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
  const times = Array.from(document.querySelectorAll("a[data-at]"));

  // until it plays there is a still and one large button; then the player's own controls
  function rest() { film.controls = false; play.hidden = false; }
  function begin() { film.controls = true; play.hidden = true; }
  function start() {
    const hadFocus = document.activeElement === play;
    film.play();
    begin();
    if (hadFocus) { film.focus(); }
  }
  function go(seconds) { film.currentTime = Math.min(Math.max(seconds, 0), film.duration || 0); begin(); }
  function chapter(step) {
    const starts = times.map(function (link) { return Number(link.dataset.at); });
    const now = film.currentTime;
    const next = step > 0 ? starts.find(function (at) { return at > now + 0.05; })
      : starts.reverse().find(function (at) { return at < now - 1; });
    if (next !== undefined) { go(next); } else if (step < 0) { go(0); }
  }
  function captions() {
    const track = film.textTracks[0];
    track.mode = track.mode === "showing" ? "hidden" : "showing";
  }
  function fullscreen() {
    if (document.fullscreenElement) { document.exitFullscreen(); } else { film.requestFullscreen(); }
  }
  function toggle() { if (film.paused) { start(); } else { film.pause(); } }

  const anywhere = { k: toggle, c: captions, f: fullscreen,
    "[": function () { chapter(-1); }, "]": function () { chapter(1); },
    j: function () { go(film.currentTime - 5); }, l: function () { go(film.currentTime + 5); } };
  // the player's own controls have these already, each button its space key
  const outside = { " ": toggle, ArrowLeft: anywhere.j, ArrowRight: anywhere.l };

  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.altKey || event.metaKey) { return; }
    const onControl = event.target === film || event.target.closest("a, button, summary");
    const done = anywhere[event.key.toLowerCase()] || (onControl ? undefined : outside[event.key]);
    if (done) { event.preventDefault(); done(); }
  });
  times.forEach(function (link) {
    link.addEventListener("click", function (event) {
      event.preventDefault();
      go(Number(link.dataset.at));
      start();
    });
  });
  play.addEventListener("click", start);
  film.addEventListener("play", begin);

  // a loop goes by itself, but not for who has asked for less motion
  function settle() {
    if (!film.loop) { return; }
    if (calm.matches) { film.pause(); rest(); } else { film.play().catch(rest); }
  }
  if (window.self !== window.top) { document.documentElement.classList.add("framed"); }
  rest();
  settle();
  calm.addEventListener("change", settle);
})();
