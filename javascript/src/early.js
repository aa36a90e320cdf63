/* Runs in <head> before the first paint: no inline script is allowed, so it has its own file. */
const { classList } = document.documentElement;
classList.replace('no-js', 'js');
if (location.search) classList.add('asked'); // the search page then shows no doors

export {};
