/* Runs in <head> before the first paint: no inline script is allowed, so it has its own file. */
(function (root) {
  root.classList.remove('no-js');
  root.classList.add('js');
  try {
    var stored = localStorage.getItem('club.scheme');
    if (stored === 'light' || stored === 'dark') root.dataset.scheme = stored;
  } catch (e) { /* storage refused: the system decides */ }
})(document.documentElement);
